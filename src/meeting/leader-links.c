/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From wishes to LINKs: made, posted, counted when the service sent them back (docs/protocol.md
 * 8.1). */
#include "meeting/leader.h"

#include <glib/gi18n-lib.h>

/* Without echo a LINK is asked for and posted again. */
#define ECHO_MS 2000
/* Wishes that fit into no LINK now (the roster is full) are looked at again. */
#define RETRY_MS 1000
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

static void
add_proofs (ConfabLinkStep *step, const ConfabDraft *draft)
{
  for (guint i = 0; i < draft->cmds->len; i++)
    g_ptr_array_add (step->cmds, g_bytes_ref (draft->cmds->pdata[i]));
  for (guint i = 0; i < draft->proofs->len; i++) {
    const ConfabRoleProof *proof = draft->proofs->pdata[i];

    g_ptr_array_add (step->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
}

static void
fill_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan, GBytes *roster,
           ConfabLinkStatement *link)
{
  link->meeting = self->charter->tag;
  link->n = old != NULL ? old->link.n + 1 : 1;
  link->prev = old != NULL ? old->hash : self->charter->tag.gen;
  link->term = self->leading->term;
  link->leader_pid = self->pid;
  link->cause = (guint8) plan->cause;
  link->flags = plan->flags;
  link->rights = plan->rights;
  link->time_ms = confab_leading_get_time_ms (self);
  link->count = (guint16) plan->entries->len;
  link->roster_hash = confab_charter_hash (self->charter, CONFAB_MEETING_HASH_ROSTER, roster);
}

/* (transfer full) (nullable): the signed LINK of @plan, with a new E. */
static ConfabLinkStep *
make_step (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan,
           ConfabMeetingEpoch **secret)
{
  const ConfabRosterEntry *entries = (const ConfabRosterEntry *) (gpointer) plan->entries->data;
  g_autoptr (GBytes) roster = confab_roster_encode (entries, plan->entries->len);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  ConfabLinkStatement link = { 0 };
  ConfabLinkStep *step;

  fill_link (self, old, plan, roster, &link);
  *secret = self->keys.table->epoch_begin (self->keys.data, &link.meeting.gen, link.n, &link.epk,
                                           &link.commit);
  body = confab_link_statement_encode (&link);
  statement = self->keys.table->sign (self->keys.data, body);
  if (statement == NULL)
    return NULL;
  step = confab_link_step_new (statement, roster);
  for (guint i = 0; i < plan->joins->len; i++) {
    const ConfabCheckedJoin *join = plan->joins->pdata[i];

    g_ptr_array_add (step->joins, g_bytes_ref (join->statement));
  }
  add_proofs (step, self->leading->draft);
  return step;
}

/* Checks our own LINK as every receiver will: one that is refused would end the meeting for all. */
static ConfabLinkView *
check_step (ConfabMeeting *self, const ConfabLinkView *old, ConfabLinkStep *step, GError **error)
{
  g_autoptr (GPtrArray) own_joins = confab_own_joins_list_current (self->own_joins);
  ConfabAcceptance acceptance = {
    .sources = { .charter = self->charter, .old = old, .book = self->book },
    .own_pid = self->pid,
    .own_joins = own_joins,
  };
  ConfabLeaderKnown founder = { .term = 1, .first_n = 1, .pid = self->pid, .sk = self->sk };
  ConfabLinkView *view = NULL;
  ConfabFate fate;

  if (old == NULL)
    return confab_acceptance_check_base (&acceptance.sources, &founder, step, error);
  confab_acceptance_check (&acceptance, step, &view, &fate, error);
  return view;
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

/* Makes @plan the pending LINK. A plan that breaks the rules is our mistake: who caused it is let
 * go. */
static void
begin_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan)
{
  ConfabLeading *leading = self->leading;
  ConfabMeetingEpoch *secret = NULL;
  g_autoptr (ConfabLinkStep) step = make_step (self, old, plan, &secret);
  g_autoptr (GError) error = NULL;
  ConfabLinkView *view = step != NULL ? check_step (self, old, step, &error) : NULL;

  leading->last_link_at = self->now.local_ms;
  if (view == NULL) {
    g_warning ("the own LINK would be refused: %s", error != NULL ? error->message : "unsigned");
    g_clear_pointer (&secret, self->keys.table->epoch_free);
    g_hash_table_remove_all (leading->draft->entrants);
    g_hash_table_remove_all (leading->draft->updates);
    return;
  }
  leading->pending = g_new0 (ConfabPending, 1);
  leading->pending->view = view;
  leading->pending->secret = secret;
  post_pending (self);
  if (!self->connected)
    confab_leading_count_pending (self);
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

/* The earliest moment for the next LINK, if one is wanted. */
static gint64
get_link_due (ConfabMeeting *self)
{
  const ConfabLeading *leading = self->leading;
  gint64 spaced = leading->last_link_at + CONFAB_LINK_SPACING_MS;

  if (self->view == NULL)
    return CONFAB_NEVER;
  if (confab_draft_has_wishes (leading->draft, self->view))
    return MAX (spaced, leading->next_try_at);
  return leading->last_link_at + CONFAB_LINK_PERIOD_MS;
}

static void
make_link (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;
  gboolean is_periodic = self->now.local_ms - leading->last_link_at >= CONFAB_LINK_PERIOD_MS;
  g_auto (ConfabPlan) plan = { 0 };

  confab_draft_plan (leading->draft, self->charter, self->view, &plan);
  if (plan.cause == CONFAB_CAUSE_PERIODIC && !is_periodic)
    leading->next_try_at = self->now.local_ms + RETRY_MS;
  else
    begin_link (self, self->view, &plan);
}

void
confab_leading_advance_links (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;

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

  if (leading->pending != NULL)
    return self->connected ? leading->pending->repeat_at : CONFAB_NEVER;
  return get_link_due (self);
}
