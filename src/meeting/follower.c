/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a follower does with LINKs (docs/protocol.md 7, 12.2). */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"

#include <glib/gi18n-lib.h>

#define SYNC_SPACING_MS 1000
#define RETURN_AGAIN_MS 10000

void
confab_meeting_want_sync (ConfabMeeting *self)
{
  self->following.sync_wanted = TRUE;
}

void
confab_meeting_send_sync (ConfabMeeting *self)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_SYNC_REQUEST);

  if (self->view != NULL)
    carrier->have = self->view->link.n;
  else
    carrier->have = MAX (self->joining.admission_n, 2) - 2;
  confab_meeting_send (self, carrier, CONFAB_ROUTE_SERVICE, NULL);
  self->following.sync_wanted = FALSE;
  self->following.sync_allowed_at = self->now.local_ms + SYNC_SPACING_MS;
}

void
confab_meeting_send_ack (ConfabMeeting *self, ConfabAckStatus status)
{
  ConfabAckStatement ack = { .meeting = self->charter->tag,
                             .pid = self->pid,
                             .n = self->view->link.n,
                             .link_hash = self->view->hash,
                             .hb = self->liveness.last_hb,
                             .status = (guint8) status };

  self->keys.table->random (self->keys.data, ack.token.bytes, sizeof ack.token.bytes);
  confab_tokens_add (self->tokens, &ack.token, self->now.local_ms);
  g_bytes_unref (confab_meeting_send_signed (self, CONFAB_CARRIER_ACK, confab_ack_encode (&ack)));
}

/* Dropped by the leader: back by 9.5. */
static void
return_to_roster (ConfabMeeting *self)
{
  confab_meeting_send_join (self);
  self->following.return_again_at = self->now.local_ms + RETURN_AGAIN_MS;
}

static void
leave_by_fate (ConfabMeeting *self, const ConfabLinkView *view, ConfabFate fate)
{
  if (fate == CONFAB_FATE_REMOVED)
    confab_meeting_end_here (self, "removed", _ ("A host has removed you from the meeting"));
  else if (view->link.cause == CONFAB_CAUSE_TO_WAITING_ROOM)
    confab_meeting_end_here (self, "sent-back",
                             _ ("A host has sent you back to the waiting room; join again to be "
                                "let in"));
  else
    confab_meeting_end_here (self, "dropped",
                             _ ("You are no longer in the meeting; join it again"));
}

void
confab_meeting_follow (ConfabMeeting *self, ConfabLinkView *view, ConfabFate fate, GBytes *box)
{
  if (fate == CONFAB_FATE_REMOVED || fate == CONFAB_FATE_NOT_IN) {
    leave_by_fate (self, view, fate);
    return;
  }
  confab_meeting_clear_invalid_link (self);
  confab_meeting_install (self, view, NULL);
  self->following.return_again_at = CONFAB_NEVER;
  self->following.key_wanted_at = CONFAB_NEVER;
  if ((view->link.flags & CONFAB_LINK_ENDED) != 0) {
    confab_meeting_end_here (self, "meeting-ended", _ ("The host has ended the meeting"));
    return;
  }
  if (fate == CONFAB_FATE_ABSENT)
    return_to_roster (self);
  else
    confab_meeting_take_keybox (self, box);
  confab_meeting_review_held_heartbeat (self);
  confab_meeting_review_held_messages (self);
}

void
confab_meeting_take_step (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box,
                          gboolean from_sync)
{
  g_autoptr (GPtrArray) own_joins = confab_own_joins_list_current (self->own_joins);
  g_autoptr (ConfabLinkView) view = NULL;
  g_autoptr (GError) error = NULL;
  ConfabAcceptance acceptance = {
    .sources = { .charter = self->charter, .old = self->view, .book = self->book },
    .own_pid = self->pid,
    .own_joins = own_joins,
  };
  ConfabFate fate = CONFAB_FATE_NOT_IN;

  switch (confab_acceptance_check (&acceptance, step, &view, &fate, &error)) {
  case CONFAB_VERDICT_ACCEPTED:
    confab_meeting_follow (self, view, fate, box);
    break;
  case CONFAB_VERDICT_REPEATED:
    if (box != NULL && confab_seat_is_present (confab_meeting_get_own_seat (self)))
      confab_meeting_take_keybox (self, box);
    break;
  case CONFAB_VERDICT_OUTDATED:
    /* An earlier one once more, or one that contradicts what we took for it. */
    confab_meeting_take_fork_evidence (self, step->link);
    break;
  case CONFAB_VERDICT_AHEAD:
    confab_meeting_want_sync (self);
    break;
  case CONFAB_VERDICT_GAP:
    if (from_sync)
      confab_meeting_take_fork (self, step->link);
    else
      confab_meeting_want_sync (self);
    break;
  case CONFAB_VERDICT_FORKED:
    confab_meeting_take_fork (self, step->link);
    break;
  case CONFAB_VERDICT_NEW_LEADER:
    g_message ("not following a change of leader");
    break;
  case CONFAB_VERDICT_BAD_DATA:
    confab_meeting_count_bad_data (self, error->message);
    break;
  case CONFAB_VERDICT_FORBIDDEN:
    confab_meeting_take_invalid_link (self, error->message);
    break;
  }
}

/* JOINs of a sync answer are wanted even where its LINK is not news. */
static void
keep_joins (ConfabMeeting *self, const ConfabLinkStep *step)
{
  for (guint i = 0; i < step->joins->len; i++) {
    g_autoptr (ConfabCheckedJoin) join =
        confab_checked_join_check (self->charter, step->joins->pdata[i], NULL);

    if (join != NULL)
      confab_join_book_add (self->book, join);
  }
}

static void
take_sync_step (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box)
{
  keep_joins (self, step);
  if (self->leading != NULL)
    confab_leading_take_echo (self, step);
  else if (self->view != NULL)
    confab_meeting_take_step (self, step, box, TRUE);
  else
    confab_meeting_take_waiting_step (self, step, box);
}

void
confab_meeting_take_sync (ConfabMeeting *self, const ConfabSyncCarrier *sync)
{
  for (guint i = 0; i < sync->links->len && !self->left; i++) {
    gboolean is_newest = i + 1 == sync->links->len && !sync->more;

    take_sync_step (self, sync->links->pdata[i], is_newest ? sync->box : NULL);
  }
  if (sync->more && !self->left) {
    self->following.sync_allowed_at = self->now.local_ms;
    confab_meeting_want_sync (self);
  }
}

void
confab_meeting_advance_following (ConfabMeeting *self)
{
  gint64 now = self->now.local_ms;

  if (self->view != NULL &&
      confab_liveness_get_stage (&self->liveness, now) == CONFAB_LIVENESS_LOST) {
    confab_meeting_end_here (self, "lost",
                             _ ("The host's computer has not answered for a minute, so you have "
                                "left the meeting; try to join again"));
    return;
  }
  if (now >= self->following.return_again_at)
    return_to_roster (self);
  if (now >= self->following.key_wanted_at)
    confab_meeting_take_keybox (self, NULL);
  if (self->following.sync_wanted && self->connected && now >= self->following.sync_allowed_at)
    confab_meeting_send_sync (self);
}

gint64
confab_meeting_get_following_deadline (ConfabMeeting *self)
{
  gint64 deadline = MIN (self->following.return_again_at, self->following.key_wanted_at);

  if (self->following.sync_wanted && self->connected)
    deadline = MIN (deadline, self->following.sync_allowed_at);
  return deadline;
}
