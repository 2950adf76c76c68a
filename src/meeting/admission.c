/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is let in (docs/protocol.md 6.4, 9.5). */
#include "meeting/leader.h"

/* Whoever waits says so every 15 s; after two silent periods and a bit they have gone. */
#define APPLICANT_GONE_MS (2 * CONFAB_WAITING_ACK_PERIOD_MS + 10000)
/* Nobody fills a host's screen, or memory, with knocks. */
#define APPLICANTS_MAX 256
/* A new name or key of the same person is in no more LINKs than this: each of them costs everybody. */
#define UPDATE_SPACING_MS 10000

void
confab_applicant_free (ConfabApplicant *applicant)
{
  confab_checked_join_unref (applicant->join);
  g_object_unref (applicant->participant);
  g_free (applicant);
}

static gboolean
has_key (const ConfabJoinStatement *join, const guint8 *key)
{
  return memcmp (join->ik.bytes, key, CONFAB_PUBLIC_KEY_BYTES) == 0 ||
         memcmp (join->sk.bytes, key, CONFAB_PUBLIC_KEY_BYTES) == 0 ||
         memcmp (join->ek.bytes, key, CONFAB_PUBLIC_KEY_BYTES) == 0;
}

/* Whether one of the keys in @join belongs to somebody else already. */
static gboolean
takes_keys_of (const ConfabJoinStatement *join, const ConfabCheckedJoin *other)
{
  gboolean same_person = confab_verify_key_equal (&join->ik, &other->join.ik);

  if (confab_pid_equal (&join->pid, &other->join.pid))
    return !same_person;
  return has_key (&other->join, join->sk.bytes) || has_key (&other->join, join->ek.bytes) ||
         (!same_person && has_key (&other->join, join->ik.bytes));
}

static gboolean
takes_wished_keys (GHashTable *wishes, const ConfabJoinStatement *join)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, wishes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (takes_keys_of (join, ((const ConfabEntrant *) value)->join))
      return TRUE;
  }
  return FALSE;
}

static gboolean
takes_seated_keys (ConfabMeeting *self, const ConfabJoinStatement *join)
{
  for (guint i = 0; i < self->view->n_seats; i++) {
    if (takes_keys_of (join, self->view->seats[i].join))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_older (const ConfabCheckedJoin *join, const ConfabCheckedJoin *other)
{
  return !confab_pid_equal (&join->join.pid, &other->join.pid) &&
         confab_verify_key_equal (&join->join.ik, &other->join.ik) &&
         join->join.time_ms <= other->join.time_ms;
}

/* A process that is gone does not come back: its pid had an entry, or its identity has a newer JOIN
 * that is in or about to be. (Of a pid that has an entry the number has to rise. So no JOIN is
 * accepted twice.) */
static gboolean
is_from_the_past (ConfabMeeting *self, const ConfabCheckedJoin *join)
{
  const ConfabSeat *seat = confab_link_view_find_ik (self->view, &join->join.ik);
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_contains (self->leading->retired, &join->join.pid) ||
      (seat != NULL && is_older (join, seat->join)))
    return TRUE;
  g_hash_table_iter_init (&iter, self->leading->draft->entrants);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (is_older (join, ((const ConfabEntrant *) value)->join))
      return TRUE;
  }
  return FALSE;
}

/* 6.4, but for what a person decides. */
static gboolean
is_sound (ConfabMeeting *self, const ConfabCheckedJoin *join)
{
  guint caps = join->join.caps;
  const ConfabSeat *seat = confab_link_view_find_ik (self->view, &join->join.ik);

  if (seat != NULL && confab_seat_is_removed (seat))
    return FALSE;
  if (is_from_the_past (self, join))
    return FALSE;
  if (!self->keys.table->ek_is_sound (self->keys.data, &join->join.ek))
    return FALSE;
  if ((caps & CONFAB_CAP_BROWSER) != 0 &&
      (self->charter->genesis.policy & CONFAB_POLICY_BROWSER) == 0)
    return FALSE;
  if ((caps & CONFAB_CAP_TELEPHONE) != 0)
    return FALSE;
  return !takes_seated_keys (self, &join->join) &&
         !takes_wished_keys (self->leading->draft->entrants, &join->join) &&
         !takes_wished_keys (self->leading->draft->updates, &join->join);
}

static gboolean
is_barred (ConfabMeeting *self, const ConfabCheckedJoin *join)
{
  return g_hash_table_contains (self->leading->barred, &join->join.ik);
}

static gboolean
is_locked (ConfabMeeting *self)
{
  return (self->leading->draft->flags & CONFAB_LINK_LOCKED) != 0;
}

static gboolean
is_invited (ConfabMeeting *self, const ConfabCheckedJoin *join)
{
  return self->keys.table->check_invite_mac (self->keys.data, &join->join);
}

/* The same pid, IK and SK with a new EK or name: an update, or a return (9.5). */
static gboolean
is_update (ConfabMeeting *self, const ConfabSeat *seat, const ConfabCheckedJoin *join)
{
  gboolean renames = !g_str_equal (seat->join->join.name, join->join.name);

  if (!confab_checked_join_is_same_member (seat->join, join) ||
      join->join.seq <= seat->join->join.seq)
    return FALSE;
  if (renames && seat->entry.role > CONFAB_ROLE_COHOST &&
      (self->view->link.rights & CONFAB_RIGHT_RENAME) == 0) {
    g_debug ("a participant may not rename itself");
    return FALSE;
  }
  return TRUE;
}

static void
want_update (ConfabMeeting *self, ConfabMember *member, ConfabCheckedJoin *join)
{
  if (member != NULL)
    member->update_at = self->now.local_ms + UPDATE_SPACING_MS;
  confab_draft_add_update (self->leading->draft, join, is_invited (self, join));
}

/* One that comes too soon after another waits, but for the return of somebody who was dropped. */
static void
take_update (ConfabMeeting *self, const ConfabSeat *seat, ConfabCheckedJoin *join)
{
  ConfabMember *member = g_hash_table_lookup (self->leading->members, &join->join.pid);

  if (!is_update (self, seat, join))
    return;
  if (member != NULL) {
    member->token = join->join.token;
    member->heard_at = self->now.local_ms;
  }
  if (member == NULL || confab_seat_is_absent (seat) || self->now.local_ms >= member->update_at) {
    want_update (self, member, join);
  } else if (member->update == NULL || member->update->join.seq < join->join.seq) {
    g_clear_pointer (&member->update, confab_checked_join_unref);
    member->update = confab_checked_join_ref (join);
  }
}

void
confab_leading_release_update (ConfabMeeting *self, ConfabMember *member)
{
  g_autoptr (ConfabCheckedJoin) join = g_steal_pointer (&member->update);
  const ConfabSeat *seat = confab_link_view_find (self->view, &join->join.pid);

  if (seat != NULL && is_sound (self, join) && is_update (self, seat, join))
    want_update (self, member, join);
}

static gboolean
is_full (ConfabMeeting *self)
{
  return self->view->n_seats >= CONFAB_ROSTER_MAX_ENTRIES ||
         confab_link_view_count_present (self->view) >= CONFAB_PARTICIPANTS_MAX;
}

/* Comes in by itself: a restarted client of somebody who is in (9.5), or one whose invitation is
 * verified where the policy says so and nobody was removed (6.4). */
static gboolean
may_enter_alone (ConfabMeeting *self, const ConfabApplicant *applicant)
{
  const ConfabSeat *before = confab_link_view_find_ik (self->view, &applicant->join->join.ik);

  if (is_barred (self, applicant->join))
    return FALSE;
  if (before != NULL && !confab_seat_is_removed (before))
    return TRUE;
  return !is_full (self) && !is_locked (self) && applicant->invited &&
         (self->charter->genesis.policy & CONFAB_POLICY_ADMIT_BY_INVITE) != 0 &&
         !confab_link_view_has_removed (self->view) &&
         g_hash_table_size (self->leading->draft->removals) == 0;
}

/* Another wish of the same person, from a process that is gone. */
static void
forget_earlier_wishes (ConfabMeeting *self, const ConfabCheckedJoin *join)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->leading->draft->entrants);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (confab_verify_key_equal (&((const ConfabEntrant *) value)->join->join.ik, &join->join.ik))
      g_hash_table_iter_remove (&iter);
  }
}

static void
let_in (ConfabMeeting *self, const ConfabApplicant *applicant)
{
  forget_earlier_wishes (self, applicant->join);
  /* What was right when they knocked may have changed since. */
  if (!is_sound (self, applicant->join)) {
    g_message ("an applicant can not be let in any more");
    return;
  }
  confab_draft_add_entrant (self->leading->draft, applicant->join, applicant->invited);
}

static void
show (ConfabMeeting *self, ConfabApplicant *applicant)
{
  applicant->is_shown = TRUE;
  confab_roster_add (self->waiting_room, applicant->participant);
  confab_roster_name_all (self->waiting_room);
  confab_meeting_tell (self, CONFAB_SIGNAL_ADMISSION_REQUESTED, applicant->participant);
}

static void
decide (ConfabMeeting *self, ConfabApplicant *applicant)
{
  if (g_hash_table_contains (self->leading->draft->entrants, &applicant->join->join.pid))
    return;
  if (may_enter_alone (self, applicant))
    let_in (self, applicant);
  else if (!applicant->is_shown && !is_locked (self))
    show (self, applicant);
}

static void
add_applicant (ConfabMeeting *self, ConfabCheckedJoin *join)
{
  ConfabApplicant *applicant;

  if (g_hash_table_size (self->leading->applicants) >= APPLICANTS_MAX ||
      g_hash_table_contains (self->leading->applicants, &join->join.pid))
    return;
  applicant = g_new0 (ConfabApplicant, 1);
  applicant->join = confab_checked_join_ref (join);
  applicant->invited = is_invited (self, join);
  applicant->token = join->join.token;
  applicant->heard_at = self->now.local_ms;
  applicant->participant = confab_participant_new (join, FALSE);
  confab_participant_set_invited (applicant->participant, applicant->invited);
  g_hash_table_insert (self->leading->applicants, confab_pid_copy (&join->join.pid), applicant);
  decide (self, applicant);
}

void
confab_leading_take_join (ConfabMeeting *self, ConfabCheckedJoin *join)
{
  const ConfabSeat *seat;

  if (self->view == NULL || !is_sound (self, join))
    return;
  /* This client is the leader and alive: it does not make way for its own restart. */
  if (confab_verify_key_equal (&join->join.ik, &self->ik)) {
    g_debug ("the own identity wants to join a second time");
    return;
  }
  seat = confab_link_view_find (self->view, &join->join.pid);
  if (seat != NULL)
    take_update (self, seat, join);
  else
    add_applicant (self, join);
}

void
confab_leading_take_waiting_ack (ConfabMeeting *self, GBytes *statement,
                                 const ConfabAckStatement *ack)
{
  ConfabApplicant *applicant = g_hash_table_lookup (self->leading->applicants, &ack->pid);

  if (applicant == NULL ||
      !self->keys.table->verify (self->keys.data, statement, CONFAB_STATEMENT_ACK,
                                 &applicant->join->join.sk, NULL))
    return;
  applicant->token = ack->token;
  applicant->heard_at = self->now.local_ms;
}

gboolean
confab_leading_admit (ConfabMeeting *self, const ConfabPid *pid)
{
  const ConfabApplicant *applicant = g_hash_table_lookup (self->leading->applicants, pid);

  if (applicant == NULL || is_full (self))
    return FALSE;
  g_hash_table_remove (self->leading->barred, &applicant->join->join.ik);
  let_in (self, applicant);
  return TRUE;
}

void
confab_leading_review_applicants (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->leading->applicants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    decide (self, value);
}

void
confab_leading_advance_applicants (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer pid, value;

  g_hash_table_iter_init (&iter, self->leading->applicants);
  while (g_hash_table_iter_next (&iter, &pid, &value)) {
    const ConfabApplicant *applicant = value;

    if (self->now.local_ms < applicant->heard_at + APPLICANT_GONE_MS)
      continue;
    g_hash_table_remove (self->leading->draft->entrants, pid);
    confab_roster_remove (self->waiting_room, applicant->participant);
    g_hash_table_iter_remove (&iter);
  }
}

gint64
confab_leading_get_applicants_deadline (ConfabMeeting *self)
{
  gint64 deadline = CONFAB_NEVER;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->leading->applicants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    deadline = MIN (deadline, ((const ConfabApplicant *) value)->heard_at + APPLICANT_GONE_MS);
  return deadline;
}
