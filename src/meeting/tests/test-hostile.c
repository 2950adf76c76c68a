/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A service, a network, a leader or a participant that wants something else than we do. */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"
#include "meeting/tests/rig.h"

static void
hand_in (Person *person, ConfabCarrier *carrier)
{
  g_autoptr (ConfabCarrier) owned = carrier;

  confab_meeting_receive (person->meeting, owned, NULL, rig_time (person));
}

static ConfabMeetingState
state_of (Person *person)
{
  return confab_meeting_get_state (person->meeting);
}

/* A LINK like @view's successor, or its rival of the same n, signed by Ada. */
static ConfabLinkStep *
forge_link (Person *ada, const ConfabLinkView *view, guint32 n, const ConfabDigest *prev,
            GArray *entries)
{
  ConfabLinkStatement link = view->link;
  g_autoptr (GBytes) roster =
      confab_roster_encode ((ConfabRosterEntry *) (gpointer) entries->data, entries->len);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;

  link.n = n;
  link.prev = *prev;
  link.cause = CONFAB_CAUSE_JOIN;
  link.count = (guint16) entries->len;
  link.roster_hash = confab_roster_hash (roster);
  confab_random_bytes (link.commit.bytes, sizeof link.commit.bytes);
  body = confab_link_statement_encode (&link);
  statement = test_keys_sign (ada->keys, body);
  return confab_link_step_new (statement, roster);
}

static GArray *
copy_entries (const ConfabLinkView *view)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (ConfabRosterEntry));

  for (guint i = 0; i < view->n_seats; i++)
    g_array_append_val (entries, view->seats[i].entry);
  return entries;
}

static ConfabCarrier *
new_link (ConfabLinkStep *step)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_LINK);

  carrier->link.step = step;
  return carrier;
}

/* Two LINKs of one n by the same leader: nothing is sent any more, grey shield, away after 30 s. */
static void
test_fork_stops_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (40);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  g_autoptr (GArray) entries = copy_entries (view);

  rig_run (rig, 1000);
  hand_in (bob, new_link (forge_link (ada, view, view->link.n, &view->link.prev, entries)));
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_STALLED);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_FORK);
  g_assert_false (confab_meeting_may_send (bob->meeting));
  rig_run (rig, 29000);
  g_assert_null (bob->ended);
  rig_run (rig, 2000);
  g_assert_cmpstr (bob->ended, ==, "fork");
}

/* A heartbeat that names another LINK of the same n is the leader's own proof of a fork. */
static void
test_heartbeat_of_another_branch_is_a_fork (void)
{
  g_autoptr (Rig) rig = rig_new (41);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabHeartbeatStatement heartbeat = { .meeting = bob->meeting->charter->tag, .term = 1 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;

  heartbeat.hb = 1000;
  heartbeat.n = bob->meeting->view->link.n;
  heartbeat.time_ms = rig_time (bob).wall_ms;
  body = confab_heartbeat_encode (&heartbeat);
  statement = test_keys_sign (ada->keys, body);
  hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_HEARTBEAT, statement));
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_FORK);
}

/* Somebody in the list without a JOIN: such a LINK is not accepted, and after 5 s nothing is
 * sent. */
static void
test_ghost_entry_is_refused (void)
{
  g_autoptr (Rig) rig = rig_new (42);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  g_autoptr (GArray) entries = copy_entries (view);
  ConfabRosterEntry ghost = { .ord = 40, .role = CONFAB_ROLE_PARTICIPANT };
  guint n;

  ghost.pid = confab_pid_random ();
  g_array_append_val (entries, ghost);
  rig_run (rig, 1000);
  view = bob->meeting->view;
  n = view->link.n;
  hand_in (bob, new_link (forge_link (ada, view, n + 1, &view->hash, entries)));
  g_assert_cmpuint (confab_meeting_get_epoch (bob->meeting), ==, n);
  rig_run (rig, 4000);
  g_assert_true (confab_meeting_may_send (bob->meeting));
  rig_run (rig, 1500);
  g_assert_false (confab_meeting_may_send (bob->meeting));
  g_assert_true (g_hash_table_contains (bob->alarms, "invalid-roster"));
  rig_run (rig, 25000);
  g_assert_cmpstr (bob->ended, ==, "invalid-roster");
}

/* The true LINK that follows ends the alarm. */
static void
test_good_link_clears_the_alarm (void)
{
  g_autoptr (Rig) rig = rig_new (43);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  g_autoptr (GArray) entries = copy_entries (view);
  ConfabRosterEntry ghost = { .ord = 40, .role = CONFAB_ROLE_PARTICIPANT };

  ghost.pid = confab_pid_random ();
  g_array_append_val (entries, ghost);
  hand_in (bob, new_link (forge_link (ada, view, view->link.n + 1, &view->hash, entries)));
  rig_run (rig, 6000);
  g_assert_true (g_hash_table_contains (bob->alarms, "invalid-roster"));
  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 1000);
  g_assert_false (g_hash_table_contains (bob->alarms, "invalid-roster"));
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_ACTIVE);
}

/* What nobody signed is dropped and counted; three within a minute are shown, for a minute. */
static void
test_forged_statements_are_counted (void)
{
  g_autoptr (Rig) rig = rig_new (44);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabHeartbeatStatement heartbeat = {
    .meeting = bob->meeting->charter->tag, .term = 1, .hb = 5000, .n = 1
  };
  g_autoptr (GBytes) body = confab_heartbeat_encode (&heartbeat);
  g_autoptr (GBytes) statement = test_keys_sign (bob->keys, body);

  g_assert_true (confab_meeting_is_leader (ada->meeting));
  for (guint i = 0; i < 3; i++) {
    g_assert_false (g_hash_table_contains (bob->alarms, "invalid-data"));
    hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_HEARTBEAT, statement));
  }
  g_assert_true (g_hash_table_contains (bob->alarms, "invalid-data"));
  rig_run (rig, 61000);
  g_assert_false (g_hash_table_contains (bob->alarms, "invalid-data"));
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_ACTIVE);
}

/* Old LINKs and heartbeats once more change nothing and are not answered. */
typedef struct {
  GPtrArray *kept; /* of char * */
  guint n_acks;
} Recorder;

static gboolean
record (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Recorder *recorder = user_data;

  if (to != NULL &&
      (carrier->type == CONFAB_CARRIER_LINK || carrier->type == CONFAB_CARRIER_HEARTBEAT))
    g_ptr_array_add (recorder->kept, confab_carrier_to_json (carrier));
  if (to == NULL && carrier->type == CONFAB_CARRIER_ACK)
    recorder->n_acks++;
  return TRUE;
}

static void
test_replayed_statements_change_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (45);
  Recorder recorder = { .kept = g_ptr_array_new_with_free_func (g_free) };
  Person *ada = rig_found (rig);
  Person *bob;
  guint n, n_kept, n_acks;

  rig->filter = record;
  rig->filter_data = &recorder;
  bob = rig_let_in (rig, "Bob");
  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 12000);
  n = confab_meeting_get_epoch (bob->meeting);
  n_kept = recorder.kept->len;
  n_acks = recorder.n_acks;
  g_assert_cmpuint (n_kept, >=, 4);
  for (guint i = 0; i < n_kept; i++) {
    const char *json = recorder.kept->pdata[i];

    hand_in (bob, confab_carrier_parse (json, strlen (json), NULL));
  }
  rig_run (rig, 100);
  g_assert_cmpuint (confab_meeting_get_epoch (bob->meeting), ==, n);
  g_assert_cmpuint (recorder.n_acks, ==, n_acks);
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_ACTIVE);
  g_ptr_array_unref (recorder.kept);
}

/* A CMD that makes oneself co-host moves nobody. */
static void
test_participant_can_not_promote_itself (void)
{
  g_autoptr (Rig) rig = rig_new (46);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabCommandStatement command = { .meeting = bob->meeting->charter->tag,
                                     .from = *rig_pid (bob),
                                     .seq = 1,
                                     .command = CONFAB_COMMAND_SET_ROLE,
                                     .target = *rig_pid (bob),
                                     .arg = CONFAB_ROLE_COHOST };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;

  command.bind = confab_meeting_get_own_seat (bob->meeting)->join->member;
  body = confab_command_encode (&command);
  statement = test_keys_sign (bob->keys, body);
  hand_in (ada, confab_carrier_new_statement (CONFAB_CARRIER_COMMAND, statement));
  rig_run (rig, 2000);
  g_assert_cmpint (confab_meeting_get_role (bob->meeting), ==, CONFAB_ROLE_PARTICIPANT);
}

/* A CMD once more does not act twice. */
static void
test_repeated_command_acts_once (void)
{
  g_autoptr (Rig) rig = rig_new (47);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  guint n_mutes = 0;

  rig->twice = 1000;
  confab_meeting_mute (ada->meeting, rig_pid (bob), CONFAB_MUTE_AUDIO, rig_time (ada), NULL);
  rig_run (rig, 500);
  for (guint i = 0; i < bob->seen->len; i++)
    n_mutes += g_str_equal (bob->seen->pdata[i], "mute 1") ? 1 : 0;
  g_assert_cmpuint (n_mutes, ==, 1);
}

/** Delay: the service sits on what it has for Bob, longer and longer. */
typedef struct {
  Person *bob;
  gint64 begun;
  gint64 slope; /* ms more for each second since */
  gint64 extra; /* ms from the beginning */
  GQueue waiting;
  gint64 oldest_fresh; /* the worst age of a heartbeat that was taken for fresh */
} Delay;

typedef struct {
  gint64 due;
  char *json;
} Late;

static gboolean
sit_on_it (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Delay *delay = user_data;
  Late *late;

  if (to != delay->bob || delay->begun == 0)
    return TRUE;
  late = g_new0 (Late, 1);
  late->due = rig->now + delay->extra + (rig->now - delay->begun) * delay->slope / 1000;
  late->json = confab_carrier_to_json (carrier);
  g_queue_push_tail (&delay->waiting, late);
  return FALSE;
}

static void
note_freshness (Delay *delay, const ConfabCarrier *carrier, gint64 since_before)
{
  ConfabHeartbeatStatement heartbeat;
  g_autoptr (GBytes) body = NULL;

  if (carrier->type != CONFAB_CARRIER_HEARTBEAT || delay->bob->ended != NULL ||
      delay->bob->meeting->liveness.since == since_before)
    return;
  body = confab_statement_body (carrier->statement);
  g_assert_true (confab_heartbeat_decode (body, &heartbeat, NULL));
  delay->oldest_fresh =
      MAX (delay->oldest_fresh, rig_time (delay->bob).wall_ms - heartbeat.time_ms);
}

static void
run_delayed (Rig *rig, Delay *delay, gint64 ms)
{
  gint64 end = rig->now + ms;

  while (rig->now < end) {
    Late *late = g_queue_peek_head (&delay->waiting);

    rig_run (rig, 50);
    while (late != NULL && late->due <= rig->now) {
      ConfabCarrier *carrier = confab_carrier_parse (late->json, strlen (late->json), NULL);
      gint64 since = delay->bob->meeting->liveness.since;

      if (delay->bob->ended == NULL)
        confab_meeting_receive (delay->bob->meeting, carrier, NULL, rig_time (delay->bob));
      note_freshness (delay, carrier, since);
      confab_carrier_free (carrier);
      g_free (late->json);
      g_free (g_queue_pop_head (&delay->waiting));
      late = g_queue_peek_head (&delay->waiting);
    }
  }
}

static void
late_free (Late *late)
{
  g_free (late->json);
  g_free (late);
}

/* Held back ever longer, heartbeats stop to count: nothing is sent, and never is one fresh after 60
 * s. */
static void
test_held_back_heartbeats_do_not_count (void)
{
  g_autoptr (Rig) rig = rig_new (48);
  Delay delay = { .slope = 600 };
  Person *bob;

  rig_found (rig);
  bob = rig_let_in (rig, "Bob");
  rig_run (rig, 6000);
  delay.bob = bob;
  rig->filter = sit_on_it;
  rig->filter_data = &delay;
  delay.begun = rig->now;
  run_delayed (rig, &delay, 110000);
  g_assert_cmpint (delay.oldest_fresh, >, 0);
  g_assert_cmpint (delay.oldest_fresh, <=, 16000);
  g_assert_true (rig_has_seen (bob, "stalled"));
  g_assert_cmpstr (bob->ended, ==, "lost");
  g_queue_clear_full (&delay.waiting, (GDestroyNotify) late_free);
}

/* Delayed from the first LINK on by as much as its token allows, the bound is 60 s all the same. */
static void
test_delay_from_the_beginning_is_bounded (void)
{
  g_autoptr (Rig) rig = rig_new (49);
  Delay delay = { .slope = 300, .extra = 20000 };
  Person *ada = rig_found (rig);
  Person *bob = rig_add (rig, "Bob", TRUE, NULL);

  rig_run (rig, 1000);
  rig_enter (bob);
  rig_run (rig, 60); /* the welcome comes through */
  delay.bob = bob;
  rig->filter = sit_on_it;
  rig->filter_data = &delay;
  delay.begun = rig->now;
  run_delayed (rig, &delay, 150000);
  g_assert_cmpint (delay.oldest_fresh, <=, 60000);
  g_assert_null (ada->ended);
  g_queue_clear_full (&delay.waiting, (GDestroyNotify) late_free);
}

/* A key box for a token older than 25 s is not opened; the next one is. */
static gboolean
hold_links (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Delay *delay = user_data;
  Late *late;

  if (to != delay->bob || carrier->type != CONFAB_CARRIER_LINK || delay->extra == 0)
    return TRUE;
  late = g_new0 (Late, 1);
  late->json = confab_carrier_to_json (carrier);
  g_queue_push_tail (&delay->waiting, late);
  return FALSE;
}

static void
test_stale_key_box_is_not_opened (void)
{
  g_autoptr (Rig) rig = rig_new (50);
  Delay delay = { .extra = 1 };
  Late *first;
  Person *bob;

  rig->policy &= ~(guint) CONFAB_POLICY_ADMIT_BY_INVITE;
  {
    Person *ada = rig_found (rig);

    rig->filter = hold_links;
    rig->filter_data = &delay;
    bob = rig_add (rig, "Bob", TRUE, NULL);
    delay.bob = bob;
    rig_enter (bob);
    rig_run (rig, 500);
    confab_meeting_admit (ada->meeting, rig_pid (bob), rig_time (ada), NULL);
  }
  rig_run (rig, 500);
  first = g_queue_peek_head (&delay.waiting);
  g_assert_nonnull (first);
  rig_run (rig, 26000);
  hand_in (bob, confab_carrier_parse (first->json, strlen (first->json), NULL));
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_ADMITTED);
  g_queue_clear_full (&delay.waiting, (GDestroyNotify) late_free);
}

/* Sealed by somebody who was removed, a message is not shown, though its key is still alive. */
static gboolean
keep_message (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  char **kept = user_data;

  if (to != NULL || carrier->type != CONFAB_CARRIER_MESSAGE || *kept != NULL)
    return TRUE;
  *kept = confab_carrier_to_json (carrier);
  return FALSE;
}

static void
test_message_of_removed_person_is_not_shown (void)
{
  g_autoptr (Rig) rig = rig_new (51);
  g_autofree char *kept = NULL;
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  rig_run (rig, 2000);
  rig->filter = keep_message;
  rig->filter_data = &kept;
  rig_chat (bob, "the last word");
  rig_run (rig, 200);
  g_assert_nonnull (kept);
  confab_meeting_remove (ada->meeting, rig_pid (bob), rig_time (ada), NULL);
  rig_run (rig, 700);
  g_assert_null (rig_find (eve, bob));
  hand_in (eve, confab_carrier_parse (kept, strlen (kept), NULL));
  g_assert_false (rig_has_text (eve, "the last word"));
}

/* A message that fits another LINK is answered by showing ours, once. */
typedef struct {
  guint n_forks;
  guint n_dropped;
} Forks;

static gboolean
bend_tag (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Forks *forks = user_data;

  if (to == NULL && carrier->type == CONFAB_CARRIER_FORK)
    forks->n_forks++;
  if (to != NULL && carrier->type == CONFAB_CARRIER_MESSAGE &&
      confab_pid_is_none (&carrier->message.to)) {
    gsize length;
    const guint8 *bytes = g_bytes_get_data (carrier->message.msg, &length);
    g_autofree guint8 *bent = g_memdup2 (bytes, length);

    bent[CONFAB_HEADER_BYTES + 2 + 4] ^= 1; /* kind, scope, n, then the tag */
    g_bytes_unref (carrier->message.msg);
    carrier->message.msg = g_bytes_new (bent, length);
  }
  return TRUE;
}

static void
test_claim_shows_our_link_once (void)
{
  g_autoptr (Rig) rig = rig_new (52);
  Forks forks = { 0 };
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  rig_run (rig, 1500);
  rig->filter = bend_tag;
  rig->filter_data = &forks;
  rig_chat (ada, "one");
  rig_chat (ada, "two");
  rig_run (rig, 500);
  g_assert_cmpuint (forks.n_forks, ==, 1);
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_ACTIVE); /* a claim proves nothing */
  g_assert_cmpint (state_of (ada), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpuint (bob->texts->len, ==, 0);
}

/* Shown a rival of our LINK by another participant, with the leader's signature, we know. */
static void
test_fork_evidence_from_a_participant (void)
{
  g_autoptr (Rig) rig = rig_new (53);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  g_autoptr (GArray) entries = copy_entries (view);
  g_autoptr (ConfabLinkStep) rival =
      forge_link (ada, view, view->link.n, &view->link.prev, entries);

  hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_FORK, view->step->link));
  g_assert_false (confab_meeting_is_forked (bob->meeting));
  hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_FORK, rival->link));
  g_assert_true (confab_meeting_is_forked (bob->meeting));
}

/* The JOIN of somebody who left long ago brings no ghost back. */
static void
test_old_join_brings_no_ghost (void)
{
  g_autoptr (Rig) rig = rig_new (54);
  g_autoptr (GBytes) old = NULL;
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  old = g_bytes_ref (confab_meeting_get_own_seat (bob->meeting)->join->statement);
  confab_meeting_leave (bob->meeting, rig_time (bob));
  rig_run (rig, 1000);
  hand_in (ada, confab_carrier_new_statement (CONFAB_CARRIER_JOIN, old));
  rig_run (rig, 5000);
  g_assert_null (rig_find (ada, bob));
  rig_run (rig, 11 * 60 * 1000);
  hand_in (ada, confab_carrier_new_statement (CONFAB_CARRIER_JOIN, old));
  rig_run (rig, 5000);
  g_assert_null (rig_find (ada, bob));
  g_assert_cmpuint (ada->meeting->view->n_seats, ==, 1);
}

/* Nor does the JOIN of an earlier process of somebody who is in, never accepted, push the newer one
 * out. */
static void
test_earlier_process_does_not_come_back (void)
{
  g_autoptr (Rig) rig = rig_new (62);
  g_autoptr (GBytes) earlier = NULL;
  Person *ada, *first, *second;

  rig->policy = 0;
  ada = rig_found (rig);
  first = rig_join (rig, "Bob", TRUE);
  rig_run (rig, 500);
  earlier = g_bytes_ref (confab_own_joins_get_newest (first->meeting->own_joins)->join->statement);
  rig_kill (first);
  rig_run (rig, 60000); /* and is forgotten in the waiting room */
  second = rig_add (rig, "Bob", TRUE, first->keys->identity);
  rig_enter (second);
  rig_run (rig, 500);
  confab_meeting_admit (ada->meeting, rig_pid (second), rig_time (ada), NULL);
  rig_await (second, CONFAB_MEETING_ACTIVE);
  hand_in (ada, confab_carrier_new_statement (CONFAB_CARRIER_JOIN, earlier));
  rig_run (rig, 2000);
  g_assert_null (second->ended);
  g_assert_nonnull (rig_find (ada, second));
  g_assert_null (rig_find (ada, first));
}

/* A LINK that does not follow ours is asked about; coming in the answer too, it is a fork. */
static void
test_gap_after_sync_is_a_fork (void)
{
  g_autoptr (Rig) rig = rig_new (63);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  g_autoptr (GArray) entries = copy_entries (view);
  g_autoptr (ConfabCarrier) sync = confab_carrier_new (CONFAB_CARRIER_SYNC);
  ConfabDigest elsewhere = view->hash;
  ConfabLinkStep *step;

  elsewhere.bytes[3] ^= 1;
  step = forge_link (ada, view, view->link.n + 1, &elsewhere, entries);
  hand_in (bob, new_link (confab_link_step_ref (step)));
  g_assert_false (confab_meeting_is_forked (bob->meeting));
  sync->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_ptr_array_add (sync->sync.links, step);
  hand_in (bob, g_steal_pointer (&sync));
  g_assert_true (confab_meeting_is_forked (bob->meeting));
}

/* A heartbeat says what its LINK says, or does not count. */
static void
test_heartbeat_with_other_flags_does_not_count (void)
{
  g_autoptr (Rig) rig = rig_new (64);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabLinkView *view = bob->meeting->view;
  ConfabHeartbeatStatement heartbeat = { .meeting = bob->meeting->charter->tag,
                                         .term = 1,
                                         .hb = 1000,
                                         .n = view->link.n,
                                         .link_hash = view->hash,
                                         .flags = CONFAB_LINK_ENDED };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  guint32 last_hb = bob->meeting->liveness.last_hb;

  heartbeat.time_ms = rig_time (bob).wall_ms;
  body = confab_heartbeat_encode (&heartbeat);
  statement = test_keys_sign (ada->keys, body);
  hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_HEARTBEAT, statement));
  g_assert_cmpuint (bob->meeting->liveness.last_hb, ==, last_hb);
}

/* A joiner is not led to a LINK older than the one it saw first. */
static void
test_joiner_is_not_led_back (void)
{
  g_autoptr (Rig) rig = rig_new (55);
  Person *ada, *bob;
  g_autoptr (ConfabCarrier) sync = confab_carrier_new (CONFAB_CARRIER_SYNC);
  g_autoptr (ConfabLinkStep) old = NULL;
  guint n;

  rig->policy = 0;
  ada = rig_found (rig);
  old = confab_link_view_complete_step (ada->meeting->view);
  rig_run (rig, 120000); /* some LINKs later */
  bob = rig_join (rig, "Bob", TRUE);
  rig_run (rig, 500);
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_WAITING);
  n = bob->meeting->joining.base->link.n;
  g_assert_cmpuint (n, ==, confab_meeting_get_epoch (ada->meeting));
  sync->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_ptr_array_add (sync->sync.links, confab_link_step_ref (old));
  hand_in (bob, g_steal_pointer (&sync));
  g_assert_cmpuint (bob->meeting->joining.base->link.n, ==, n);
}

/* An invitation to an encrypted room never ends in one that is not, nor in somebody else's. */
static void
test_invitation_is_kept (void)
{
  g_autoptr (Rig) rig = rig_new (56);
  g_autoptr (ConfabSigner) other = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  ConfabSigner *true_owner = rig->owner;
  Person *bob, *eve;

  rig->suite = CONFAB_SUITE_TRANSPORT;
  rig_found (rig);
  bob = rig_join (rig, "Bob", TRUE);
  rig_run (rig, 500);
  g_assert_cmpstr (bob->ended, ==, "not-encrypted");

  rig->owner = other;
  eve = rig_add (rig, "Eve", TRUE, NULL); /* her link names another owner */
  rig->owner = true_owner;
  rig_enter (eve);
  rig_run (rig, 500);
  g_assert_cmpstr (eve->ended, ==, "not-genuine");
}

/* A GENESIS of the day before yesterday is asked about. */
static void
test_old_meeting_is_asked_about (void)
{
  g_autoptr (Rig) rig = rig_new (57);
  Person *bob;

  rig_found (rig);
  rig_run (rig, G_GINT64_CONSTANT (25) * 3600 * 1000);
  bob = rig_join (rig, "Bob", TRUE);
  rig_run (rig, 500);
  g_assert_true (rig_has_seen (bob, "old-meeting"));
  g_assert_cmpint (state_of (bob), ==, CONFAB_MEETING_CHECKING);
  confab_meeting_confirm (bob->meeting, rig_time (bob));
  rig_await (bob, CONFAB_MEETING_ACTIVE);
}

/* Of the transport type the shield is never green. */
static void
test_transport_type_is_never_green (void)
{
  g_autoptr (Rig) rig = rig_new (58);
  Person *ada, *bob;

  rig->suite = CONFAB_SUITE_TRANSPORT;
  rig->policy = 0;
  ada = rig_found (rig);
  bob = rig_join (rig, "Bob", FALSE);
  rig_run (rig, 500);
  confab_meeting_admit (ada->meeting, rig_pid (bob), rig_time (ada), NULL);
  rig_await (bob, CONFAB_MEETING_ACTIVE);
  rig_run (rig, 2000);
  g_assert_false (confab_meeting_is_e2ee (bob->meeting));
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_UNPROTECTED);
}

/* Without a host's pong the shield stays yellow. */
static gboolean
drop_pairs (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  return carrier->type != CONFAB_CARRIER_MESSAGE || confab_pid_is_none (&carrier->message.to);
}

static void
test_no_pong_no_green_shield (void)
{
  g_autoptr (Rig) rig = rig_new (59);
  Person *bob;

  rig_found (rig);
  rig->filter = drop_pairs;
  bob = rig_let_in (rig, "Bob");
  rig_run (rig, 20000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_UNCONFIRMED);
  rig->filter = NULL;
  rig_run (rig, 40000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_OK);
}

/* The founder's key in a later joining is shown an old branch as easily as anybody. */
static void
test_founder_needs_a_pong_as_joiner (void)
{
  g_autoptr (Rig) rig = rig_new (65);
  Person *bob;

  rig_found (rig);
  rig->filter = drop_pairs;
  bob = rig_let_in (rig, "Bob");
  bob->meeting->charter->genesis.ik = bob->meeting->ik;
  rig_run (rig, 20000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_UNCONFIRMED);
}

/* After a change of leader nobody is confirmed before the next pong. */
static void
test_presence_is_doubted_with_a_new_leader (void)
{
  g_autoptr (Rig) rig = rig_new (66);
  Person *bob;

  rig_found (rig);
  bob = rig_let_in (rig, "Bob");
  rig_run (rig, 5000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_OK);
  confab_meeting_enter (bob->meeting, rig_time (bob));
  confab_meeting_doubt_presence (bob->meeting);
  confab_meeting_exit (bob->meeting);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_UNCONFIRMED);
  rig_run (rig, 3000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_OK);
}

static void
count_line (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  *(guint *) user_data += 1;
}

/* What others send fills no log. */
static void
test_invalid_data_fills_no_log (void)
{
  g_autoptr (Rig) rig = rig_new (67);
  guint n_lines = 0, handler;
  Person *ada, *bob;

  ada = rig_found (rig);
  bob = rig_let_in (rig, "Bob");
  handler = g_log_set_handler ("confab-meeting", G_LOG_LEVEL_MESSAGE, count_line, &n_lines);
  for (guint i = 0; i < 500; i++) {
    g_autoptr (GBytes) forged = g_bytes_new_static ("?", 1);

    hand_in (bob, confab_carrier_new_statement (CONFAB_CARRIER_HEARTBEAT, forged));
    hand_in (ada, confab_carrier_new_statement (CONFAB_CARRIER_ACK, forged));
    rig_run (rig, 200);
  }
  g_log_remove_handler ("confab-meeting", handler);
  g_assert_cmpuint (n_lines, >=, 2);
  g_assert_cmpuint (n_lines, <=, 4); /* two meetings, two minutes */
}

static gboolean
keep_ack (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  char **kept = user_data;

  if (to == NULL && carrier->type == CONFAB_CARRIER_ACK) {
    g_free (*kept);
    *kept = confab_carrier_to_json (carrier);
  }
  return TRUE;
}

/* The last answer once more does not make a leader believe that it is heard. */
static void
test_replayed_answer_is_no_sign_of_life (void)
{
  g_autoptr (Rig) rig = rig_new (64);
  g_autofree char *kept = NULL;
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  gint64 before;

  rig->filter = keep_ack;
  rig->filter_data = &kept;
  rig_run (rig, 7000);
  before = ada->meeting->leading->last_answer_at;
  rig_kill (bob);
  rig_run (rig, 15000);
  hand_in (ada, confab_carrier_parse (kept, strlen (kept), NULL));
  g_assert_cmpint (ada->meeting->leading->last_answer_at, >, before - CONFAB_HEARTBEAT_PERIOD_MS);
  g_assert_cmpint (ada->meeting->leading->last_answer_at, <=, before + CONFAB_HEARTBEAT_PERIOD_MS);
}

/* The service gives nobody any LINK, and passes on HEARTBEATs. */
static gboolean
withhold_links (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  return to == NULL || from != NULL ||
         (carrier->type != CONFAB_CARRIER_LINK && carrier->type != CONFAB_CARRIER_SYNC);
}

/* A removal does not wait for an echo that is withheld: the host is told, the others stop. */
static void
test_withheld_echo_postpones_no_removal (void)
{
  g_autoptr (Rig) rig = rig_new (63);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  rig_run (rig, 2000);
  rig->filter = withhold_links;
  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 1000);
  confab_meeting_remove (ada->meeting, rig_pid (bob), rig_time (ada), NULL);
  rig_run (rig, 13000);
  g_assert_null (rig_find (ada, bob));
  g_assert_true (g_hash_table_contains (ada->alarms, "withheld"));
  g_assert_false (confab_meeting_may_send (eve->meeting));
  rig->filter = NULL;
  rig_run (rig, 10000);
  g_assert_null (rig_find (eve, bob));
  g_assert_false (g_hash_table_contains (ada->alarms, "withheld"));
  g_assert_cmpint (state_of (eve), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpint (state_of (ada), ==, CONFAB_MEETING_ACTIVE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc function;
  } tests[] = {
    { "fork-stops-at-once", test_fork_stops_at_once },
    { "heartbeat-of-another-branch-is-a-fork", test_heartbeat_of_another_branch_is_a_fork },
    { "ghost-entry-is-refused", test_ghost_entry_is_refused },
    { "good-link-clears-the-alarm", test_good_link_clears_the_alarm },
    { "forged-statements-are-counted", test_forged_statements_are_counted },
    { "replayed-statements-change-nothing", test_replayed_statements_change_nothing },
    { "participant-can-not-promote-itself", test_participant_can_not_promote_itself },
    { "repeated-command-acts-once", test_repeated_command_acts_once },
    { "held-back-heartbeats-do-not-count", test_held_back_heartbeats_do_not_count },
    { "delay-from-the-beginning-is-bounded", test_delay_from_the_beginning_is_bounded },
    { "stale-key-box-is-not-opened", test_stale_key_box_is_not_opened },
    { "message-of-removed-person-is-not-shown", test_message_of_removed_person_is_not_shown },
    { "claim-shows-our-link-once", test_claim_shows_our_link_once },
    { "fork-evidence-from-a-participant", test_fork_evidence_from_a_participant },
    { "old-join-brings-no-ghost", test_old_join_brings_no_ghost },
    { "earlier-process-does-not-come-back", test_earlier_process_does_not_come_back },
    { "gap-after-sync-is-a-fork", test_gap_after_sync_is_a_fork },
    { "heartbeat-with-other-flags-does-not-count", test_heartbeat_with_other_flags_does_not_count },
    { "joiner-is-not-led-back", test_joiner_is_not_led_back },
    { "invitation-is-kept", test_invitation_is_kept },
    { "old-meeting-is-asked-about", test_old_meeting_is_asked_about },
    { "transport-type-is-never-green", test_transport_type_is_never_green },
    { "founder-needs-a-pong-as-joiner", test_founder_needs_a_pong_as_joiner },
    { "presence-is-doubted-with-a-new-leader", test_presence_is_doubted_with_a_new_leader },
    { "invalid-data-fills-no-log", test_invalid_data_fills_no_log },
    { "replayed-answer-is-no-sign-of-life", test_replayed_answer_is_no_sign_of_life },
    { "withheld-echo-postpones-no-removal", test_withheld_echo_postpones_no_removal },
    { "no-pong-no-green-shield", test_no_pong_no_green_shield },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/meeting/hostile/", tests[i].name, NULL);

    g_test_add_func (path, tests[i].function);
  }
  return g_test_run ();
}
