/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A LINK comes into force: epoch, roster and what people see change together. */
#include "meeting/meeting-private.h"

#include <glib/gi18n-lib.h>

/* Enough to answer a claim about any epoch that is alive (8.1: at most 13). */
#define HISTORY_LENGTH 16

const ConfabSeat *
confab_meeting_get_own_seat (ConfabMeeting *self)
{
  return self->view != NULL ? confab_link_view_find (self->view, &self->pid) : NULL;
}

ConfabLinkView *
confab_meeting_find_view (ConfabMeeting *self, guint32 n)
{
  for (guint i = 0; i < self->history->len; i++) {
    ConfabLinkView *view = self->history->pdata[i];

    if (view->link.n == n)
      return view;
  }
  return NULL;
}

static ConfabLeftReason
get_left_reason (const ConfabLinkView *view, const ConfabSeat *seat)
{
  if (seat != NULL && confab_seat_is_removed (seat))
    return CONFAB_LEFT_REMOVED;
  return seat == NULL && view->link.cause == CONFAB_CAUSE_TO_WAITING_ROOM ? CONFAB_LEFT_SENT_BACK
                                                                          : CONFAB_LEFT_GONE;
}

/* Those who are gone; what we keep about them goes when they can not come back under this pid. */
static void
take_away (ConfabMeeting *self, ConfabParticipant *participant)
{
  g_autoptr (ConfabParticipant) gone = g_object_ref (participant);
  const ConfabPid *pid = confab_participant_get_pid (gone);
  const ConfabSeat *seat = confab_link_view_find (self->view, pid);

  confab_roster_remove (self->roster, gone);
  confab_participant_set_hand_up (gone, FALSE);
  confab_meeting_forget_direct_link (self, pid);
  if (seat == NULL || confab_seat_is_removed (seat)) {
    confab_meeting_forget_messages_of (self, pid);
    g_hash_table_remove (self->command_seqs, pid);
  }
  confab_meeting_tell (self, CONFAB_SIGNAL_PARTICIPANT_LEFT, gone,
                       (int) get_left_reason (self->view, seat));
}

static void
seat_one (ConfabMeeting *self, const ConfabLinkView *old, const ConfabSeat *seat)
{
  const ConfabSeat *before =
      old != NULL ? confab_link_view_find_present (old, &seat->entry.pid) : NULL;
  ConfabParticipant *participant = confab_roster_find (self->roster, &seat->entry.pid);

  if (participant == NULL) {
    g_autoptr (ConfabParticipant) joined =
        confab_participant_new (seat->join, confab_pid_equal (&seat->entry.pid, &self->pid));

    confab_participant_take_seat (joined, seat);
    confab_roster_add (self->roster, joined);
    confab_meeting_tell (self, CONFAB_SIGNAL_PARTICIPANT_JOINED, joined);
    return;
  }
  confab_participant_take_seat (participant, seat);
  if (before == NULL || before->entry.role != seat->entry.role ||
      before->entry.flags != seat->entry.flags ||
      !g_str_equal (before->join->join.name, seat->join->join.name))
    confab_meeting_tell (self, CONFAB_SIGNAL_PARTICIPANT_UPDATED, participant);
}

static void
seat_all (ConfabMeeting *self, const ConfabLinkView *old)
{
  for (guint i = confab_roster_get_count (self->roster); i > 0; i--) {
    ConfabParticipant *participant = confab_roster_get (self->roster, i - 1);

    if (confab_link_view_find_present (self->view, confab_participant_get_pid (participant)) ==
        NULL)
      take_away (self, participant);
  }
  for (guint i = 0; i < self->view->n_seats; i++) {
    if (confab_seat_is_present (&self->view->seats[i]))
      seat_one (self, old, &self->view->seats[i]);
  }
  confab_roster_name_all (self->roster);
}

static void
tell_notices (ConfabMeeting *self, const ConfabLinkView *old)
{
  guint before = old != NULL ? old->link.flags : 0;
  guint after = self->view->link.flags;

  if ((before & ~after & CONFAB_LINK_LOCKED) != 0)
    confab_meeting_tell (self, CONFAB_SIGNAL_NOTICE, "unlocked", _ ("The meeting was unlocked"));
  if ((~before & after & CONFAB_LINK_LOCKED) != 0)
    confab_meeting_tell (self, CONFAB_SIGNAL_NOTICE, "locked",
                         _ ("The meeting is locked: nobody else is let in"));
}

/* How long a follower's LINK was on its way. One that dropped us leaves no time for older keys at
 * all. */
static gint64
measure_age (ConfabMeeting *self, const ConfabLinkView *view)
{
  gint64 age;

  if (self->leading != NULL)
    return 0;
  age = confab_liveness_take_link (&self->liveness, view->link.term, view->link.time_ms,
                                   self->now.local_ms);
  return confab_link_view_find_present (view, &self->pid) != NULL ? age : CONFAB_HEARTBEAT_LEAVE_MS;
}

void
confab_meeting_install (ConfabMeeting *self, ConfabLinkView *view, ConfabMeetingEpoch *secret)
{
  g_autoptr (ConfabLinkView) old = g_steal_pointer (&self->view);
  const ConfabSeat *own;

  self->view = confab_link_view_ref (view);
  g_ptr_array_add (self->history, confab_link_view_ref (view));
  if (self->history->len > HISTORY_LENGTH)
    g_ptr_array_remove_index (self->history, 0);
  confab_epochs_add (self->epochs, view, secret, measure_age (self, view), self->now.local_ms);

  own = confab_meeting_get_own_seat (self);
  if (own != NULL)
    confab_own_joins_settle (self->own_joins, &own->join->hash, self->now.local_ms);
  seat_all (self, old);
  if (old != NULL && !confab_pid_equal (&old->link.leader_pid, &view->link.leader_pid))
    confab_meeting_doubt_presence (self);
  tell_notices (self, old);
  confab_meeting_notify_link (self, old);
}
