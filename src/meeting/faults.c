/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong and what follows from it (docs/protocol.md 12.2). */
#include "meeting/meeting-private.h"

#include <glib/gi18n-lib.h>

/* Three within a minute are shown, for a minute; the log gets one line of them. */
#define BAD_DATA_WINDOW_MS 60000
#define INVALID_LINK_STOP_MS 5000
#define INVALID_LINK_LEAVE_MS 30000
#define FORK_LEAVE_MS 30000

static void
log_bad_data (ConfabMeeting *self, const char *what)
{
  ConfabFaults *faults = &self->faults;

  faults->n_bad_unlogged++;
  if (self->now.local_ms < faults->bad_data_log_at)
    return;
  g_message ("dropping invalid data, %u since the last word about it: %s", faults->n_bad_unlogged,
             what);
  faults->n_bad_unlogged = 0;
  faults->bad_data_log_at = self->now.local_ms + BAD_DATA_WINDOW_MS;
}

void
confab_meeting_count_bad_data (ConfabMeeting *self, const char *what)
{
  gint64 *times = self->faults.bad_data_at;
  const guint last = G_N_ELEMENTS (self->faults.bad_data_at) - 1;

  log_bad_data (self, what);
  for (guint i = 0; i < last; i++)
    times[i] = times[i + 1];
  times[last] = self->now.local_ms;
  if (times[last] - times[0] <= BAD_DATA_WINDOW_MS)
    self->faults.bad_data_over_at = times[last] + BAD_DATA_WINDOW_MS;
}

void
confab_meeting_take_invalid_link (ConfabMeeting *self, const char *why)
{
  if (self->faults.invalid_leave_at != CONFAB_NEVER)
    return;
  g_message ("dropping a LINK of the leader: %s", why);
  self->faults.invalid_stop_at = self->now.local_ms + INVALID_LINK_STOP_MS;
  self->faults.invalid_leave_at = self->now.local_ms + INVALID_LINK_LEAVE_MS;
  confab_meeting_want_sync (self);
}

void
confab_meeting_clear_invalid_link (ConfabMeeting *self)
{
  self->faults.invalid_stop_at = CONFAB_NEVER;
  self->faults.invalid_leave_at = CONFAB_NEVER;
}

gboolean
confab_meeting_is_forked (ConfabMeeting *self)
{
  return self->faults.fork_leave_at != CONFAB_NEVER;
}

void
confab_meeting_take_fork (ConfabMeeting *self, GBytes *other)
{
  g_autofree char *ours = confab_base64url_encode_bytes (self->view->step->link);
  g_autofree char *theirs = confab_base64url_encode_bytes (other);

  if (confab_meeting_is_forked (self))
    return;
  g_message ("the leader signed two different statements: %s and %s", ours, theirs);
  self->faults.fork_leave_at = self->now.local_ms + FORK_LEAVE_MS;
}

/* Another participant's LINK, sent because our message did not fit to it. */
void
confab_meeting_take_fork_evidence (ConfabMeeting *self, GBytes *statement)
{
  const ConfabLinkView *ours;
  const ConfabSeat *leader;
  ConfabLinkStatement link;
  ConfabDigest hash;

  if (self->view == NULL || !confab_link_read (self->charter, statement, &link, &hash))
    return;
  ours = confab_meeting_find_view (self, link.n);
  if (ours == NULL || confab_digest_equal (&ours->hash, &hash) || link.term != ours->link.term ||
      !confab_pid_equal (&link.leader_pid, &ours->link.leader_pid))
    return;
  leader = confab_link_view_find (ours, &link.leader_pid);
  if (leader != NULL && self->keys.table->verify (self->keys.data, statement, CONFAB_STATEMENT_LINK,
                                                  &leader->join->join.sk, NULL))
    confab_meeting_take_fork (self, statement);
  else
    confab_meeting_count_bad_data (self, "a LINK of a fork is not the leader's");
}

void
confab_meeting_advance_faults (ConfabMeeting *self)
{
  gint64 now = self->now.local_ms;

  if (now >= self->faults.bad_data_over_at)
    self->faults.bad_data_over_at = CONFAB_NEVER;
  if (now >= self->faults.fork_leave_at)
    confab_meeting_end_here (self, "fork",
                             _ ("You have left the meeting, because participants were shown "
                                "different lists; ask the host to start a new one"));
  else if (now >= self->faults.invalid_leave_at)
    confab_meeting_end_here (self, "invalid-roster",
                             _ ("You have left the meeting, because its list of participants "
                                "could not be checked; try to join again"));
}

gint64
confab_meeting_get_faults_deadline (ConfabMeeting *self)
{
  return MIN (self->faults.bad_data_over_at,
              MIN (self->faults.fork_leave_at, self->faults.invalid_leave_at));
}
