/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From wishes to LINKs: made, posted, counted when the service sent them back (docs/protocol.md
 * 8.1). */
#include "meeting/attachments.h"
#include "meeting/leader.h"

#include <glib/gi18n-lib.h>

/* Without echo a LINK is asked for and posted again. */
#define ECHO_MS 2000
/* Without echo for so long somebody withholds it; a removal does not wait for that (8.1). */
#define WITHHELD_MS 5000
/* Wishes that fit into no LINK now (the roster is full) are looked at again. */
#define RETRY_MS 1000
/* Each LINK is held to cost its batch time (8.1); so much of that may be in arrears. */
#define HURRY_MAX_MS (8 * CONFAB_BATCH_UPDATE_MS)
/* LINKs kept for a service that was away: ten minutes of periodic ones and some events. */
#define LOG_LENGTH 64

void
confab_leading_forget_pending (ConfabLeading *leading)
{
  ConfabPending *pending = g_steal_pointer (&leading->pending);

  if (pending == NULL)
    return;
  g_clear_pointer (&pending->secret, leading->keys->epoch_free);
  confab_link_view_unref (pending->view);
  g_free (pending);
}

static const ConfabToken *
get_token (ConfabMeeting *self, const ConfabSeat *seat)
{
  const ConfabMember *member = g_hash_table_lookup (self->leading->members, &seat->entry.pid);
  const ConfabApplicant *applicant =
      g_hash_table_lookup (self->leading->applicants, &seat->entry.pid);

  if (member != NULL)
    return &member->token;
  if (applicant != NULL)
    return &applicant->token;
  return &seat->join->join.token;
}

/* (transfer full) (nullable) */
static GBytes *
make_box (ConfabMeeting *self, const ConfabLinkView *view, const ConfabMeetingEpoch *secret,
          const ConfabSeat *seat)
{
  ConfabKeybox box = { .pid = seat->entry.pid, .token = *get_token (self, seat) };

  if (!confab_seat_is_present (seat) || confab_pid_equal (&seat->entry.pid, &self->pid) ||
      (seat->join->join.caps & CONFAB_CAP_TELEPHONE) != 0)
    return NULL;
  if (!self->keys.table->keybox_seal (self->keys.data, secret, &view->hash, &seat->join->join.ek,
                                      &box))
    return NULL;
  return confab_keybox_encode (&box);
}

/* (transfer full): the LINK as the service gets it. @only: (nullable): a box for this pid alone. */
static ConfabCarrier *
new_link_carrier (ConfabMeeting *self, const ConfabLinkView *view, const ConfabMeetingEpoch *secret,
                  const ConfabPid *only)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_LINK);

  carrier->link.step = confab_link_step_ref (view->step);
  carrier->link.boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                               (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; secret != NULL && i < view->n_seats; i++) {
    const ConfabSeat *seat = &view->seats[i];
    GBytes *box = NULL;

    if (only == NULL || confab_pid_equal (only, &seat->entry.pid))
      box = make_box (self, view, secret, seat);
    if (box != NULL)
      g_hash_table_insert (carrier->link.boxes, confab_pid_copy (&seat->entry.pid), box);
  }
  return carrier;
}

/* The LINK as a participant gets it, to the peer of a direct call: its service may be away. */
static void
send_to_direct_peer (ConfabMeeting *self, const ConfabLinkView *view,
                     const ConfabMeetingEpoch *secret)
{
  ConfabParticipant *peer = confab_meeting_get_direct_peer (self);
  const ConfabSeat *seat;
  ConfabCarrier *carrier;

  if (peer == NULL)
    return;
  seat = confab_link_view_find_present (view, confab_participant_get_pid (peer));
  if (seat == NULL)
    return;
  carrier = confab_carrier_new (CONFAB_CARRIER_LINK);
  carrier->link.step = confab_link_step_ref (view->step);
  carrier->link.box = secret != NULL ? make_box (self, view, secret, seat) : NULL;
  confab_meeting_send (self, carrier, CONFAB_ROUTE_DIRECT, &seat->entry.pid);
}

static void
post_pending (ConfabMeeting *self)
{
  ConfabPending *pending = self->leading->pending;

  confab_meeting_send (self, new_link_carrier (self, pending->view, pending->secret, NULL),
                       CONFAB_ROUTE_SERVICE, NULL);
  pending->repeat_at = self->now.local_ms + ECHO_MS;
}

static gint64
get_hurry_end (ConfabMeeting *self)
{
  return self->now.local_ms + HURRY_MAX_MS;
}

/* Makes @plan the pending LINK. FALSE: it would break the rules. */
static gboolean
begin_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan)
{
  ConfabLeading *leading = self->leading;

  leading->last_link_at = self->now.local_ms;
  leading->hurried_till =
      MIN (MAX (leading->hurried_till, self->now.local_ms), get_hurry_end (self)) +
      CONFAB_BATCH_UPDATE_MS;
  leading->pending = confab_leading_make_link (self, old, plan);
  if (leading->pending == NULL)
    return FALSE;
  leading->pending->posted_at = self->now.local_ms;
  leading->unechoed_since = MIN (leading->unechoed_since, self->now.local_ms);
  post_pending (self);
  if (!self->connected)
    confab_leading_count_pending (self);
  return TRUE;
}

/* With what others have to see with it. */
static void
plan_all (ConfabMeeting *self, const ConfabLinkView *old, ConfabPlan *plan)
{
  ConfabDraft *draft = self->leading->draft;

  confab_draft_plan (draft, self->charter, old, plan);
  confab_leading_confirm_roles (self, old, plan);
  confab_attachments_choose (draft, self->charter, old, plan);
}

void
confab_leading_post_first (ConfabMeeting *self, ConfabCheckedJoin *join)
{
  g_auto (ConfabPlan) plan = { 0 };

  confab_draft_add_entrant (self->leading->draft, join,
                            self->keys.table->check_invite_mac (self->keys.data, &join->join));
  confab_draft_plan (self->leading->draft, self->charter, NULL, &plan);
  begin_link (self, NULL, &plan);
}

void
confab_leading_post_last (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;
  g_autoptr (ConfabLinkView) old = NULL;
  g_auto (ConfabPlan) plan = { 0 };

  if (self->view == NULL)
    return;
  /* One on its way will count before this one, or both are refused: it does not matter any more. */
  old = confab_link_view_ref (leading->pending != NULL ? leading->pending->view : self->view);
  confab_leading_forget_pending (leading);
  confab_draft_prune (leading->draft, old);
  g_hash_table_remove_all (leading->draft->removals);
  g_hash_table_remove_all (leading->draft->sent_back);
  g_hash_table_remove_all (leading->draft->entrants);
  leading->draft->flags |= CONFAB_LINK_ENDED;
  leading->is_leaving = TRUE;
  plan_all (self, old, &plan);
  if (begin_link (self, old, &plan))
    return;
  confab_draft_forget (leading->draft, old, CONFAB_CAUSE_END);
  leading->draft->flags |= CONFAB_LINK_ENDED;
  confab_plan_clear (&plan);
  confab_draft_plan (leading->draft, self->charter, old, &plan);
  begin_link (self, old, &plan);
}

/* Another host's CMD 6 ends the meeting for its leader too. */
static void
end_by_command (ConfabMeeting *self)
{
  if (!self->leading->is_leaving)
    confab_meeting_end_here (self, "meeting-ended", _ ("The host has ended the meeting"));
}

void
confab_leading_count_pending (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;
  ConfabPending *pending = g_steal_pointer (&leading->pending);
  g_autoptr (ConfabLinkView) view = pending->view;
  const ConfabEpoch *before = confab_epochs_get_newest (self->epochs);
  ConfabMeetingEpoch *secret = pending->secret;

  g_free (pending);
  if (before != NULL && before->secret != NULL)
    self->keys.table->epoch_forget_esk (before->secret);
  g_ptr_array_add (leading->log, confab_link_view_ref (view));
  if (leading->log->len > LOG_LENGTH)
    g_ptr_array_remove_index (leading->log, 0);
  leading->counted_at = self->now.local_ms;
  leading->unechoed_since = CONFAB_NEVER;
  confab_meeting_install (self, view, secret);
  confab_draft_prune (leading->draft, view);
  send_to_direct_peer (self, view, secret);
  if ((view->link.flags & CONFAB_LINK_ENDED) != 0) {
    end_by_command (self);
    return;
  }
  confab_leading_seat_members (self);
  confab_leading_look_at_acks (self);
  confab_leading_send_heartbeat (self);
  confab_leading_review_applicants (self);
  confab_meeting_review_held_messages (self);
}

void
confab_leading_take_echo (ConfabMeeting *self, ConfabLinkStep *step)
{
  const ConfabPending *pending = self->leading->pending;
  ConfabLinkStatement link;
  ConfabDigest hash;

  if (!confab_link_read (self->charter, step->link, &link, &hash)) {
    confab_meeting_count_bad_data (self, "a LINK is malformed or of another meeting");
    return;
  }
  if (pending != NULL && confab_digest_equal (&hash, &pending->view->hash))
    confab_leading_count_pending (self);
  else if (pending == NULL && self->view != NULL && confab_digest_equal (&hash, &self->view->hash))
    self->leading->unechoed_since = CONFAB_NEVER;
  else if (link.term > self->leading->term)
    g_message ("not following a change of leader");
}

/* What a LINK of this content can never pass: it is forgotten with its E, and those who asked for
 * it too. */
static void
forget_bad_link (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;

  g_message ("the service refused LINK %u", leading->pending->view->link.n);
  confab_leading_forget_pending (leading);
  g_hash_table_remove_all (leading->draft->entrants);
  g_hash_table_remove_all (leading->draft->updates);
  leading->last_link_at = self->now.local_ms;
  leading->next_try_at = self->now.local_ms + RETRY_MS;
}

/* Otherwise the same LINK goes out until it counts: one that was signed and sent may be accepted
 * late, and a second one of the same n would be a fork. */
void
confab_leading_take_refusal (ConfabMeeting *self, gboolean is_bad)
{
  ConfabLeading *leading = self->leading;

  if (leading->pending == NULL || self->view == NULL)
    return;
  if (is_bad) {
    forget_bad_link (self);
  } else if (self->now.local_ms >= leading->restored_at + ECHO_MS) {
    leading->restored_at = self->now.local_ms;
    confab_meeting_send_sync (self);
    confab_leading_restore_service (self);
    post_pending (self);
  }
}

void
confab_leading_post_again (ConfabMeeting *self, const ConfabLinkView *view)
{
  const ConfabEpoch *newest = confab_epochs_get_newest (self->epochs);
  gboolean is_newest = newest != NULL && newest->view == view;

  confab_meeting_send (self, new_link_carrier (self, view, is_newest ? newest->secret : NULL, NULL),
                       CONFAB_ROUTE_SERVICE, NULL);
}

void
confab_leading_send_box (ConfabMeeting *self, const ConfabPid *pid)
{
  const ConfabEpoch *newest = confab_epochs_get_newest (self->epochs);

  confab_meeting_send (self, new_link_carrier (self, newest->view, newest->secret, pid),
                       CONFAB_ROUTE_SERVICE, NULL);
  send_to_direct_peer (self, newest->view, newest->secret);
}

/* Wishes are fulfilled at once as long as they are few; else they are batched, lest one participant
 * give everybody two LINKs a second. Who goes out against their will, and the end, wait for nobody. */
static gint64
get_spacing (ConfabMeeting *self)
{
  const ConfabLeading *leading = self->leading;

  if (confab_draft_is_urgent (leading->draft) || leading->hurried_till <= get_hurry_end (self))
    return CONFAB_LINK_SPACING_MS;
  return g_hash_table_size (leading->draft->entrants) > 0 ? CONFAB_BATCH_ADMISSION_MS
                                                          : CONFAB_BATCH_UPDATE_MS;
}

/* The earliest moment for the next LINK, if one is wanted. */
static gint64
get_link_due (ConfabMeeting *self)
{
  const ConfabLeading *leading = self->leading;
  gint64 spaced = leading->last_link_at + get_spacing (self);

  if (self->view == NULL)
    return CONFAB_NEVER;
  if (confab_draft_is_urgent (leading->draft))
    return spaced;
  if (confab_draft_has_wishes (leading->draft, self->view))
    return MAX (spaced, leading->next_try_at);
  return leading->last_link_at + CONFAB_LINK_PERIOD_MS;
}

/* The first removal that may be; those before it may not, and are forgotten. */
static gboolean
begin_one_removal (ConfabMeeting *self)
{
  ConfabDraft *draft = self->leading->draft;
  g_autofree ConfabPid **pids =
      (ConfabPid **) g_hash_table_get_keys_as_array (draft->removals, NULL);

  for (guint i = 0; pids[i] != NULL; i++) {
    g_auto (ConfabPlan) plan = { 0 };

    confab_draft_plan_removal (self->view, pids[i], &plan);
    confab_attachments_choose (draft, self->charter, self->view, &plan);
    if (begin_link (self, self->view, &plan))
      return TRUE;
    g_hash_table_remove (draft->removals, pids[i]);
  }
  return FALSE;
}

/* The same without those who want to come in: what they send is theirs, and not the host's wish. */
static gboolean
begin_without_joins (ConfabMeeting *self)
{
  ConfabDraft *draft = self->leading->draft;
  g_auto (ConfabPlan) plan = { 0 };

  g_hash_table_remove_all (draft->entrants);
  g_hash_table_remove_all (draft->updates);
  plan_all (self, self->view, &plan);
  return begin_link (self, self->view, &plan);
}

/* @plan breaks the rules, and would do so for ever: what can not be is let go, the rest goes on. */
static void
fall_back (ConfabMeeting *self, ConfabPlan *plan)
{
  ConfabDraft *draft = self->leading->draft;
  guint cause = plan->cause;
  g_auto (ConfabPlan) nothing = { 0 };

  g_ptr_array_set_size (plan->cmds, 0);
  g_ptr_array_set_size (plan->roles, 0);
  plan->attached_bytes = 0;
  if (begin_link (self, self->view, plan))
    return;
  if (cause != CONFAB_CAUSE_REMOVAL && cause != CONFAB_CAUSE_TO_WAITING_ROOM &&
      begin_without_joins (self))
    return;
  confab_meeting_tell (self, CONFAB_SIGNAL_NOTICE, "wish-refused",
                       _ ("Something that a host asked for is not possible any more and was left "
                          "out; ask for it again"));
  if (cause == CONFAB_CAUSE_REMOVAL && begin_one_removal (self))
    return;
  confab_draft_forget (draft, self->view, cause);
  confab_draft_plan_nothing (self->view, &nothing);
  begin_link (self, self->view, &nothing);
}

static void
make_link (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;
  gboolean is_periodic = self->now.local_ms - leading->last_link_at >= CONFAB_LINK_PERIOD_MS;
  g_auto (ConfabPlan) plan = { 0 };

  plan_all (self, self->view, &plan);
  if (plan.cause == CONFAB_CAUSE_PERIODIC && !is_periodic)
    leading->next_try_at = self->now.local_ms + RETRY_MS;
  else if (!begin_link (self, self->view, &plan))
    fall_back (self, &plan);
}

/* When the pending LINK counts though it did not come back: somebody has to go, or it says so. */
static gint64
get_forced_at (ConfabMeeting *self)
{
  const ConfabPending *pending = self->leading->pending;
  guint cause = pending->view->link.cause;

  if (self->view == NULL ||
      (cause != CONFAB_CAUSE_REMOVAL && cause != CONFAB_CAUSE_TO_WAITING_ROOM &&
       !confab_draft_is_urgent (self->leading->draft)))
    return CONFAB_NEVER;
  return pending->posted_at + WITHHELD_MS;
}

/* HEARTBEATs name it from now on: whoever does not get it stops sending (10.2). */
static void
count_by_force (ConfabMeeting *self)
{
  gint64 unechoed_since = self->leading->unechoed_since;

  g_message ("LINK %u does not come back, going on", self->leading->pending->view->link.n);
  confab_leading_count_pending (self);
  self->leading->unechoed_since = unechoed_since;
}

gboolean
confab_leading_is_withheld (ConfabMeeting *self)
{
  gint64 since = self->leading->unechoed_since;

  return self->connected && since != CONFAB_NEVER && self->now.local_ms - since >= WITHHELD_MS;
}

void
confab_leading_advance_links (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;

  if (leading->pending != NULL && self->now.local_ms >= get_forced_at (self))
    count_by_force (self);
  if (self->left)
    return;
  if (leading->pending != NULL) {
    if (self->connected && self->now.local_ms >= leading->pending->repeat_at) {
      confab_meeting_send_sync (self);
      post_pending (self);
    }
    return;
  }
  if (self->now.local_ms >= get_link_due (self))
    make_link (self);
}

gint64
confab_leading_get_links_deadline (ConfabMeeting *self)
{
  const ConfabLeading *leading = self->leading;
  gint64 deadline = CONFAB_NEVER;

  if (!confab_leading_is_withheld (self) && leading->unechoed_since != CONFAB_NEVER)
    deadline = leading->unechoed_since + WITHHELD_MS;
  if (leading->pending == NULL)
    return MIN (deadline, get_link_due (self));
  if (!self->connected)
    return CONFAB_NEVER;
  return MIN (deadline, MIN (leading->pending->repeat_at, get_forced_at (self)));
}
