/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does in a meeting. A leader does it by itself, others ask it by CMD. */
#include "meeting/leader.h"
#include "meeting/meeting-error.h"
#include "meeting/messages.h"

#include <glib/gi18n-lib.h>

static gboolean
check_in_meeting (ConfabMeeting *self, GError **error)
{
  if (!self->left && self->view != NULL && confab_meeting_get_own_seat (self) != NULL)
    return TRUE;
  return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE, _ ("You are not in a meeting"));
}

static gboolean
check_right (ConfabMeeting *self, ConfabRights right, const char *sentence, GError **error)
{
  return confab_seat_has_right (self->view, confab_meeting_get_own_seat (self), right) ||
         confab_meeting_deny (error, CONFAB_MEETING_ERROR_DENIED, sentence);
}

static void
log_own_chat (ConfabMeeting *self, const ConfabPid *to, const char *text, guint64 seq)
{
  ConfabChatLine line = { .from = confab_roster_find (self->roster, &self->pid),
                          .to = to,
                          .seq = seq,
                          .last_seq = seq,
                          .text = text,
                          .time_ms = self->now.wall_ms };
  g_autoptr (ConfabChatMessage) message = confab_chat_message_new (&line);

  confab_chat_log_add (self->chat_log, message);
  confab_meeting_tell (self, CONFAB_SIGNAL_CHAT, message);
}

gboolean
confab_meeting_send_chat (ConfabMeeting *self, const ConfabPid *to, const char *text,
                          ConfabMeetingTime now, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  guint64 seq;
  gboolean sent;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_in_meeting (self, error) ||
      !check_right (self, to == NULL ? CONFAB_RIGHT_CHAT_ALL : CONFAB_RIGHT_CHAT_ONE,
                    _ ("The host has turned this chat off"), error))
    return FALSE;
  payload = confab_chat_payload_encode (text, error);
  if (payload == NULL)
    return FALSE;
  confab_meeting_enter (self, now);
  sent = confab_meeting_send_message (self, CONFAB_MESSAGE_CHAT, to, payload, &seq, error);
  if (sent)
    log_own_chat (self, to, text, seq);
  confab_meeting_exit (self);
  return sent;
}

gboolean
confab_meeting_raise_hand (ConfabMeeting *self, gboolean up, ConfabMeetingTime now, GError **error)
{
  g_autoptr (GBytes) payload = confab_hand_payload_encode (up);
  gboolean sent;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_in_meeting (self, error) ||
      !check_right (self, CONFAB_RIGHT_REACT, _ ("The host has turned reactions off"), error))
    return FALSE;
  confab_meeting_enter (self, now);
  sent = confab_meeting_send_message (self, CONFAB_MESSAGE_HAND, NULL, payload, NULL, error);
  if (sent)
    confab_participant_set_hand_up (confab_roster_find (self->roster, &self->pid), up);
  confab_meeting_exit (self);
  return sent;
}

/* Whether the leader has to be told, or is us. */
static gboolean
goes_to_all (ConfabMeeting *self, ConfabCommand command)
{
  return self->leading == NULL || command == CONFAB_COMMAND_SET_ROLE ||
         command == CONFAB_COMMAND_MUTE || command == CONFAB_COMMAND_ASK_TO_UNMUTE ||
         command == CONFAB_COMMAND_LOWER_HAND;
}

/* Does @wish as leader, or asks for it; @wish needs only command, target, bind and arg. */
static gboolean
carry_out (ConfabMeeting *self, ConfabCommandStatement *wish, ConfabMeetingTime now, GError **error)
{
  g_autoptr (GBytes) statement = NULL;

  if (!check_in_meeting (self, error))
    return FALSE;
  if (!confab_leading_may (self, confab_meeting_get_own_seat (self), wish))
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_DENIED,
                                _ ("You have not the right to do this in this meeting"));
  confab_meeting_enter (self, now);
  if (goes_to_all (self, wish->command))
    statement = confab_meeting_send_command (self, wish);
  if (self->leading != NULL) {
    if (wish->command == CONFAB_COMMAND_SET_ROLE && statement != NULL)
      confab_draft_add_word (self->leading->draft, statement,
                             confab_meeting_get_own_seat (self)->join);
    confab_leading_carry_out (self, wish);
  }
  confab_meeting_exit (self);
  return TRUE;
}

gboolean
confab_meeting_admit (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now,
                      GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_ADMIT, .target = *pid };
  const ConfabApplicant *applicant;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_in_meeting (self, error))
    return FALSE;
  applicant = self->leading != NULL ? g_hash_table_lookup (self->leading->applicants, pid) : NULL;
  if (applicant == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_INVALID,
                                _ ("This person does not wait any more"));
  wish.bind = applicant->join->hash;
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_remove (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now,
                       GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_REMOVE, .target = *pid };

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_send_to_waiting_room (ConfabMeeting *self, const ConfabPid *pid,
                                     ConfabMeetingTime now, GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_TO_WAITING_ROOM, .target = *pid };

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_set_locked (ConfabMeeting *self, gboolean locked, ConfabMeetingTime now,
                           GError **error)
{
  ConfabCommandStatement wish = { .command = locked ? CONFAB_COMMAND_LOCK : CONFAB_COMMAND_UNLOCK };

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_set_role (ConfabMeeting *self, const ConfabPid *pid, ConfabRole role,
                         ConfabMeetingTime now, GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_SET_ROLE, .target = *pid, .arg = role };
  const ConfabSeat *seat;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_in_meeting (self, error))
    return FALSE;
  seat = confab_link_view_find_present (self->view, pid);
  if (seat == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_INVALID,
                                _ ("This person is not in the meeting any more"));
  wish.bind = seat->join->member;
  return carry_out (self, &wish, now, error);
}

/* Muted until allowed is a flag of the entry (20); lifting it sets the entry's flags without it. */
static gboolean
lift_mute (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now, GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_PERSON_RIGHTS };
  const ConfabSeat *seat;

  if (!check_in_meeting (self, error))
    return FALSE;
  seat = pid != NULL ? confab_link_view_find_present (self->view, pid) : NULL;
  if (seat == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_INVALID,
                                _ ("This person is not in the meeting any more"));
  wish.target = *pid;
  wish.arg = seat->entry.flags & (CONFAB_ENTRY_MAY_RECORD | CONFAB_ENTRY_MAY_SHARE_AND_CONTROL);
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_mute (ConfabMeeting *self, const ConfabPid *pid, guint what, ConfabMeetingTime now,
                     GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_MUTE,
                                  .target = pid != NULL ? *pid : CONFAB_PID_NONE,
                                  .arg = what };

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (what == 0)
    return lift_mute (self, pid, now, error);
  return carry_out (self, &wish, now, error);
}

gboolean
confab_meeting_rename_self (ConfabMeeting *self, const char *name, ConfabMeetingTime now,
                            GError **error)
{
  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_in_meeting (self, error) || !confab_name_check (name, strlen (name), error) ||
      !check_right (self, CONFAB_RIGHT_RENAME, _ ("The host has turned renaming off"), error))
    return FALSE;
  confab_meeting_enter (self, now);
  g_free (self->name);
  self->name = g_strdup (name);
  confab_meeting_send_join (self);
  confab_meeting_exit (self);
  return TRUE;
}

static void
end_for_all (ConfabMeeting *self)
{
  confab_leading_post_last (self);
  confab_meeting_end_here (self, "left", _ ("You have ended the meeting"));
}

gboolean
confab_meeting_end (ConfabMeeting *self, ConfabMeetingTime now, GError **error)
{
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_END };

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (self->leading == NULL)
    return carry_out (self, &wish, now, error);
  if (!check_in_meeting (self, error))
    return FALSE;
  confab_meeting_enter (self, now);
  end_for_all (self);
  confab_meeting_exit (self);
  return TRUE;
}

void
confab_meeting_leave (ConfabMeeting *self, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left)
    return;
  confab_meeting_enter (self, now);
  if (self->leading != NULL) {
    end_for_all (self);
  } else {
    if (self->view != NULL)
      confab_meeting_send_ack (self, CONFAB_ACK_LEAVING);
    confab_meeting_end_here (self, "left", _ ("You have left the meeting"));
  }
  confab_meeting_exit (self);
}
