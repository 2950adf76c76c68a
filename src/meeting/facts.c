/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true now, for those who ask. */
#include "meeting/meeting-private.h"

ConfabMeetingState
confab_meeting_get_state (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), CONFAB_MEETING_IDLE);
  return self->state;
}

ConfabSecurity
confab_meeting_get_security (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), CONFAB_SECURITY_WAITING);
  return self->security;
}

gboolean
confab_meeting_may_send (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->may_send;
}

guint
confab_meeting_get_epoch (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), 0);
  return self->view != NULL ? self->view->link.n : 0;
}

const ConfabPid *
confab_meeting_get_pid (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return &self->pid;
}

const char *
confab_meeting_get_leader (ConfabMeeting *self)
{
  ConfabParticipant *leader;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);

  if (self->view == NULL || self->roster == NULL)
    return NULL;
  leader = confab_roster_find (self->roster, &self->view->link.leader_pid);
  return leader != NULL ? confab_participant_get_pid_hex (leader) : NULL;
}

gboolean
confab_meeting_is_leader (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->view != NULL && confab_pid_equal (&self->view->link.leader_pid, &self->pid);
}

ConfabRole
confab_meeting_get_role (ConfabMeeting *self)
{
  const ConfabSeat *own;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), CONFAB_ROLE_PARTICIPANT);

  own = confab_meeting_get_own_seat (self);
  return own != NULL ? (ConfabRole) own->entry.role : CONFAB_ROLE_PARTICIPANT;
}

gboolean
confab_meeting_is_e2ee (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->charter != NULL && self->charter->tag.suite != CONFAB_SUITE_TRANSPORT;
}

gboolean
confab_meeting_is_locked (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->view != NULL && (self->view->link.flags & CONFAB_LINK_LOCKED) != 0;
}

gboolean
confab_meeting_is_founder (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->charter != NULL && confab_verify_key_equal (&self->ik, &self->charter->genesis.ik);
}

gboolean
confab_meeting_is_owner_verified (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return self->charter != NULL && self->charter->owner_matched;
}

const ConfabDigest *
confab_meeting_get_gen (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->charter != NULL ? &self->charter->tag.gen : NULL;
}

const ConfabVerifyKey *
confab_meeting_get_founder_ik (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->charter != NULL ? &self->charter->genesis.ik : NULL;
}

const ConfabVerifyKey *
confab_meeting_get_owner_ik (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->charter != NULL ? &self->charter->genesis.owner_ik : NULL;
}

const ConfabWaitTextStatement *
confab_meeting_get_wait_text (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->charter != NULL && self->charter->has_words ? &self->charter->words : NULL;
}

ConfabRoster *
confab_meeting_get_roster (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->roster;
}

ConfabRoster *
confab_meeting_get_waiting_room (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->waiting_room;
}

ConfabChatLog *
confab_meeting_get_chat_log (ConfabMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);
  return self->chat_log;
}
