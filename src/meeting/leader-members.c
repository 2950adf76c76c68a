/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who answers, who has the key, who is dropped (docs/protocol.md 8.1, 10.1). */
#include "meeting/leader.h"

/* A hint for people long before anybody is dropped: two HEARTBEATs without answer. */
#define NOT_RESPONDING_MS (2 * CONFAB_HEARTBEAT_PERIOD_MS)
/* Answers to complaints about a key box are not more often than that. */
#define BOX_SPACING_MS 500

static ConfabMember *
find_member (ConfabMeeting *self, const ConfabPid *pid)
{
  return g_hash_table_lookup (self->leading->members, pid);
}

void
confab_member_free (ConfabMember *member)
{
  g_clear_pointer (&member->update, confab_checked_join_unref);
  g_free (member);
}

/* Has to show within 25 s that it has the newest key, or a newer one. */
static void
begin_lacking (ConfabMeeting *self, ConfabMember *member)
{
  member->lacking_since = self->now.local_ms;
  member->lacking_n = self->view->link.n;
}

static gint64
get_box_repeat (ConfabMeeting *self)
{
  return self->now.local_ms + CONFAB_KEYBOX_REPEAT_MS;
}

static ConfabMember *
new_member (ConfabMeeting *self, const ConfabSeat *seat)
{
  ConfabApplicant *applicant = g_hash_table_lookup (self->leading->applicants, &seat->entry.pid);
  ConfabMember *member = g_new0 (ConfabMember, 1);

  member->token = applicant != NULL ? applicant->token : seat->join->join.token;
  member->absent_since = CONFAB_NEVER;
  member->lacking_since = CONFAB_NEVER;
  member->heard_at = self->now.local_ms;
  member->update_at = self->now.local_ms;
  /* Whoever comes in first begins the count of 30 s without any answer. */
  if (g_hash_table_size (self->leading->members) == 0)
    self->leading->last_answer_at = self->now.local_ms;
  g_hash_table_insert (self->leading->members, confab_pid_copy (&seat->entry.pid), member);
  return member;
}

static void
seat_member (ConfabMeeting *self, const ConfabSeat *seat)
{
  ConfabMember *member = find_member (self, &seat->entry.pid);

  if (confab_seat_is_absent (seat)) {
    if (member != NULL && member->absent_since == CONFAB_NEVER)
      member->absent_since = self->now.local_ms;
    return;
  }
  if (member == NULL)
    member = new_member (self, seat);
  if (member->absent_since != CONFAB_NEVER) {
    member->absent_since = CONFAB_NEVER;
    member->heard_at = self->now.local_ms;
    member->lacking_since = CONFAB_NEVER;
  }
  if (member->lacking_since == CONFAB_NEVER)
    begin_lacking (self, member);
  member->box_again_at = get_box_repeat (self);
}

static void
forget_unseated (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer pid;

  g_hash_table_iter_init (&iter, self->leading->members);
  while (g_hash_table_iter_next (&iter, &pid, NULL)) {
    const ConfabSeat *seat = confab_link_view_find (self->view, pid);

    if (seat != NULL && !confab_seat_is_removed (seat))
      continue;
    g_hash_table_add (self->leading->retired, confab_pid_copy (pid));
    g_hash_table_iter_remove (&iter);
  }
}

static void
forget_applicant (ConfabMeeting *self, const ConfabPid *pid)
{
  const ConfabApplicant *applicant = g_hash_table_lookup (self->leading->applicants, pid);

  if (applicant == NULL)
    return;
  confab_roster_remove (self->waiting_room, applicant->participant);
  g_hash_table_remove (self->leading->applicants, pid);
}

void
confab_leading_seat_members (ConfabMeeting *self)
{
  forget_unseated (self);
  for (guint i = 0; i < self->view->n_seats; i++) {
    const ConfabSeat *seat = &self->view->seats[i];

    if (confab_seat_is_removed (seat) || confab_pid_equal (&seat->entry.pid, &self->pid))
      continue;
    seat_member (self, seat);
    forget_applicant (self, &seat->entry.pid);
  }
}

void
confab_leading_excuse_members (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->leading->members);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ConfabMember *member = value;

    member->heard_at = self->now.local_ms;
    if (member->lacking_since != CONFAB_NEVER)
      member->lacking_since = self->now.local_ms;
  }
}

static gboolean
is_present (ConfabMeeting *self, const ConfabPid *pid)
{
  return confab_link_view_find_present (self->view, pid) != NULL;
}

void
confab_leading_look_at_acks (ConfabMeeting *self)
{
  const ConfabEpoch *newest = confab_epochs_get_newest (self->epochs);
  GHashTableIter iter;
  gpointer pid, value;

  g_hash_table_iter_init (&iter, self->leading->members);
  while (g_hash_table_iter_next (&iter, &pid, &value)) {
    const ConfabMember *member = value;

    if (is_present (self, pid) && member->acked_n < self->view->link.n)
      return;
  }
  /* It reached everybody, echo or not. */
  self->leading->unechoed_since = CONFAB_NEVER;
  confab_epochs_set_active (self->epochs, self->view->link.n);
  if (newest->secret != NULL)
    self->keys.table->epoch_forget_esk (newest->secret);
}

/* Of an entry, signed by it, and about a LINK of ours. */
static ConfabMember *
open_ack (ConfabMeeting *self, GBytes *statement, ConfabAckStatement *ack)
{
  const ConfabSeat *seat = confab_link_view_find_present (self->view, &ack->pid);
  ConfabMember *member = find_member (self, &ack->pid);
  g_autoptr (GBytes) body = NULL;
  ConfabLinkView *view;

  if (seat == NULL || member == NULL)
    return NULL;
  body = confab_charter_open (self->charter, statement, CONFAB_STATEMENT_ACK, &seat->join->join.sk);
  if (body == NULL)
    return NULL;
  view = confab_meeting_find_view (self, ack->n);
  return view == NULL || confab_digest_equal (&view->hash, &ack->link_hash) ? member : NULL;
}

/* The service counts a LINK before we see its echo, if a participant's answer took a shorter
 * way. */
static void
count_if_acked (ConfabMeeting *self, const ConfabAckStatement *ack)
{
  const ConfabPending *pending = self->leading->pending;

  if (pending != NULL && ack->n == pending->view->link.n &&
      confab_digest_equal (&ack->link_hash, &pending->view->hash))
    confab_leading_count_pending (self);
}

/* LINKs may follow each other faster than answers come: whoever has the key of one that was the newest
 * not long ago keeps up. */
static void
take_key (ConfabMeeting *self, ConfabMember *member, guint32 n)
{
  if (n > self->view->link.n)
    return;
  member->acked_n = MAX (member->acked_n, n);
  if (member->lacking_since == CONFAB_NEVER || n < member->lacking_n)
    return;
  if (n == self->view->link.n)
    member->lacking_since = CONFAB_NEVER;
  else
    begin_lacking (self, member);
}

static void
take_key_state (ConfabMeeting *self, ConfabMember *member, const ConfabAckStatement *ack)
{
  gint64 soon = self->now.local_ms + BOX_SPACING_MS;

  if (ack->status == CONFAB_ACK_OK) {
    take_key (self, member, ack->n);
    return;
  }
  if (ack->n != self->view->link.n)
    return;
  if (ack->status == CONFAB_ACK_NO_KEYBOX || ack->status == CONFAB_ACK_BAD_COMMIT) {
    member->box_again_at = MIN (member->box_again_at, soon);
  } else {
    g_debug ("a participant finds our roster wrong");
  }
}

static void
take_answer (ConfabMeeting *self, ConfabMember *member, const ConfabAckStatement *ack)
{
  guint32 active_n = confab_epochs_get_active (self->epochs);
  gint64 sent_at;

  /* One that comes late or twice says nothing new, and its token is older than the one we have. */
  if (ack->hb < member->acked_hb)
    return;
  member->acked_hb = ack->hb;
  member->token = ack->token;
  /* An answer is as old as what it answers, whenever it comes in. */
  if (confab_leading_find_heartbeat (self, ack->hb, &sent_at)) {
    member->heard_at = MAX (member->heard_at, sent_at);
    self->leading->last_answer_at = MAX (self->leading->last_answer_at, sent_at);
  }
  confab_meeting_hear_from (self, &ack->pid);
  take_key_state (self, member, ack);
  confab_leading_look_at_acks (self);
  if (confab_epochs_get_active (self->epochs) > active_n)
    confab_leading_send_heartbeat (self);
}

void
confab_leading_take_ack (ConfabMeeting *self, GBytes *statement)
{
  g_autoptr (GBytes) unsigned_body = confab_statement_body (statement);
  ConfabAckStatement ack;
  ConfabMember *member;

  if (unsigned_body == NULL || !confab_ack_decode (unsigned_body, &ack, NULL) ||
      !confab_charter_owns (self->charter, &ack.meeting)) {
    confab_meeting_count_bad_data (self, "an ACK is malformed or of another meeting");
    return;
  }
  if (ack.status == CONFAB_ACK_WAITING) {
    confab_leading_take_waiting_ack (self, statement, &ack);
    return;
  }
  if (self->view == NULL)
    return;
  member = open_ack (self, statement, &ack);
  if (member == NULL) {
    g_debug ("dropping an ACK of nobody who is in the meeting");
    return;
  }
  if (ack.hb > self->leading->hb)
    return;
  count_if_acked (self, &ack);
  member = find_member (self, &ack.pid);
  if (member == NULL)
    return;
  if (ack.status == CONFAB_ACK_LEAVING)
    confab_draft_add_pid (self->leading->draft->drops, &ack.pid);
  else
    take_answer (self, member, &ack);
}

/* Nobody can be heard while the line is down and the direct link silent: it is we who are away. */
static gboolean
is_isolated (ConfabMeeting *self)
{
  return !self->connected && self->leading->last_answer_at < self->leading->line_lost_at;
}

static gint64
get_drop_at (const ConfabMember *member)
{
  gint64 silent = member->heard_at + CONFAB_SILENT_DROP_MS;

  return member->lacking_since == CONFAB_NEVER
             ? silent
             : MIN (silent, member->lacking_since + CONFAB_KEYBOX_GIVE_UP_MS);
}

static gboolean
may_repeat_box (ConfabMeeting *self, const ConfabMember *member)
{
  return member->lacking_since != CONFAB_NEVER &&
         self->now.local_ms < self->leading->counted_at + CONFAB_KEYBOX_REPEAT_UNTIL_MS;
}

static void
advance_present (ConfabMeeting *self, const ConfabPid *pid, ConfabMember *member)
{
  ConfabParticipant *participant = confab_roster_find (self->roster, pid);
  gint64 now = self->now.local_ms;

  if (now >= member->heard_at + NOT_RESPONDING_MS && participant != NULL)
    confab_participant_set_responding (participant, FALSE);
  if (now >= get_drop_at (member) && !is_isolated (self))
    confab_draft_add_pid (self->leading->draft->drops, pid);
  if (may_repeat_box (self, member) && now >= member->box_again_at) {
    member->box_again_at = get_box_repeat (self);
    confab_leading_send_box (self, pid);
  }
  if (member->update != NULL && now >= member->update_at)
    confab_leading_release_update (self, member);
}

void
confab_leading_advance_members (ConfabMeeting *self)
{
  const ConfabEpoch *newest = confab_epochs_get_newest (self->epochs);
  GHashTableIter iter;
  gpointer pid, value;

  if (self->view == NULL)
    return;
  if (self->now.local_ms >= self->leading->counted_at + CONFAB_KEYBOX_GIVE_UP_MS &&
      newest->secret != NULL)
    self->keys.table->epoch_forget_esk (newest->secret);
  g_hash_table_iter_init (&iter, self->leading->members);
  while (g_hash_table_iter_next (&iter, &pid, &value)) {
    ConfabMember *member = value;

    if (member->absent_since == CONFAB_NEVER)
      advance_present (self, pid, member);
    else if (self->now.local_ms >= member->absent_since + CONFAB_RETURN_WITHIN_MS)
      confab_draft_add_pid (self->leading->draft->deletions, pid);
  }
}

static gint64
get_member_deadline (ConfabMeeting *self, const ConfabMember *member)
{
  gint64 now = self->now.local_ms;
  gint64 hint_at = member->heard_at + NOT_RESPONDING_MS;
  gint64 drop_at = get_drop_at (member);
  gint64 deadline = CONFAB_NEVER;

  if (member->absent_since != CONFAB_NEVER) {
    gint64 delete_at = member->absent_since + CONFAB_RETURN_WITHIN_MS;

    return delete_at > now ? delete_at : CONFAB_NEVER;
  }
  if (hint_at > now)
    deadline = MIN (deadline, hint_at);
  if (drop_at > now)
    deadline = MIN (deadline, drop_at);
  if (may_repeat_box (self, member))
    deadline = MIN (deadline, member->box_again_at);
  if (member->update != NULL)
    deadline = MIN (deadline, member->update_at);
  return deadline;
}

gint64
confab_leading_get_members_deadline (ConfabMeeting *self)
{
  gint64 deadline = CONFAB_NEVER;
  GHashTableIter iter;
  gpointer value;

  if (self->view == NULL)
    return deadline;
  g_hash_table_iter_init (&iter, self->leading->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    deadline = MIN (deadline, get_member_deadline (self, value));
  return deadline;
}
