/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A meeting from the first message to the last, over real WebSockets. */
#include "base/tests/await.h"
#include "service/tests/live.h"

typedef struct {
  Live *live;
  Person *ada;
  Person *bob;
  Person *eve;
  ConfabRoomRecord *room;
  Visitor *ada_there;
  Lead *lead;
} Fixture;

/* Ada's room is registered, and she is in it. */
static void
set_up (Fixture *fixture, gconstpointer configure)
{
  g_autoptr (ConfabCarrier) welcome = NULL;

  fixture->live = live_new ((LiveConfigure) configure);
  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
  fixture->eve = person_new ("Eve");
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
  fixture->room = live_room (fixture->live, fixture->ada);
  fixture->ada_there = visitor_enter (fixture->live, fixture->ada);
  welcome = visitor_expect (fixture->ada_there, CONFAB_CARRIER_WELCOME);
  g_assert_cmpstr (welcome->welcome.room, ==, TEST_ROOM);
  g_assert_null (welcome->welcome.genesis);
  g_assert_cmphex (welcome->welcome.policy, ==, 2);
  g_assert_true (confab_verify_key_equal (&welcome->welcome.owner_ik, person_ik (fixture->ada)));
}

/* And she has begun a meeting. */
static void
set_up_meeting (Fixture *fixture, gconstpointer configure)
{
  set_up (fixture, configure);
  fixture->lead = visitor_found (fixture->ada_there, fixture->room);
}

static void
tear_down (Fixture *fixture, gconstpointer configure)
{
  g_clear_pointer (&fixture->ada_there, visitor_free);
  g_clear_pointer (&fixture->lead, lead_free);
  live_free (fixture->live);
  confab_room_record_free (fixture->room);
  person_free (fixture->ada);
  person_free (fixture->bob);
  person_free (fixture->eve);
}

/* Bob waits before there is a meeting, sees it begin, joins, is let in, and gets what is his. */
static void
test_whole_way (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  g_autoptr (ConfabCarrier) genesis = NULL;
  g_autoptr (ConfabCarrier) base = NULL;
  g_autoptr (ConfabCarrier) link = NULL;
  g_autoptr (ConfabCarrier) sent = NULL;
  g_autoptr (ConfabCarrier) back = NULL;
  ConfabLinkStep *first;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  fixture->lead = visitor_found (fixture->ada_there, fixture->room);
  genesis = visitor_expect (bob, CONFAB_CARRIER_GENESIS);
  g_assert_true (g_bytes_equal (genesis->genesis.genesis, fixture->lead->genesis));
  first = confab_link_step_ref (fixture->lead->step);

  visitor_send_statement (bob, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->bob, &fixture->lead->tag));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_JOIN);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  sent = lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);
  {
    g_autofree char *text = confab_carrier_to_json (sent);

    visitor_send_text (fixture->ada_there, text);
  }
  back = visitor_expect (fixture->ada_there, CONFAB_CARRIER_LINK);
  g_assert_true (g_bytes_equal (back->link.step->link, fixture->lead->step->link));
  g_assert_null (back->link.box);
  g_assert_null (back->link.boxes);

  base = visitor_expect (bob, CONFAB_CARRIER_SYNC);
  g_assert_cmpuint (base->sync.links->len, ==, 1);
  g_assert_true (
      g_bytes_equal (((ConfabLinkStep *) base->sync.links->pdata[0])->link, first->link));
  link = visitor_expect (bob, CONFAB_CARRIER_LINK);
  g_assert_true (g_bytes_equal (link->link.step->link, fixture->lead->step->link));
  g_assert_true (
      g_bytes_equal (link->link.box, g_hash_table_lookup (sent->link.boxes, &fixture->bob->pid)));
  g_assert_null (link->link.boxes);
  confab_link_step_unref (first);
  visitor_free (bob);
}

static void
test_late_comer (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Visitor *eve;
  g_autoptr (ConfabCarrier) welcome = NULL;
  guint status;
  g_autoptr (JsonObject) answer = NULL;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, fixture->lead, fixture->ada_there);
  eve = visitor_enter (fixture->live, fixture->eve);
  welcome = visitor_expect (eve, CONFAB_CARRIER_WELCOME);
  g_assert_true (g_bytes_equal (welcome->welcome.genesis, fixture->lead->genesis));
  g_assert_true (g_bytes_equal (welcome->welcome.link->link, fixture->lead->step->link));
  g_assert_cmpuint (welcome->welcome.link->joins->len, ==, 2);
  answer = live_request (fixture->live, "/api/v1/rooms/Ada-Lovelace", NULL, &status);
  g_assert_true (json_object_get_boolean_member (answer, "running"));
  visitor_free (eve);
  visitor_free (bob);
}

/** Three: Ada leads a meeting with Bob and Eve. */
typedef struct {
  Visitor *ada;
  Visitor *bob;
  Visitor *eve;
} Three;

static Three
let_all_in (Fixture *fixture)
{
  Three three = { .ada = fixture->ada_there,
                  .bob = visitor_enter (fixture->live, fixture->bob),
                  .eve = visitor_enter (fixture->live, fixture->eve) };

  visitor_skip (three.bob, CONFAB_CARRIER_WELCOME);
  visitor_skip (three.eve, CONFAB_CARRIER_WELCOME);
  visitor_join (three.bob, fixture->lead, three.ada);
  visitor_join (three.eve, fixture->lead, three.ada);
  visitor_skip (three.bob, CONFAB_CARRIER_LINK);
  return three;
}

/* Nobody has got anything that was not looked at. */
static void
let_all_out (Three three)
{
  visitor_expect_nothing (three.ada);
  visitor_expect_nothing (three.bob);
  visitor_expect_nothing (three.eve);
  visitor_free (three.bob);
  visitor_free (three.eve);
}

/* Heartbeats to the others, ACKs to the leader, commands to all, forks to the others. */
static void
test_statements_go_round (Fixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  Three three = let_all_in (fixture);
  g_autoptr (GBytes) heartbeat = lead_make_heartbeat (fixture->lead);
  g_autoptr (GBytes) ack = person_make_ack (fixture->bob, tag, CONFAB_ACK_OK);
  g_autoptr (GBytes) command =
      person_make_command (fixture->bob, tag, CONFAB_COMMAND_LOWER_HAND, &fixture->eve->pid);

  visitor_send_statement (three.ada, CONFAB_CARRIER_HEARTBEAT, heartbeat);
  visitor_skip (three.bob, CONFAB_CARRIER_HEARTBEAT);
  visitor_skip (three.eve, CONFAB_CARRIER_HEARTBEAT);

  visitor_send_statement (three.bob, CONFAB_CARRIER_ACK, ack);
  visitor_skip (three.ada, CONFAB_CARRIER_ACK);

  visitor_send_statement (three.bob, CONFAB_CARRIER_COMMAND, command);
  visitor_skip (three.ada, CONFAB_CARRIER_COMMAND);
  visitor_skip (three.bob, CONFAB_CARRIER_COMMAND);
  visitor_skip (three.eve, CONFAB_CARRIER_COMMAND);

  visitor_send_statement (three.bob, CONFAB_CARRIER_FORK, fixture->lead->step->link);
  visitor_skip (three.ada, CONFAB_CARRIER_FORK);
  visitor_skip (three.eve, CONFAB_CARRIER_FORK);
  let_all_out (three);
}

static void
test_messages_go_round (Fixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  Three three = let_all_in (fixture);
  g_autoptr (GBytes) to_all = person_make_message (fixture->eve, tag, &CONFAB_PID_NONE);
  g_autoptr (GBytes) to_bob = person_make_message (fixture->eve, tag, &fixture->bob->pid);

  visitor_send (three.eve, confab_carrier_new_message (to_all, &CONFAB_PID_NONE));
  visitor_skip (three.ada, CONFAB_CARRIER_MESSAGE);
  visitor_skip (three.bob, CONFAB_CARRIER_MESSAGE);

  visitor_send (three.eve, confab_carrier_new_message (to_bob, &fixture->bob->pid));
  visitor_skip (three.bob, CONFAB_CARRIER_MESSAGE);
  let_all_out (three);
}

/* SDP, candidates and the wish for an offer go to one, and SDP byte by byte. */
static void
test_pairs_find_each_other (Fixture *fixture, gconstpointer data)
{
  static const char sdp[] = "v=0\r\na=\xc3\xa4\r\n";
  const ConfabPid *bob = &fixture->bob->pid;
  Three three = let_all_in (fixture);
  g_autoptr (GBytes) offer = person_make_sdpauth (fixture->ada, &fixture->lead->tag, bob, sdp);
  g_autoptr (ConfabCarrier) got = NULL;
  ConfabCarrier *renew = confab_carrier_new (CONFAB_CARRIER_RENEW);

  visitor_send (three.ada, confab_carrier_new_sdp (offer, sdp, bob));
  visitor_send (three.ada, confab_carrier_new_candidate (
                               "candidate:1 1 udp 1 192.0.2.1 9999 typ host", "0", 0, bob));
  got = visitor_expect (three.bob, CONFAB_CARRIER_SDP);
  g_assert_cmpstr (got->sdp.sdp, ==, sdp);
  visitor_skip (three.bob, CONFAB_CARRIER_ICE_CANDIDATE);

  renew->to = fixture->ada->pid;
  visitor_send (three.bob, renew);
  visitor_skip (three.ada, CONFAB_CARRIER_RENEW);
  let_all_out (three);
}

static void
test_key_boxes (Fixture *fixture, gconstpointer data)
{
  Visitor *ada = fixture->ada_there;
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Visitor *eve = visitor_enter (fixture->live, fixture->eve);
  g_autoptr (ConfabCarrier) box = NULL;
  g_autoptr (ConfabCarrier) answer = NULL;
  ConfabCarrier *sync = confab_carrier_new (CONFAB_CARRIER_SYNC_REQUEST);
  ConfabCarrier *early = confab_carrier_new (CONFAB_CARRIER_SYNC_REQUEST);
  ConfabCarrier *again;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, fixture->lead, ada);
  again = lead_make_box (fixture->lead, fixture->bob);
  visitor_send (ada, again);
  box = visitor_expect (bob, CONFAB_CARRIER_LINK);
  g_assert_nonnull (box->link.box);
  visitor_expect_nothing (ada);

  /* Eve is a stranger, and gets nothing; then she waits, and gets the LINKs she asks for, and nobody's box. */
  sync->have = 1;
  early->have = 1;
  visitor_send (eve, early);
  visitor_expect_error (eve, "join-first");
  visitor_send_statement (eve, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->eve, &fixture->lead->tag));
  visitor_skip (ada, CONFAB_CARRIER_JOIN);
  visitor_send (eve, sync);
  answer = visitor_expect (eve, CONFAB_CARRIER_SYNC);
  g_assert_cmpuint (answer->sync.links->len, ==, 1);
  g_assert_null (answer->sync.box);
  visitor_free (bob);
  visitor_free (eve);
}

/* Each by somebody who must not: refused in words, and nobody else hears of it. */
static void
test_before_admission (Fixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  Visitor *eve = visitor_enter (fixture->live, fixture->eve);
  g_autoptr (GBytes) message = person_make_message (fixture->eve, tag, &CONFAB_PID_NONE);

  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_send (eve, confab_carrier_new_message (message, &CONFAB_PID_NONE));
  visitor_expect_error (eve, "join-first");
  visitor_send (eve, confab_carrier_new (CONFAB_CARRIER_ICE_GET));
  visitor_expect_error (eve, "join-first");
  visitor_send_statement (eve, CONFAB_CARRIER_JOIN, fixture->ada->join);
  visitor_expect_error (eve, "not-yours");

  visitor_send_statement (eve, CONFAB_CARRIER_JOIN, person_make_join (fixture->eve, tag));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_JOIN);
  visitor_send (eve, confab_carrier_new_message (message, &CONFAB_PID_NONE));
  visitor_expect_error (eve, "not-admitted");
  visitor_send (eve, confab_carrier_new (CONFAB_CARRIER_ICE_GET));
  visitor_expect_error (eve, "not-admitted");
  visitor_expect_nothing (fixture->ada_there);
  visitor_free (eve);
}

static void
test_not_allowed (Fixture *fixture, gconstpointer data)
{
  Three three = let_all_in (fixture);
  g_autoptr (GBytes) heartbeat = lead_make_heartbeat (fixture->lead);
  g_autoptr (GBytes) adas =
      person_make_message (fixture->ada, &fixture->lead->tag, &CONFAB_PID_NONE);
  const ConfabPid nobody = confab_pid_random ();

  visitor_send_statement (three.bob, CONFAB_CARRIER_HEARTBEAT, heartbeat);
  visitor_expect_error (three.bob, "not-leader");
  visitor_send (three.bob, confab_carrier_new_message (adas, &CONFAB_PID_NONE));
  visitor_expect_error (three.bob, "not-yours");
  visitor_send (three.bob, confab_carrier_new_candidate ("", NULL, 0, &nobody));
  visitor_expect_error (three.bob, "not-here");
  fixture->lead->prev.bytes[0] ^= 1;
  visitor_send (three.ada, lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC));
  visitor_expect_error (three.ada, "wrong-prev");
  let_all_out (three);
}

/* Whoever says goodbye is not told of as lost, and is not there any more. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  Three three = let_all_in (fixture);

  visitor_send (three.bob, confab_carrier_new (CONFAB_CARRIER_LEAVE));
  visitor_expect_closed (three.bob);
  visitor_send (three.ada, confab_carrier_new_candidate ("", NULL, 0, &fixture->bob->pid));
  visitor_expect_error (three.ada, "not-here");
  visitor_expect_nothing (three.ada);
  visitor_expect_nothing (three.eve);
  visitor_free (three.bob);
  visitor_free (three.eve);
}

static void
test_forged_genesis (Fixture *fixture, gconstpointer data)
{
  Visitor *ada = fixture->ada_there;
  Visitor *eve = visitor_enter (fixture->live, fixture->eve);
  Lead *honest = lead_new (fixture->ada, fixture->room, confab_clock_wall_ms ());
  Lead *eves = lead_new (fixture->eve, fixture->room, confab_clock_wall_ms ());
  ConfabCarrier *genesis = lead_make_genesis (honest);
  GBytes *genuine = genesis->genesis.genesis;

  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_send (eve, lead_make_genesis (eves));
  visitor_expect_error (eve, "not-owner");
  genesis->genesis.genesis = spoil (genuine, 200);
  g_bytes_unref (genuine);
  visitor_send (eve, genesis);
  visitor_expect_error (eve, "bad-signature");
  visitor_send_statement (eve, CONFAB_CARRIER_JOIN, fixture->eve->join);
  visitor_expect_error (eve, "no-meeting");
  visitor_send_statement (ada, CONFAB_CARRIER_JOIN, fixture->ada->join);
  visitor_expect_error (ada, "no-meeting");
  lead_free (honest);
  lead_free (eves);
  visitor_free (eve);
}

static void
test_second_genesis (Fixture *fixture, gconstpointer data)
{
  Person *again = person_new_again (fixture->ada);
  Visitor *second = visitor_enter (fixture->live, again);
  Lead *other = lead_new (again, fixture->room, confab_clock_wall_ms ());

  visitor_skip (second, CONFAB_CARRIER_WELCOME);
  visitor_send (second, lead_make_genesis (other));
  visitor_expect_error (second, "meeting-running");
  visitor_send (second, lead_make_genesis (fixture->lead)); /* the one that runs: nothing happens */
  visitor_expect_nothing (second);
  visitor_expect_nothing (fixture->ada_there);
  lead_free (other);
  visitor_free (second);
  person_free (again);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, fixture->lead, fixture->ada_there);
  lead_entry (fixture->lead, fixture->bob)->role = CONFAB_ROLE_REMOVED;
  visitor_send (fixture->ada_there, lead_make_link (fixture->lead, CONFAB_CAUSE_REMOVAL));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_LINK);
  visitor_skip (bob, CONFAB_CARRIER_LINK);
  visitor_expect_bye (bob, "removed");
  visitor_free (bob);

  bob = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_send_statement (bob, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->bob, &fixture->lead->tag));
  visitor_expect_error (bob, "removed");
  visitor_free (bob);
}

/* A line that breaks is told; the same person with a new JOIN is itself again, and the old line is closed. */
static void
test_reconnection (Fixture *fixture, gconstpointer data)
{
  Visitor *ada = fixture->ada_there;
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Visitor *again;
  g_autoptr (ConfabCarrier) offline = NULL;
  g_autoptr (ConfabCarrier) online = NULL;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, fixture->lead, ada);
  visitor_free (bob); /* closes without a word */
  offline = visitor_expect (ada, CONFAB_CARRIER_PEER);
  g_assert_false (offline->peer.online);
  g_assert_true (confab_pid_equal (&offline->peer.pid, &fixture->bob->pid));

  bob = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_send_statement (bob, CONFAB_CARRIER_JOIN, fixture->bob->join);
  visitor_expect_error (bob, "old-join");
  visitor_send_statement (bob, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->bob, &fixture->lead->tag));
  visitor_skip (ada, CONFAB_CARRIER_JOIN);
  online = visitor_expect (ada, CONFAB_CARRIER_PEER);
  g_assert_true (online->peer.online);

  again = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (again, CONFAB_CARRIER_WELCOME);
  visitor_send_statement (again, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->bob, &fixture->lead->tag));
  visitor_expect_bye (bob, "replaced");
  visitor_skip (ada, CONFAB_CARRIER_JOIN);
  visitor_free (bob);
  visitor_free (again);
}

/* Who waits and goes is not forgotten silently, and who leads comes back to those who wait. */
static void
test_waiting_and_leader (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Visitor *eve = visitor_enter (fixture->live, fixture->eve);
  Visitor *ada = fixture->ada_there;
  g_autoptr (ConfabCarrier) gone = NULL;
  g_autoptr (ConfabCarrier) join = NULL;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_send_statement (bob, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->bob, &fixture->lead->tag));
  visitor_skip (ada, CONFAB_CARRIER_JOIN);
  visitor_free (bob);
  gone = visitor_expect (ada, CONFAB_CARRIER_PEER);
  g_assert_true (confab_pid_equal (&gone->peer.pid, &fixture->bob->pid));
  visitor_free (ada);

  visitor_send_statement (eve, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->eve, &fixture->lead->tag));
  visitor_expect_nothing (eve);
  fixture->ada_there = ada = visitor_enter (fixture->live, fixture->ada);
  visitor_skip (ada, CONFAB_CARRIER_WELCOME);
  visitor_send_statement (ada, CONFAB_CARRIER_JOIN,
                          person_make_join (fixture->ada, &fixture->lead->tag));
  join = visitor_expect (ada, CONFAB_CARRIER_JOIN);
  while (!g_bytes_equal (join->statement, fixture->eve->join)) {
    g_clear_pointer (&join, confab_carrier_free);
    join = visitor_expect (ada, CONFAB_CARRIER_JOIN);
  }
  visitor_free (eve);
}

static gboolean
has_no_open_room (gpointer live)
{
  return confab_service_get_n_open_rooms (((Live *) live)->service) == 0;
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Visitor *eve = visitor_enter (fixture->live, fixture->eve);
  Lead *another;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, fixture->lead, fixture->ada_there);
  fixture->lead->flags = CONFAB_LINK_ENDED;
  visitor_send (fixture->ada_there, lead_make_link (fixture->lead, CONFAB_CAUSE_END));
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_LINK);
  visitor_expect_bye (fixture->ada_there, "ended");
  visitor_skip (bob, CONFAB_CARRIER_LINK);
  visitor_expect_bye (bob, "ended");
  visitor_expect_bye (eve, "no-host");
  visitor_free (bob);
  visitor_free (eve);

  /* Eve kept its GENESIS and has the room for herself: it is of no use. */
  await_condition (has_no_open_room, fixture->live);
  eve = visitor_enter (fixture->live, fixture->eve);
  visitor_skip (eve, CONFAB_CARRIER_WELCOME);
  visitor_send (eve, lead_make_genesis (fixture->lead));
  visitor_expect_error (eve, "meeting-over");

  visitor_free (fixture->ada_there);
  fixture->ada_there = visitor_enter (fixture->live, fixture->ada);
  visitor_skip (fixture->ada_there, CONFAB_CARRIER_WELCOME);
  another = visitor_found (fixture->ada_there, fixture->room);
  visitor_skip (eve, CONFAB_CARRIER_GENESIS);
  lead_free (another);
  visitor_free (eve);
}

/* The last one to say goodbye closes the meeting; a room without anybody is no longer in memory. */
static void
test_goodbye (Fixture *fixture, gconstpointer data)
{
  visitor_send (fixture->ada_there, confab_carrier_new (CONFAB_CARRIER_LEAVE));
  visitor_expect_closed (fixture->ada_there);
  await_condition (has_no_open_room, fixture->live);
  g_assert_cmpuint (confab_service_get_n_connections (fixture->live->service), ==, 0);
}

static void
test_delegate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) roomcert =
      person_make_roomcert (fixture->ada, &fixture->room->room_hash, person_ik (fixture->bob),
                            confab_clock_wall_ms () + 60000);
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);
  Lead *lead = lead_new (fixture->bob, fixture->room, confab_clock_wall_ms ());
  ConfabCarrier *genesis = lead_make_genesis (lead);
  g_autoptr (ConfabCarrier) seen = NULL;

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  genesis->genesis.roomcert = g_bytes_ref (roomcert);
  visitor_send (bob, genesis);
  seen = visitor_expect (fixture->ada_there, CONFAB_CARRIER_GENESIS);
  g_assert_true (g_bytes_equal (seen->genesis.roomcert, roomcert));
  lead_free (lead);
  visitor_free (bob);
}

#define ADD(name, prepare, function) \
  g_test_add ("/service/live/meeting/" name, Fixture, NULL, prepare, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("from-the-first-message-to-the-key-box", set_up, test_whole_way);
  ADD ("a-late-comer-gets-it-all", set_up_meeting, test_late_comer);
  ADD ("statements-go-where-they-should", set_up_meeting, test_statements_go_round);
  ADD ("messages-go-where-they-should", set_up_meeting, test_messages_go_round);
  ADD ("pairs-find-each-other", set_up_meeting, test_pairs_find_each_other);
  ADD ("a-key-box-goes-to-its-pid-only", set_up_meeting, test_key_boxes);
  ADD ("before-admission-there-is-little-to-say", set_up_meeting, test_before_admission);
  ADD ("what-is-not-allowed-is-refused-in-words", set_up_meeting, test_not_allowed);
  ADD ("a-goodbye-is-no-loss", set_up_meeting, test_leave);
  ADD ("nobody-else-founds", set_up, test_forged_genesis);
  ADD ("there-is-one-genesis", set_up_meeting, test_second_genesis);
  ADD ("whoever-is-removed-is-out", set_up_meeting, test_removed);
  ADD ("a-line-that-breaks-comes-back", set_up_meeting, test_reconnection);
  ADD ("the-leader-finds-who-waits", set_up_meeting, test_waiting_and_leader);
  ADD ("an-end-is-an-end", set_up_meeting, test_end);
  ADD ("the-last-goodbye-closes-the-meeting", set_up_meeting, test_goodbye);
  ADD ("a-delegate-may-found", set_up, test_delegate);
  return g_test_run ();
}
