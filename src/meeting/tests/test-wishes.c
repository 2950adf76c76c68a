/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wishes that get into each other's way: whatever a leader is asked for, it can make the next LINK. */
#include "meeting/leader.h"
#include "meeting/tests/rig.h"

static void
set_role (Person *by, Person *of, ConfabRole role)
{
  g_assert_true (confab_meeting_set_role (by->meeting, rig_pid (of), role, rig_time (by), NULL));
}

/* What comes next has to wait for a LINK that is on its way. */
static void
keep_busy (Person *host, Person *with)
{
  g_assert_true (confab_meeting_mute (host->meeting, rig_pid (with),
                                      CONFAB_MUTE_AUDIO_UNTIL_ALLOWED, rig_time (host), NULL));
}

static void
assert_removal_works (Person *host, Person *of)
{
  g_assert_true (confab_meeting_remove (host->meeting, rig_pid (of), rig_time (host), NULL));
  rig_run (host->rig, 2000);
  g_assert_cmpstr (of->ended, ==, "removed");
  g_assert_null (rig_find (host, of));
}

/* A co-host asks for something and is removed before the LINK that says it. */
static void
test_command_of_a_removed_cohost (void)
{
  g_autoptr (Rig) rig = rig_new (100);
  Person *ada = rig_found (rig);
  Person *cleo = rig_let_in (rig, "Cleo");
  Person *eve = rig_let_in (rig, "Eve");

  set_role (ada, cleo, CONFAB_ROLE_COHOST);
  rig_run (rig, 2000);
  keep_busy (ada, eve);
  g_assert_true (confab_meeting_set_locked (cleo->meeting, TRUE, rig_time (cleo), NULL));
  rig_run (rig, 200);
  g_assert_false (confab_meeting_is_locked (ada->meeting));
  assert_removal_works (ada, cleo);
  rig_run (rig, 2000);
  g_assert_true (confab_meeting_is_locked (eve->meeting));
  assert_removal_works (ada, eve);
}

/* Deposed in the moment of asking: the CMD comes while the LINK that deposes is on its way. */
static void
test_command_of_a_deposed_cohost (void)
{
  g_autoptr (Rig) rig = rig_new (101);
  Person *ada = rig_found (rig);
  Person *cleo = rig_let_in (rig, "Cleo");
  Person *eve = rig_let_in (rig, "Eve");

  set_role (ada, cleo, CONFAB_ROLE_COHOST);
  rig_run (rig, 2000);
  g_assert_true (confab_meeting_set_locked (cleo->meeting, TRUE, rig_time (cleo), NULL));
  rig->min_delay = rig->max_delay = 300;
  set_role (ada, cleo, CONFAB_ROLE_PARTICIPANT);
  rig_run (rig, 4000);
  g_assert_cmpint (confab_meeting_get_role (cleo->meeting), ==, CONFAB_ROLE_PARTICIPANT);
  g_assert_true (confab_meeting_is_locked (eve->meeting));
  assert_removal_works (ada, eve);
}

/* Whoever gave a role may lose the right to it; the role stays until somebody takes it. */
static void
test_role_outlives_who_gave_it (void)
{
  g_autoptr (Rig) rig = rig_new (102);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  Person *late;

  set_role (ada, bob, CONFAB_ROLE_HOST);
  rig_run (rig, 2000);
  set_role (bob, eve, CONFAB_ROLE_COHOST);
  rig_run (rig, 2000);
  set_role (ada, bob, CONFAB_ROLE_PARTICIPANT);
  rig_run (rig, 2000);
  g_assert_cmpint (confab_meeting_get_role (bob->meeting), ==, CONFAB_ROLE_PARTICIPANT);
  g_assert_cmpint (confab_meeting_get_role (eve->meeting), ==, CONFAB_ROLE_COHOST);
  late = rig_let_in (rig, "Late");
  g_assert_cmpint (confab_participant_get_role (rig_find (late, eve)), ==, CONFAB_ROLE_COHOST);
  assert_removal_works (ada, eve);
}

/* Promoted in the moment of leaving. */
static void
test_role_for_somebody_who_goes (void)
{
  g_autoptr (Rig) rig = rig_new (103);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  rig_run (rig, 1000);
  keep_busy (ada, eve);
  set_role (ada, bob, CONFAB_ROLE_COHOST);
  confab_meeting_leave (bob->meeting, rig_time (bob));
  rig_run (rig, 3000);
  g_assert_null (rig_find (ada, bob));
  g_assert_null (rig_find (eve, bob));
  assert_removal_works (ada, eve);
}

static void
hand_in_word (Person *to, Person *by, Person *about, guint role, gint64 ahead_ms)
{
  ConfabCommandStatement command = { .meeting = by->meeting->charter->tag,
                                     .from = *rig_pid (by),
                                     .seq = 1,
                                     .command = CONFAB_COMMAND_SET_ROLE,
                                     .target = *rig_pid (about),
                                     .bind =
                                         confab_meeting_get_own_seat (about->meeting)->join->member,
                                     .arg = role,
                                     .time_ms = rig_time (by).wall_ms + ahead_ms };
  g_autoptr (GBytes) body = confab_command_encode (&command);
  g_autoptr (GBytes) statement = test_keys_sign (by->keys, body);
  g_autoptr (ConfabCarrier) carrier =
      confab_carrier_new_statement (CONFAB_CARRIER_COMMAND, statement);

  confab_meeting_receive (to->meeting, carrier, NULL, rig_time (to));
}

/* A host with a fast clock gave a role: others still decide about it, at once and when he is none. */
static void
test_fast_clock_does_not_decide_roles (void)
{
  g_autoptr (Rig) rig = rig_new (104);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  const ConfabRole roles[] = { CONFAB_ROLE_HOST, CONFAB_ROLE_PARTICIPANT, CONFAB_ROLE_COHOST };

  for (guint i = 0; i < 2; i++) {
    set_role (ada, bob, CONFAB_ROLE_HOST);
    rig_run (rig, 2000);
    if (i == 0)
      hand_in_word (ada, bob, eve, CONFAB_ROLE_COHOST, 12 * 3600 * 1000);
    rig_run (rig, 2000);
    if (i == 1)
      set_role (ada, bob, CONFAB_ROLE_PARTICIPANT);
    rig_run (rig, 2000);
    for (guint k = 0; k < G_N_ELEMENTS (roles); k++) {
      set_role (ada, eve, roles[k]);
      rig_run (rig, 2500);
      g_assert_cmpint (confab_meeting_get_role (eve->meeting), ==, roles[k]);
    }
  }
  assert_removal_works (ada, eve);
}

/* One from the day after tomorrow is not taken at all. */
static void
test_word_from_the_future_is_not_taken (void)
{
  g_autoptr (Rig) rig = rig_new (105);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  set_role (ada, bob, CONFAB_ROLE_HOST);
  rig_run (rig, 2000);
  hand_in_word (ada, bob, eve, CONFAB_ROLE_COHOST, G_GINT64_CONSTANT (48) * 3600 * 1000);
  rig_run (rig, 2000);
  g_assert_cmpint (confab_meeting_get_role (eve->meeting), ==, CONFAB_ROLE_PARTICIPANT);
}

/* Dora founds in Ada's name: she is host, and not the owner. */
static Person *
found_as_delegate (Rig *rig)
{
  Person *dora = rig_add (rig, "Dora", TRUE, NULL);
  ConfabMeetingFounding founding = { .suite = rig->suite,
                                     .policy = rig->policy,
                                     .owner_ik = *confab_signer_get_key (rig->owner) };
  ConfabRoomcertStatement cert = { .room = confab_room_hash ("meet.example.org", "ada-lovelace"),
                                   .owner_ik = founding.owner_ik,
                                   .delegate_ik = *confab_signer_get_key (dora->keys->identity),
                                   .not_after_ms = rig_time (dora).wall_ms + 3600 * 1000,
                                   .rights = CONFAB_ROOMCERT_FOUND };
  g_autoptr (GBytes) body = confab_roomcert_encode (&cert);
  g_autoptr (GBytes) roomcert = confab_statement_sign (body, rig->owner);
  g_autoptr (GError) error = NULL;

  founding.roomcert = roomcert;
  dora->online = TRUE;
  dora->connection++;
  confab_meeting_found (dora->meeting, &founding, rig_time (dora), &error);
  g_assert_no_error (error);
  rig_await (dora, CONFAB_MEETING_ACTIVE);
  return dora;
}

/* Somebody becomes host between the wish to remove them and its LINK: only the owner could now. */
static void
test_removal_of_a_new_host (void)
{
  g_autoptr (Rig) rig = rig_new (106);
  Person *dora = found_as_delegate (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  Person *carl = rig_let_in (rig, "Carl");

  rig_run (rig, 1000);
  set_role (dora, bob, CONFAB_ROLE_HOST);
  g_assert_true (confab_meeting_remove (dora->meeting, rig_pid (bob), rig_time (dora), NULL));
  g_assert_true (confab_meeting_remove (dora->meeting, rig_pid (carl), rig_time (dora), NULL));
  rig_run (rig, 3000);
  g_assert_null (bob->ended);
  g_assert_cmpstr (carl->ended, ==, "removed");
  g_assert_true (rig_has_seen (dora, "wish-refused"));
  assert_removal_works (dora, eve);
}

/* Whatever else can not be said is left out, its host is told, and the rest goes on. */
static void
test_impossible_wish_is_left_out (void)
{
  g_autoptr (Rig) rig = rig_new (107);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  guint n;

  rig_run (rig, 1000);
  ada->meeting->leading->draft->flags |= CONFAB_LINK_RECORDING; /* the policy forbids it */
  rig_run (rig, 3000);
  g_assert_true (rig_has_seen (ada, "wish-refused"));
  assert_removal_works (ada, eve);
  n = confab_meeting_get_epoch (bob->meeting);
  rig_run (rig, 60000);
  g_assert_cmpuint (confab_meeting_get_epoch (bob->meeting), >, n);
  ada->meeting->leading->draft->flags |= CONFAB_LINK_RECORDING;
  confab_meeting_leave (ada->meeting, rig_time (ada));
  rig_run (rig, 1000);
  g_assert_cmpstr (bob->ended, ==, "meeting-ended");
}

/** Sizes: what the leader posts. */
typedef struct {
  gsize largest;
  guint n_cmds;
  guint n_roles;
} Sizes;

static gboolean
measure_links (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Sizes *sizes = user_data;
  g_autofree char *json = NULL;

  if (to != NULL || carrier->type != CONFAB_CARRIER_LINK)
    return TRUE;
  json = confab_carrier_to_json (carrier);
  sizes->largest = MAX (sizes->largest, strlen (json));
  sizes->n_cmds = MAX (sizes->n_cmds, carrier->link.step->cmds->len);
  sizes->n_roles = MAX (sizes->n_roles, carrier->link.step->roles->len);
  return TRUE;
}

/* Made host and deposed again and again, and commands without end: a LINK brings what it needs. */
static void
test_link_brings_only_what_it_needs (void)
{
  g_autoptr (Rig) rig = rig_new (108);
  Sizes sizes = { 0 };
  Person *ada = rig_found (rig);
  Person *cleo = rig_let_in (rig, "Cleo");
  Person *eve = rig_let_in (rig, "Eve");

  rig->filter = measure_links;
  rig->filter_data = &sizes;
  set_role (ada, cleo, CONFAB_ROLE_COHOST);
  rig_run (rig, 2500);
  for (guint i = 0; i < 300; i++) {
    confab_meeting_mute (cleo->meeting, rig_pid (eve), CONFAB_MUTE_AUDIO, rig_time (cleo), NULL);
    confab_meeting_set_locked (cleo->meeting, i % 2 == 0, rig_time (cleo), NULL);
    rig_run (rig, 10);
  }
  for (guint i = 0; i < 20; i++) {
    set_role (ada, eve, i % 2 == 0 ? CONFAB_ROLE_COHOST : CONFAB_ROLE_PARTICIPANT);
    rig_run (rig, 2500);
  }
  g_assert_cmpuint (sizes.n_cmds, ==, 0); /* a host leads */
  g_assert_cmpuint (sizes.n_roles, <=, 2);
  g_assert_cmpuint (ada->meeting->leading->draft->words->len, <=, 2);
  g_assert_cmpuint (sizes.largest, <, 8192);
  assert_removal_works (ada, eve);
}

/* Many with the longest names, all made co-hosts: the service takes every LINK, and who comes late finds
 * every role proven. */
static void
test_link_of_a_large_meeting_fits (void)
{
  g_autoptr (Rig) rig = rig_new (109);
  Sizes sizes = { 0 };
  Person *ada = rig_found (rig);
  Person *late;

  rig->filter = measure_links;
  rig->filter_data = &sizes;
  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("%0*u", CONFAB_NAME_MAX_CODE_POINTS, i);

    rig_join (rig, name, TRUE);
  }
  rig_run (rig, 8000);
  for (guint i = 1; i < rig->people->len; i++)
    set_role (ada, rig->people->pdata[i], CONFAB_ROLE_COHOST);
  rig_run (rig, 2500);
  late = rig_let_in (rig, "Late");
  g_assert_cmpint (confab_participant_get_role (rig_find (late, rig->people->pdata[60])), ==,
                   CONFAB_ROLE_COHOST);
  g_assert_cmpuint (sizes.largest, <=, CONFAB_CARRIER_LINK_MAX_BYTES);
  assert_removal_works (ada, rig->people->pdata[1]);
}

/* Words about more roles than a LINK has room for: the new ones go first, and JOINs still come in. */
static void
test_roles_leave_room_for_joins (void)
{
  g_autoptr (Rig) rig = rig_new (110);
  Sizes sizes = { 0 };
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  ConfabCommandStatement command = { .meeting = ada->meeting->charter->tag,
                                     .from = *rig_pid (ada),
                                     .command = CONFAB_COMMAND_SET_ROLE };

  for (guint i = 0; i < 300; i++) {
    g_autoptr (GBytes) body = NULL;
    g_autoptr (GBytes) statement = NULL;

    command.target = confab_pid_random ();
    body = confab_command_encode (&command);
    statement = test_keys_sign (ada->keys, body);
    confab_draft_add_word (ada->meeting->leading->draft, statement,
                           confab_meeting_get_own_seat (ada->meeting)->join);
  }
  rig->filter = measure_links;
  rig->filter_data = &sizes;
  rig_let_in (rig, "Eve");
  g_assert_cmpuint (sizes.largest, <=, CONFAB_CARRIER_LINK_MAX_BYTES);
  assert_removal_works (ada, bob);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestFunc function;
  } tests[] = {
    { "command-of-a-removed-cohost", test_command_of_a_removed_cohost },
    { "command-of-a-deposed-cohost", test_command_of_a_deposed_cohost },
    { "role-outlives-who-gave-it", test_role_outlives_who_gave_it },
    { "role-for-somebody-who-goes", test_role_for_somebody_who_goes },
    { "fast-clock-does-not-decide-roles", test_fast_clock_does_not_decide_roles },
    { "word-from-the-future-is-not-taken", test_word_from_the_future_is_not_taken },
    { "removal-of-a-new-host", test_removal_of_a_new_host },
    { "link-brings-only-what-it-needs", test_link_brings_only_what_it_needs },
    { "link-of-a-large-meeting-fits", test_link_of_a_large_meeting_fits },
    { "roles-leave-room-for-joins", test_roles_leave_room_for_joins },
    { "impossible-wish-is-left-out", test_impossible_wish_is_left_out },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/meeting/wishes/", tests[i].name, NULL);

    g_test_add_func (path, tests[i].function);
  }
  return g_test_run ();
}
