/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a leader does: lets in, drops, removes, locks, and gets over a service that goes away. */
#include "meeting/tests/rig.h"

static guint
count (Person *person)
{
  return confab_roster_get_count (confab_meeting_get_roster (person->meeting));
}

/* Without the link one waits until a host says yes. */
static void
test_stranger_waits_for_the_host (void)
{
  g_autoptr (Rig) rig = rig_new (10);
  Person *ada = rig_found (rig);
  Person *eve = rig_join (rig, "Eve", FALSE);
  g_autoptr (GError) error = NULL;

  rig_run (rig, 60000);
  g_assert_cmpint (confab_meeting_get_state (eve->meeting), ==, CONFAB_MEETING_WAITING);
  g_assert_true (rig_has_seen (ada, "knock Eve"));
  g_assert_cmpuint (confab_roster_get_count (confab_meeting_get_waiting_room (ada->meeting)), ==,
                    1);

  g_assert_true (confab_meeting_admit (ada->meeting, rig_pid (eve), rig_time (ada), &error));
  rig_await (eve, CONFAB_MEETING_ACTIVE);
  g_assert_cmpuint (confab_roster_get_count (confab_meeting_get_waiting_room (ada->meeting)), ==,
                    0);
}

/* Who waited and went away is not let in as a ghost. */
static void
test_applicant_who_went_away_is_forgotten (void)
{
  g_autoptr (Rig) rig = rig_new (11);
  Person *ada = rig_found (rig);
  Person *eve = rig_join (rig, "Eve", FALSE);

  rig_run (rig, 1000);
  rig_kill (eve);
  rig_run (rig, 60000);
  g_assert_cmpuint (confab_roster_get_count (confab_meeting_get_waiting_room (ada->meeting)), ==,
                    0);
  g_assert_false (confab_meeting_admit (ada->meeting, rig_pid (eve), rig_time (ada), NULL));
}

/* Fifty people at once come in by LINKs at least 500 ms apart. */
static void
test_a_crowd_comes_in_by_few_links (void)
{
  g_autoptr (Rig) rig = rig_new (12);
  Person *ada = rig_found (rig);
  guint before = confab_meeting_get_epoch (ada->meeting);

  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i);

    rig_join (rig, name, TRUE);
  }
  rig_run (rig, 3000);
  g_assert_cmpuint (count (ada), ==, 61);
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting) - before, <=, 6);
  for (guint i = 0; i < rig->people->len; i++)
    g_assert_cmpint (confab_meeting_get_state (((Person *) rig->people->pdata[i])->meeting), ==,
                     CONFAB_MEETING_ACTIVE);
}

/* Equal names are told apart, in the order of coming, the same at every client. */
static void
test_equal_names_are_numbered (void)
{
  g_autoptr (Rig) rig = rig_new (13);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *other = rig_let_in (rig, "bob");

  rig_run (rig, 500);
  g_assert_cmpstr (confab_participant_get_name (rig_find (ada, bob)), ==, "Bob");
  g_assert_cmpstr (confab_participant_get_name (rig_find (ada, other)), ==, "bob (2)");
  g_assert_cmpstr (confab_participant_get_name (rig_find (bob, other)), ==, "bob (2)");
}

/* Goodbye takes effect at once; the rest of the meeting goes on under a new key. */
static void
test_leaving_is_seen_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (14);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  guint n = confab_meeting_get_epoch (ada->meeting);

  confab_meeting_leave (bob->meeting, rig_time (bob));
  rig_run (rig, 1000);
  g_assert_cmpstr (bob->ended, ==, "left");
  g_assert_true (rig_has_seen (ada, "left Bob"));
  g_assert_true (rig_has_seen (eve, "left Bob"));
  g_assert_cmpuint (confab_meeting_get_epoch (eve->meeting), >, n);
}

/* A killed participant does not answer after two heartbeats and is gone after 25 s and the next
 * LINK. */
static void
test_silent_person_is_dropped_after_25_s (void)
{
  g_autoptr (Rig) rig = rig_new (15);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  rig_run (rig, 10000);
  rig_kill (bob);
  rig_run (rig, 16000);
  g_assert_nonnull (rig_find (ada, bob));
  g_assert_false (confab_participant_is_responding (rig_find (ada, bob)));
  rig_run (rig, 12000);
  g_assert_null (rig_find (ada, bob));
}

/* The service's hint that a connection broke shows at once. */
static void
test_peer_hint_shows_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (16);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  g_autoptr (ConfabCarrier) hint = confab_carrier_new (CONFAB_CARRIER_PEER);

  rig_run (rig, 2000);
  hint->peer.pid = *rig_pid (bob);
  hint->peer.online = FALSE;
  rig_deliver (rig, ada, hint);
  rig_run (rig, 100);
  g_assert_false (confab_participant_is_responding (rig_find (ada, bob)));
  rig_run (rig, 6000); /* he answers the next heartbeat */
  g_assert_true (confab_participant_is_responding (rig_find (ada, bob)));
}

/* Somebody whose line was away for a minute, and was dropped, returns without the waiting room. */
static void
test_dropped_person_returns (void)
{
  g_autoptr (Rig) rig = rig_new (17);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 2000);
  rig_disconnect (bob);
  rig_run (rig, 35000);
  g_assert_null (rig_find (ada, bob));
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_STALLED);
  rig_connect (bob);
  rig_await (bob, CONFAB_MEETING_ACTIVE);
  g_assert_nonnull (rig_find (ada, bob));
  g_assert_cmpuint (count (ada), ==, 2);
  rig_chat (bob, "back");
  rig_run (rig, 500);
  g_assert_true (rig_has_text (ada, "back"));
}

/* A client that died and starts again takes the place of its old entry, by the same identity. */
static void
test_restarted_client_replaces_its_entry (void)
{
  g_autoptr (Rig) rig = rig_new (18);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *again;

  rig_kill (bob);
  again = rig_add (rig, "Bob", FALSE, bob->keys->identity);
  rig_enter (again);
  rig_await (again, CONFAB_MEETING_ACTIVE);
  rig_run (rig, 500);
  g_assert_cmpuint (count (ada), ==, 2);
  g_assert_null (rig_find (ada, bob));
  g_assert_nonnull (rig_find (ada, again));
}

/* Whoever is removed is out at once, stays out, and nobody else comes in without a host's yes. */
static void
test_removed_person_stays_out (void)
{
  g_autoptr (Rig) rig = rig_new (19);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  Person *again, *carl;

  g_assert_true (confab_meeting_remove (ada->meeting, rig_pid (bob), rig_time (ada), NULL));
  rig_run (rig, 1000);
  g_assert_cmpstr (bob->ended, ==, "removed");
  g_assert_null (rig_find (eve, bob));

  again = rig_add (rig, "Bob", TRUE, bob->keys->identity);
  rig_enter (again);
  carl = rig_join (rig, "Carl", TRUE);
  rig_run (rig, 5000);
  g_assert_cmpint (confab_meeting_get_state (again->meeting), ==, CONFAB_MEETING_WAITING);
  g_assert_cmpint (confab_meeting_get_state (carl->meeting), ==, CONFAB_MEETING_WAITING);
  g_assert_true (rig_has_seen (ada, "knock Carl"));
  g_assert_cmpuint (count (ada), ==, 2);
}

/* Sent back: out, under a new identity of the joining in the waiting room again, and not let in by
 * itself. */
static void
test_sent_back_person_waits_again (void)
{
  g_autoptr (Rig) rig = rig_new (20);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *again;

  g_assert_true (
      confab_meeting_send_to_waiting_room (ada->meeting, rig_pid (bob), rig_time (ada), NULL));
  rig_run (rig, 1000);
  g_assert_cmpstr (bob->ended, ==, "sent-back");
  again = rig_add (rig, "Bob", TRUE, bob->keys->identity);
  rig_enter (again);
  rig_run (rig, 5000);
  g_assert_cmpint (confab_meeting_get_state (again->meeting), ==, CONFAB_MEETING_WAITING);
  g_assert_true (confab_meeting_admit (ada->meeting, rig_pid (again), rig_time (ada), NULL));
  rig_await (again, CONFAB_MEETING_ACTIVE);
}

/* A locked meeting lets nobody in, and does not even ask; unlocked, they come. */
static void
test_lock_keeps_people_out (void)
{
  g_autoptr (Rig) rig = rig_new (21);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve;

  g_assert_true (confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL));
  rig_run (rig, 1000);
  g_assert_true (confab_meeting_is_locked (bob->meeting));
  g_assert_true (rig_has_seen (bob, "locked"));
  eve = rig_join (rig, "Eve", TRUE);
  rig_run (rig, 5000);
  g_assert_cmpint (confab_meeting_get_state (eve->meeting), ==, CONFAB_MEETING_WAITING);
  g_assert_false (rig_has_seen (ada, "knock Eve"));

  g_assert_true (confab_meeting_set_locked (ada->meeting, FALSE, rig_time (ada), NULL));
  rig_await (eve, CONFAB_MEETING_ACTIVE);
  g_assert_true (rig_has_seen (bob, "unlocked"));
}

/* A co-host asks the leader by CMD, and is obeyed; a participant is not. */
static void
test_cohost_commands_and_participant_does_not (void)
{
  g_autoptr (Rig) rig = rig_new (22);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  g_autoptr (GError) error = NULL;

  g_assert_false (confab_meeting_set_locked (bob->meeting, TRUE, rig_time (bob), &error));
  g_assert_error (error, CONFAB_MEETING_ERROR, CONFAB_MEETING_ERROR_DENIED);
  g_assert_true (confab_meeting_set_role (ada->meeting, rig_pid (bob), CONFAB_ROLE_COHOST,
                                          rig_time (ada), NULL));
  rig_run (rig, 1500);
  g_assert_cmpint (confab_meeting_get_role (bob->meeting), ==, CONFAB_ROLE_COHOST);
  g_assert_cmpint (confab_participant_get_role (rig_find (eve, bob)), ==, CONFAB_ROLE_COHOST);

  g_assert_true (
      confab_meeting_mute (bob->meeting, rig_pid (eve), CONFAB_MUTE_AUDIO, rig_time (bob), NULL));
  g_assert_true (confab_meeting_set_locked (bob->meeting, TRUE, rig_time (bob), NULL));
  rig_run (rig, 1500);
  g_assert_true (rig_has_seen (eve, "mute 1"));
  g_assert_true (confab_meeting_is_locked (eve->meeting));
  g_assert_false (confab_meeting_remove (bob->meeting, rig_pid (ada), rig_time (bob), NULL));

  /* Somebody who comes later checks the role by the same word of the host. */
  confab_meeting_set_locked (bob->meeting, FALSE, rig_time (bob), NULL);
  rig_run (rig, 1500);
  g_assert_cmpint (confab_participant_get_role (rig_find (rig_let_in (rig, "Carl"), bob)), ==,
                   CONFAB_ROLE_COHOST);
}

/* "Until allowed" stands in the roster until a host lifts it. */
static void
test_mute_until_allowed_is_remembered (void)
{
  g_autoptr (Rig) rig = rig_new (23);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  g_assert_true (confab_meeting_mute (ada->meeting, NULL, CONFAB_MUTE_AUDIO_UNTIL_ALLOWED,
                                      rig_time (ada), NULL));
  rig_run (rig, 1500);
  g_assert_true (rig_has_seen (bob, "mute 4"));
  g_assert_cmpuint (confab_participant_get_flags (rig_find (bob, bob)) & CONFAB_ENTRY_MUTED_BY_HOST,
                    !=, 0);
  g_assert_cmpuint (confab_participant_get_flags (rig_find (bob, ada)) & CONFAB_ENTRY_MUTED_BY_HOST,
                    ==, 0);
  g_assert_true (confab_meeting_mute (ada->meeting, rig_pid (bob), 0, rig_time (ada), NULL));
  rig_run (rig, 1500);
  g_assert_cmpuint (confab_participant_get_flags (rig_find (bob, bob)) & CONFAB_ENTRY_MUTED_BY_HOST,
                    ==, 0);
}

/* A new name reaches everybody. */
static void
test_renaming (void)
{
  g_autoptr (Rig) rig = rig_new (24);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  g_assert_true (confab_meeting_rename_self (bob->meeting, "Robert", rig_time (bob), NULL));
  g_assert_true (confab_meeting_rename_self (ada->meeting, "Countess", rig_time (ada), NULL));
  rig_run (rig, 2000);
  g_assert_cmpstr (confab_participant_get_name (rig_find (ada, bob)), ==, "Robert");
  g_assert_cmpstr (confab_participant_get_name (rig_find (bob, ada)), ==, "Countess");
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_ACTIVE);
}

/* The key changes every 50 s though nothing happens, and nobody stalls by it. */
static void
test_key_changes_every_50_s (void)
{
  g_autoptr (Rig) rig = rig_new (25);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  guint n = confab_meeting_get_epoch (ada->meeting);

  rig_run (rig, 10 * 60 * 1000);
  g_assert_cmpuint (confab_meeting_get_epoch (bob->meeting) - n, ==, 12);
  g_assert_false (rig_has_seen (bob, "stalled"));
  g_assert_false (rig_has_seen (bob, "no-heartbeat"));
  g_assert_false (rig_has_seen (bob, "key-exchange"));
}

/* Somebody who never stops to rename himself changes the key of all no more than every ten seconds. */
static void
test_updates_of_one_are_rare (void)
{
  g_autoptr (Rig) rig = rig_new (37);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  guint n;

  rig_run (rig, 3000);
  n = confab_meeting_get_epoch (ada->meeting);
  for (guint i = 0; i <= 100; i++) {
    g_autofree char *name = g_strdup_printf ("Bob %u", i);

    confab_meeting_rename_self (bob->meeting, name, rig_time (bob), NULL);
    rig_run (rig, 200);
  }
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting) - n, <=, 3);
  rig_run (rig, 11000);
  g_assert_cmpstr (confab_participant_get_name (rig_find (ada, bob)), ==, "Bob 100");
}

/* A lasting flow of changes is batched, and nobody is dropped who answers slower than it flows. */
static void
test_slow_person_keeps_up_with_many_links (void)
{
  g_autoptr (Rig) rig = rig_new (38);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  guint n = confab_meeting_get_epoch (ada->meeting);

  rig->min_delay = rig->max_delay = 600;
  for (guint i = 0; i < 240; i++) {
    confab_meeting_set_locked (ada->meeting, i % 2 == 0, rig_time (ada), NULL);
    rig_run (rig, 250);
    g_assert_nonnull (rig_find (ada, bob));
  }
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting) - n, >=, 20);
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting) - n, <=, 42);
  g_assert_false (rig_has_seen (ada, "left Bob"));
}

/* Each EK lives an hour. */
static void
test_exchange_key_is_renewed_hourly (void)
{
  g_autoptr (Rig) rig = rig_new (26);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  rig_run (rig, 3600 * 1000 + 5000);
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpint (confab_meeting_get_state (ada->meeting), ==, CONFAB_MEETING_ACTIVE);
  rig_chat (bob, "an hour later");
  rig_run (rig, 500);
  g_assert_true (rig_has_text (ada, "an hour later"));
  g_assert_false (rig_has_seen (bob, "stalled"));
}

/* The host's leaving ends the meeting for all. */
static void
test_host_ends_the_meeting (void)
{
  g_autoptr (Rig) rig = rig_new (27);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  confab_meeting_leave (ada->meeting, rig_time (ada));
  rig_run (rig, 1000);
  g_assert_cmpstr (ada->ended, ==, "left");
  g_assert_cmpstr (bob->ended, ==, "meeting-ended");
}

/* A second host ends it by CMD: the leader goes as all others do. */
static void
test_second_host_ends_the_meeting (void)
{
  g_autoptr (Rig) rig = rig_new (36);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  confab_meeting_set_role (ada->meeting, rig_pid (bob), CONFAB_ROLE_HOST, rig_time (ada), NULL);
  rig_run (rig, 1500);
  g_assert_true (confab_meeting_end (bob->meeting, rig_time (bob), NULL));
  rig_run (rig, 1500);
  g_assert_cmpstr (bob->ended, ==, "meeting-ended");
  g_assert_cmpstr (eve->ended, ==, "meeting-ended");
  g_assert_cmpstr (ada->ended, ==, "meeting-ended");
}

/* A service that restarts, and remembers nothing, gets the meeting back; people notice nothing. */
static void
test_service_restart_is_survived (void)
{
  g_autoptr (Rig) rig = rig_new (28);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  Person *late;

  for (guint i = 0; i < rig->people->len; i++)
    rig_disconnect (rig->people->pdata[i]);
  rig_service_forget (rig);
  rig_run (rig, 5000);
  rig_connect (bob);
  rig_run (rig, 300);
  rig_connect (ada);
  rig_run (rig, 300);
  rig_connect (eve);
  rig_run (rig, 5000);
  g_assert_cmpint (confab_meeting_get_state (ada->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpint (confab_meeting_get_state (eve->meeting), ==, CONFAB_MEETING_ACTIVE);
  late = rig_let_in (rig, "Late");
  rig_chat (late, "hello");
  rig_run (rig, 500);
  g_assert_true (rig_has_text (bob, "hello"));
  g_assert_cmpuint (count (bob), ==, 4);
  g_assert_false (rig_has_seen (bob, "stalled"));
}

/* The service forgot everything while the leader went on alone: who missed that catches up. */
static void
test_restarted_service_learns_the_last_links (void)
{
  g_autoptr (Rig) rig = rig_new (35);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  guint n;

  rig_run (rig, 3000);
  for (guint i = 0; i < rig->people->len; i++)
    rig_disconnect (rig->people->pdata[i]);
  n = confab_meeting_get_epoch (ada->meeting);
  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 3000);
  confab_meeting_set_locked (ada->meeting, FALSE, rig_time (ada), NULL);
  rig_run (rig, 3000);
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting), ==, n + 2);
  rig_service_forget (rig);
  rig_connect (ada);
  rig_run (rig, 1000);
  rig_connect (bob);
  rig_connect (eve);
  rig_await (bob, CONFAB_MEETING_ACTIVE);
  rig_await (eve, CONFAB_MEETING_ACTIVE);
  rig_run (rig, 3000);
  g_assert_cmpuint (confab_meeting_get_epoch (bob->meeting), ==,
                    confab_meeting_get_epoch (ada->meeting));
  g_assert_null (eve->ended);
}

/* The leader's line breaks for 40 s: others stop, nobody leaves, and it goes on. */
static void
test_leader_line_cut_is_survived (void)
{
  g_autoptr (Rig) rig = rig_new (29);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  rig_run (rig, 3000);
  rig_disconnect (ada);
  rig_run (rig, 40000);
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_STALLED);
  g_assert_cmpint (confab_meeting_get_state (ada->meeting), ==, CONFAB_MEETING_STALLED);
  rig_connect (ada);
  rig_await (bob, CONFAB_MEETING_ACTIVE);
  rig_await (ada, CONFAB_MEETING_ACTIVE);
  g_assert_cmpuint (count (ada), ==, 2);
}

/* A killed leader: 10 s warning, 30 s nothing is sent, 60 s away. */
static void
test_killed_leader_is_noticed_by_the_clock (void)
{
  g_autoptr (Rig) rig = rig_new (30);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  rig_run (rig, 4000);
  rig_kill (ada);
  rig_run (rig, 4900);
  g_assert_false (rig_has_seen (bob, "no-heartbeat"));
  rig_run (rig, 6000);
  g_assert_true (g_hash_table_contains (bob->alarms, "no-heartbeat"));
  g_assert_true (confab_meeting_may_send (bob->meeting));
  rig_run (rig, 20000);
  g_assert_false (confab_meeting_may_send (bob->meeting));
  g_assert_cmpint (confab_meeting_get_state (bob->meeting), ==, CONFAB_MEETING_STALLED);
  g_assert_true (g_hash_table_contains (bob->alarms, "stalled"));
  g_assert_null (bob->ended);
  rig_run (rig, 30000);
  g_assert_cmpstr (bob->ended, ==, "lost");
}

/* A LINK that the service refuses is forgotten with its key, and the next one takes its place. */
static gboolean
refuse_one_link (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  guint *left = user_data;
  g_autoptr (ConfabCarrier) refusal = NULL;

  if (to != NULL || carrier->type != CONFAB_CARRIER_LINK || *left == 0)
    return TRUE;
  *left -= 1;
  refusal = confab_carrier_new_error (CONFAB_CARRIER_ERROR, "wrong-prev", "refused");
  rig_deliver (rig, from, refusal);
  return FALSE;
}

static void
test_refused_link_is_made_anew (void)
{
  g_autoptr (Rig) rig = rig_new (31);
  Person *ada = rig_found (rig);
  Person *bob;
  guint left = 1;

  rig->filter = refuse_one_link;
  rig->filter_data = &left;
  bob = rig_let_in (rig, "Bob");
  g_assert_cmpuint (left, ==, 0);
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting), ==, 2);
  g_assert_nonnull (rig_find (ada, bob));
}

/* An echo that is lost is asked for. */
static gboolean
lose_one_echo (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  guint *left = user_data;

  if (to == NULL || carrier->type != CONFAB_CARRIER_LINK || *left == 0 ||
      !confab_meeting_is_leader (to->meeting))
    return TRUE;
  *left -= 1;
  return FALSE;
}

static void
test_lost_echo_is_asked_for (void)
{
  g_autoptr (Rig) rig = rig_new (32);
  Person *ada = rig_found (rig);
  Person *bob;
  guint left = 1;

  rig->filter = lose_one_echo;
  rig->filter_data = &left;
  bob = rig_let_in (rig, "Bob");
  g_assert_cmpuint (left, ==, 0);
  g_assert_nonnull (rig_find (ada, bob));
}

/* The line breaks before LINK 1 came back: the founder finishes when it is there again. */
static void
test_founding_over_a_broken_line (void)
{
  g_autoptr (Rig) rig = rig_new (33);
  Person *ada = rig_add (rig, "Ada", TRUE, rig->owner);
  ConfabMeetingFounding founding = { .suite = rig->suite,
                                     .policy = rig->policy,
                                     .owner_ik = *confab_signer_get_key (rig->owner) };

  ada->online = TRUE;
  ada->connection++;
  g_assert_true (confab_meeting_found (ada->meeting, &founding, rig_time (ada), NULL));
  rig_disconnect (ada);
  rig_run (rig, 3000);
  g_assert_cmpint (confab_meeting_get_state (ada->meeting), ==, CONFAB_MEETING_WAITING);
  rig_connect (ada);
  rig_await (ada, CONFAB_MEETING_ACTIVE);
  rig_let_in (rig, "Bob");
}

/* Two begin at once: the second hears it, and can join the first one's meeting. */
static void
test_second_founder_is_told (void)
{
  g_autoptr (Rig) rig = rig_new (34);
  Person *ada = rig_found (rig);
  Person *again = rig_add (rig, "Ada", TRUE, rig->owner);
  ConfabMeetingFounding founding = { .suite = rig->suite,
                                     .policy = rig->policy,
                                     .owner_ik = *confab_signer_get_key (rig->owner) };

  again->online = TRUE;
  again->connection++;
  g_assert_true (confab_meeting_found (again->meeting, &founding, rig_time (again), NULL));
  rig_run (rig, 500);
  g_assert_cmpstr (again->ended, ==, "meeting-running");
  g_assert_null (ada->ended);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc function;
  } tests[] = {
    { "stranger-waits-for-the-host", test_stranger_waits_for_the_host },
    { "applicant-who-went-away-is-forgotten", test_applicant_who_went_away_is_forgotten },
    { "a-crowd-comes-in-by-few-links", test_a_crowd_comes_in_by_few_links },
    { "equal-names-are-numbered", test_equal_names_are_numbered },
    { "leaving-is-seen-at-once", test_leaving_is_seen_at_once },
    { "silent-person-is-dropped-after-25-s", test_silent_person_is_dropped_after_25_s },
    { "peer-hint-shows-at-once", test_peer_hint_shows_at_once },
    { "dropped-person-returns", test_dropped_person_returns },
    { "restarted-client-replaces-its-entry", test_restarted_client_replaces_its_entry },
    { "removed-person-stays-out", test_removed_person_stays_out },
    { "sent-back-person-waits-again", test_sent_back_person_waits_again },
    { "lock-keeps-people-out", test_lock_keeps_people_out },
    { "cohost-commands-and-participant-does-not", test_cohost_commands_and_participant_does_not },
    { "mute-until-allowed-is-remembered", test_mute_until_allowed_is_remembered },
    { "renaming", test_renaming },
    { "key-changes-every-50-s", test_key_changes_every_50_s },
    { "updates-of-one-are-rare", test_updates_of_one_are_rare },
    { "slow-person-keeps-up-with-many-links", test_slow_person_keeps_up_with_many_links },
    { "exchange-key-is-renewed-hourly", test_exchange_key_is_renewed_hourly },
    { "host-ends-the-meeting", test_host_ends_the_meeting },
    { "second-host-ends-the-meeting", test_second_host_ends_the_meeting },
    { "service-restart-is-survived", test_service_restart_is_survived },
    { "restarted-service-learns-the-last-links", test_restarted_service_learns_the_last_links },
    { "leader-line-cut-is-survived", test_leader_line_cut_is_survived },
    { "killed-leader-is-noticed-by-the-clock", test_killed_leader_is_noticed_by_the_clock },
    { "refused-link-is-made-anew", test_refused_link_is_made_anew },
    { "lost-echo-is-asked-for", test_lost_echo_is_asked_for },
    { "founding-over-a-broken-line", test_founding_over_a_broken_line },
    { "second-founder-is-told", test_second_founder_is_told },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/meeting/leading/", tests[i].name, NULL);

    g_test_add_func (path, tests[i].function);
  }
  return g_test_run ();
}
