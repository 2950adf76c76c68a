/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meetings whose service or leader goes away, and what becomes of them. */
#include "base/tests/await.h"
#include "service/tests/live.h"

typedef struct {
  Live *live;
  Person *ada;
  Person *bob;
  Person *eve;
  ConfabRoomRecord *room;
  Visitor *ada_there;
  Visitor *bob_there;
  Lead *lead;
} Fixture;

static void
name_it (ConfabServiceConfig *config)
{
  config->name = g_strdup (TEST_AUTHORITY);
}

static void
lose_the_unheard_soon (ConfabServiceConfig *config)
{
  name_it (config);
  config->times.failover_ms = 500;
}

static void
lose_soon (ConfabServiceConfig *config)
{
  name_it (config);
  config->times.failover_ms = 600;
  config->times.leader_lost_ms = 600;
}

/* Ada leads a meeting with Bob. */
static void
set_up (Fixture *fixture, gconstpointer configure)
{
  fixture->live = live_new ((LiveConfigure) configure);
  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
  fixture->eve = person_new ("Eve");
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
  fixture->room = live_room (fixture->live, fixture->ada);
  fixture->ada_there = visitor_enter (fixture->live, fixture->ada);
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_WELCOME);
  fixture->lead = visitor_found (fixture->ada_there, fixture->room);
  fixture->bob_there = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (fixture->bob_there, CONFAB_CARRIER_WELCOME);
  visitor_join (fixture->bob_there, fixture->lead, fixture->ada_there);
}

static void
tear_down (Fixture *fixture, gconstpointer configure)
{
  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->bob_there, visitor_free);
  g_clear_pointer (&fixture->lead, lead_free);
  live_free (fixture->live);
  confab_room_record_free (fixture->room);
  person_free (fixture->ada);
  person_free (fixture->bob);
  person_free (fixture->eve);
}

static void
restart (Fixture *fixture)
{
  live_restart (fixture->live);
  visitor_expect_bye (fixture->ada_there, "restarting");
  visitor_expect_bye (fixture->bob_there, "restarting");
  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->bob_there, visitor_free);
}

static Visitor *
come_back (Fixture *fixture, Person *person, gboolean meeting_is_known)
{
  Visitor *visitor = visitor_enter (fixture->live, person);
  g_autoptr (ConfabCarrier) welcome = visitor_expect (visitor, CONFAB_CARRIER_WELCOME);

  g_assert_cmpint (welcome->welcome.genesis != NULL, ==, meeting_is_known);
  return visitor;
}

static void
rejoin (Visitor *visitor, Lead *lead)
{
  visitor_send_statement (visitor, CONFAB_CARRIER_JOIN,
                          person_make_join (visitor->person, &lead->tag));
}

/* Bob is back first and brings GENESIS with the newest LINK; Ada comes and the meeting goes on. */
static void
test_brought_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) join = NULL;
  g_autoptr (ConfabCarrier) link = NULL;

  restart (fixture);
  fixture->bob_there = come_back (fixture, fixture->bob, FALSE);
  visitor_send (fixture->bob_there, lead_make_restore (fixture->lead, NULL));
  rejoin (fixture->bob_there, fixture->lead);
  visitor_expect_nothing (fixture->bob_there);

  fixture->ada_there = come_back (fixture, fixture->ada, TRUE);
  rejoin (fixture->ada_there, fixture->lead);
  join = visitor_expect (fixture->ada_there, CONFAB_CARRIER_JOIN);
  g_assert_true (g_bytes_equal (join->statement, fixture->bob->join));
  visitor_skip (fixture->bob_there, CONFAB_CARRIER_PEER);

  lead_update (fixture->lead, fixture->ada);
  lead_update (fixture->lead, fixture->bob);
  visitor_send (fixture->ada_there, lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_LINK);
  link = visitor_expect (fixture->bob_there, CONFAB_CARRIER_LINK);
  g_assert_nonnull (link->link.box);
  g_assert_cmpuint (link->link.step->joins->len, ==, 2);
}

/* The restore alone is enough, and who was at the door before hears that there is a meeting. */
static void
test_restore_alone (Fixture *fixture, gconstpointer data)
{
  Visitor *eve;

  restart (fixture);
  eve = come_back (fixture, fixture->eve, FALSE);
  fixture->ada_there = come_back (fixture, fixture->ada, FALSE);
  visitor_send (fixture->ada_there, lead_make_restore (fixture->lead, NULL));
  rejoin (fixture->ada_there, fixture->lead);
  visitor_skip (eve, CONFAB_CARRIER_GENESIS);
  rejoin (eve, fixture->lead);
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_JOIN);
  visitor_expect_nothing (eve);
  visitor_free (eve);
}

/* Nobody brings back what was never there. */
static void
test_forged_restore (Fixture *fixture, gconstpointer data)
{
  Person *mallory = person_new ("Mallory");
  ConfabCarrier *restore;
  GBytes *genuine;
  Visitor *there;
  Lead *invented = lead_new (mallory, fixture->room, confab_clock_wall_ms ());

  restart (fixture);
  there = come_back (fixture, mallory, FALSE);
  confab_carrier_free (lead_make_link (invented, CONFAB_CAUSE_JOIN));
  visitor_send (there, lead_make_restore (invented, NULL));
  visitor_expect_error (there, "not-owner");

  restore = lead_make_restore (fixture->lead, NULL);
  genuine = restore->restore.link->link;
  restore->restore.link->link = spoil (genuine, 70);
  g_bytes_unref (genuine);
  visitor_send (there, restore);
  visitor_expect_error (there, "bad-signature");
  visitor_free (there);
  lead_free (invented);
  person_free (mallory);
}

/* While the service was out of reach the leader went on over data channels; now it is ahead. */
static void
test_leader_is_ahead (Fixture *fixture, gconstpointer data)
{
  confab_carrier_free (lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)); /* never seen here */
  visitor_send (fixture->ada_there, lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC));
  visitor_expect_error (fixture->ada_there, "wrong-prev");
  visitor_send (fixture->ada_there, lead_make_restore (fixture->lead, NULL));
  visitor_send (fixture->ada_there, lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_LINK);
  visitor_skip (fixture->bob_there, CONFAB_CARRIER_LINK);
}

/* Without a word from the leader the door closes; with one it opens again. Who is inside stays. */
static void
test_leader_lost (Fixture *fixture, gconstpointer data)
{
  Visitor *eve = come_back (fixture, fixture->eve, TRUE);
  g_autoptr (GBytes) heartbeat = NULL;

  visitor_expect_bye (eve, "no-host");
  visitor_free (eve);
  eve = come_back (fixture, fixture->eve, FALSE);
  visitor_expect_nothing (fixture->bob_there);

  heartbeat = lead_make_heartbeat (fixture->lead);
  visitor_send_statement (fixture->ada_there, CONFAB_CARRIER_HEARTBEAT, heartbeat);
  visitor_skip (fixture->bob_there, CONFAB_CARRIER_HEARTBEAT);
  visitor_expect_bye (eve, "restarting");
  visitor_free (eve);
  eve = come_back (fixture, fixture->eve, TRUE);
  visitor_free (eve);
}

/* Once it is lost, its owner may begin another; those of the old one are told. */
static void
test_new_beginning (Fixture *fixture, gconstpointer data)
{
  Person *again = person_new_again (fixture->ada);
  Visitor *eve = come_back (fixture, fixture->eve, TRUE);
  Visitor *ada;
  Lead *lead;

  visitor_expect_bye (eve, "no-host");
  visitor_free (eve);
  eve = come_back (fixture, fixture->eve, FALSE);
  ada = come_back (fixture, again, FALSE);
  lead = visitor_found (ada, fixture->room);
  visitor_skip (eve, CONFAB_CARRIER_GENESIS);
  visitor_expect_bye (fixture->bob_there, "ended");
  visitor_expect_bye (fixture->ada_there, "ended");
  visitor_join (eve, lead, ada);
  visitor_free (eve);
  visitor_free (ada);
  lead_free (lead);
  person_free (again);
}

/* What was brought back, and its leader never speaks in, does not stand in the owner's way for long. */
static void
test_brought_back_by_others (Fixture *fixture, gconstpointer data)
{
  Person *again = person_new_again (fixture->ada);
  Visitor *ada;
  Lead *lead;
  Lead *early;

  restart (fixture);
  fixture->bob_there = come_back (fixture, fixture->bob, FALSE);
  visitor_send (fixture->bob_there, lead_make_restore (fixture->lead, NULL));
  rejoin (fixture->bob_there, fixture->lead);
  visitor_expect_nothing (fixture->bob_there);
  ada = come_back (fixture, again, TRUE);
  early = lead_new (again, fixture->room, confab_clock_wall_ms ());
  visitor_send (ada, lead_make_genesis (early));
  visitor_expect_error (ada, "meeting-running");
  visitor_expect_bye (ada, "no-host");
  visitor_free (ada);

  ada = come_back (fixture, again, FALSE);
  lead = visitor_found (ada, fixture->room);
  visitor_expect_bye (fixture->bob_there, "ended");
  visitor_free (ada);
  lead_free (lead);
  lead_free (early);
  person_free (again);
}

/* A GENESIS that nothing follows gives way to a newer one, and never to an older one. */
static void
test_newer_genesis (Fixture *fixture, gconstpointer data)
{
  Person *again = person_new_again (fixture->ada);
  Person *third = person_new_again (fixture->ada);
  Lead *older = lead_new (third, fixture->room, fixture->lead->founding.created_ms - 1000);
  Visitor *ada;
  Visitor *early;
  Lead *lead;

  restart (fixture);
  fixture->ada_there = come_back (fixture, fixture->ada, FALSE);
  visitor_send (fixture->ada_there, lead_make_genesis (fixture->lead));
  visitor_send (fixture->ada_there, lead_make_genesis (fixture->lead)); /* again: nothing happens */
  early = come_back (fixture, third, TRUE);
  visitor_send (early, lead_make_genesis (older));
  visitor_expect_error (early, "meeting-running");
  ada = come_back (fixture, again, TRUE);
  lead = visitor_found (ada, fixture->room);
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_GENESIS);
  visitor_free (early);
  visitor_free (ada);
  lead_free (lead);
  lead_free (older);
  person_free (again);
  person_free (third);
}

static gboolean
has_no_open_room (gpointer live)
{
  return confab_service_get_n_open_rooms (((Live *) live)->service) == 0;
}

/* All are gone without a goodbye: the meeting stays for a while, then the room is empty. */
static void
test_all_gone (Fixture *fixture, gconstpointer data)
{
  gint64 before_ms = confab_clock_boot_ms ();

  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->bob_there, visitor_free);
  await_condition (has_no_open_room, fixture->live);
  g_assert_cmpint (confab_clock_boot_ms () - before_ms, >=, 400);
}

/* Everybody at the door has its GENESIS. A meeting that is over is not held up to others with it, neither in
 * one's own name nor in the founder's. */
static void
test_not_revived (Fixture *fixture, gconstpointer data)
{
  Visitor *ada;
  Visitor *eve;

  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->bob_there, visitor_free);
  await_condition (has_no_open_room, fixture->live);
  eve = come_back (fixture, fixture->eve, FALSE);
  visitor_send (eve, lead_make_genesis (fixture->lead));
  visitor_expect_error (eve, "not-yours");
  ada = come_back (fixture, fixture->ada, FALSE);
  visitor_send (ada, lead_make_genesis (fixture->lead));
  visitor_expect_error (ada, "meeting-over");
  visitor_free (ada);
  visitor_free (eve);
}

/* All were cut off from the service for too long, not from each other. The first one back brings the meeting,
 * and nobody at the door hears of it before its leader has spoken. */
static void
test_lost_and_brought_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) heartbeat = lead_make_heartbeat (fixture->lead);
  Visitor *eve;

  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->bob_there, visitor_free);
  await_condition (has_no_open_room, fixture->live);
  fixture->bob_there = come_back (fixture, fixture->bob, FALSE);
  visitor_send (fixture->bob_there, lead_make_restore (fixture->lead, NULL));
  rejoin (fixture->bob_there, fixture->lead);
  visitor_expect_nothing (fixture->bob_there);
  eve = come_back (fixture, fixture->eve, FALSE);

  fixture->ada_there = come_back (fixture, fixture->ada, FALSE);
  visitor_send (fixture->ada_there, lead_make_restore (fixture->lead, NULL));
  rejoin (fixture->ada_there, fixture->lead);
  visitor_send_statement (fixture->ada_there, CONFAB_CARRIER_HEARTBEAT, heartbeat);
  visitor_expect_bye (eve, "restarting");
  visitor_free (eve);
  eve = come_back (fixture, fixture->eve, TRUE);
  visitor_free (eve);
}

/* A founding that came no further than GENESIS may be tried again. */
static void
test_founding_again (Fixture *fixture, gconstpointer data)
{
  restart (fixture);
  fixture->ada_there = come_back (fixture, fixture->ada, FALSE);
  visitor_send (fixture->ada_there, lead_make_genesis (fixture->lead));
  visitor_expect_bye (fixture->ada_there, "no-host");
  visitor_free (fixture->ada_there);
  fixture->ada_there = come_back (fixture, fixture->ada, FALSE);
  visitor_send (fixture->ada_there, lead_make_genesis (fixture->lead));
  rejoin (fixture->ada_there, fixture->lead);
  visitor_expect_bye (fixture->ada_there, "no-host");
}

/* And in the meantime they may come back to it. */
static void
test_back_in_time (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->ada_there, visitor_free);
  visitor_skip (fixture->bob_there, CONFAB_CARRIER_PEER);
  g_clear_pointer (&fixture->bob_there, visitor_free);
  fixture->ada_there = come_back (fixture, fixture->ada, TRUE);
  rejoin (fixture->ada_there, fixture->lead);
  visitor_expect_nothing (fixture->ada_there);
}

#define ADD(name, configure, function) \
  g_test_add ("/service/live/restart/" name, Fixture, configure, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-meeting-is-brought-back", name_it, test_brought_back);
  ADD ("a-restore-alone-is-enough", name_it, test_restore_alone);
  ADD ("nothing-invented-is-brought-back", name_it, test_forged_restore);
  ADD ("a-leader-that-is-ahead-says-so", name_it, test_leader_is_ahead);
  ADD ("a-lost-leader-closes-the-door-and-opens-it", lose_soon, test_leader_lost);
  ADD ("a-lost-meeting-gives-way", lose_soon, test_new_beginning);
  ADD ("what-others-bring-back-needs-its-leader", lose_the_unheard_soon,
       test_brought_back_by_others);
  ADD ("a-genesis-alone-gives-way-to-a-newer-one", name_it, test_newer_genesis);
  ADD ("a-meeting-without-anybody-is-forgotten", lose_soon, test_all_gone);
  ADD ("a-meeting-that-is-over-is-not-revived", lose_soon, test_not_revived);
  ADD ("a-lost-meeting-comes-back-with-its-leader", lose_soon, test_lost_and_brought_back);
  ADD ("a-founding-may-be-tried-again", lose_the_unheard_soon, test_founding_again);
  ADD ("one-comes-back-in-time", name_it, test_back_in_time);
  return g_test_run ();
}
