/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heartbeats, ACKs, commands, SDP, messages and forks: passed on for those who made them, and nobody else. */
#include "service/tests/meeting-fixture.h"

static void
set_up (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_set_up (fixture, data);
  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
}

static ConfabRefusal
heartbeat (MeetingFixture *fixture, GBytes *statement)
{
  return confab_service_meeting_take_heartbeat (fixture->meeting, statement, fixture->now_ms);
}

static void
test_heartbeat (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = lead_make_heartbeat (fixture->lead);
  g_autoptr (GBytes) second = lead_make_heartbeat (fixture->lead);
  g_autoptr (GBytes) forged = spoil (second, 50);

  fixture->now_ms += 5000;
  g_assert_cmpint (heartbeat (fixture, forged), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (confab_service_meeting_get_leader_heard_ms (fixture->meeting), ==, 1000000);
  g_assert_cmpint (heartbeat (fixture, second), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (confab_service_meeting_get_leader_heard_ms (fixture->meeting), ==, 1005000);
  g_assert_cmpint (heartbeat (fixture, first), ==, CONFAB_REFUSED_OLD);
  g_assert_cmpint (heartbeat (fixture, second), ==, CONFAB_REFUSED_OLD);
}

/* LINKs also go over data channels, so the leader can be ahead of the service; its heart beats all the same. */
static void
test_heartbeat_ahead (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) unseen = lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC);
  g_autoptr (GBytes) ahead = lead_make_heartbeat (fixture->lead);
  g_autoptr (GBytes) lying = NULL;

  g_assert_cmpint (heartbeat (fixture, ahead), ==, CONFAB_ACCEPTED);
  fixture->lead->n = 2; /* the number of the newest, the hash of another */
  lying = lead_make_heartbeat (fixture->lead);
  g_assert_cmpint (heartbeat (fixture, lying), ==, CONFAB_REFUSED_BAD_LINK);
}

static void
test_heartbeat_of_others (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bobs = NULL;
  g_autoptr (GBytes) next_term = NULL;

  fixture->lead->leader = fixture->bob;
  bobs = lead_make_heartbeat (fixture->lead);
  fixture->lead->leader = fixture->ada;
  fixture->lead->term = 2;
  next_term = lead_make_heartbeat (fixture->lead);
  g_assert_cmpint (heartbeat (fixture, bobs), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (heartbeat (fixture, next_term), ==, CONFAB_REFUSED_OLD);
}

static void
test_ack (MeetingFixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  ConfabMeetingTag other = *tag;
  g_autoptr (GBytes) good = person_make_ack (fixture->bob, tag, CONFAB_ACK_OK);
  g_autoptr (GBytes) forged = spoil (good, 100);
  g_autoptr (GBytes) adas = person_make_ack (fixture->ada, tag, CONFAB_ACK_OK);
  g_autoptr (GBytes) elsewhere = NULL;
  g_autoptr (GBytes) waiting = NULL;

#define CHECK(person, statement) \
  confab_service_meeting_check_ack (fixture->meeting, &(person)->pid, statement)
  other.gen.bytes[5] ^= 1;
  elsewhere = person_make_ack (fixture->bob, &other, CONFAB_ACK_OK);
  g_assert_cmpint (CHECK (fixture->bob, good), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (CHECK (fixture->bob, forged), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (CHECK (fixture->bob, adas), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (CHECK (fixture->bob, elsewhere), ==, CONFAB_REFUSED_OTHER_MEETING);

  waiting = person_make_ack (fixture->eve, tag, CONFAB_ACK_WAITING);
  g_assert_cmpint (CHECK (fixture->eve, waiting), ==, CONFAB_REFUSED_JOIN_FIRST);
  meeting_fixture_join (fixture, fixture->eve);
  g_assert_cmpint (CHECK (fixture->eve, waiting), ==, CONFAB_ACCEPTED);
#undef CHECK
}

static void
test_command (MeetingFixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  g_autoptr (GBytes) first =
      person_make_command (fixture->ada, tag, CONFAB_COMMAND_LOCK, &CONFAB_PID_NONE);
  g_autoptr (GBytes) second =
      person_make_command (fixture->ada, tag, CONFAB_COMMAND_UNLOCK, &CONFAB_PID_NONE);
  g_autoptr (GBytes) forged = spoil (second, 60);

#define TAKE(person, statement) \
  confab_service_meeting_take_command (fixture->meeting, &(person)->pid, statement)
  g_assert_cmpint (TAKE (fixture->bob, first), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (TAKE (fixture->ada, forged), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (TAKE (fixture->ada, second), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (TAKE (fixture->ada, second), ==, CONFAB_REFUSED_OLD);
  g_assert_cmpint (TAKE (fixture->ada, first), ==, CONFAB_REFUSED_OLD);
#undef TAKE
}

static ConfabRefusal
check_sdp (MeetingFixture *fixture, const Person *from, GBytes *sdpauth, const char *sdp,
           const ConfabPid *to)
{
  ConfabSdpCarrier carrier = { .sdpauth = sdpauth, .sdp = (char *) sdp, .to = *to };

  return confab_service_meeting_check_sdp (fixture->meeting, &from->pid, &carrier);
}

static void
test_sdp (MeetingFixture *fixture, gconstpointer data)
{
  const ConfabPid *bob = &fixture->bob->pid;
  const ConfabPid *ada = &fixture->ada->pid;
  g_autoptr (GBytes) offer =
      person_make_sdpauth (fixture->ada, &fixture->lead->tag, bob, "v=0\r\n");
  g_autoptr (GBytes) forged = spoil (offer, 90);

  g_assert_cmpint (check_sdp (fixture, fixture->ada, offer, "v=0\r\n", bob), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (check_sdp (fixture, fixture->ada, offer, "v=0\n", bob), ==,
                   CONFAB_REFUSED_BAD_STATEMENT);
  g_assert_cmpint (check_sdp (fixture, fixture->ada, offer, "v=0\r\n", ada), ==,
                   CONFAB_REFUSED_BAD_STATEMENT);
  g_assert_cmpint (check_sdp (fixture, fixture->bob, offer, "v=0\r\n", bob), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_cmpint (check_sdp (fixture, fixture->ada, forged, "v=0\r\n", bob), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);
}

static ConfabRefusal
check_message (MeetingFixture *fixture, const Person *from, GBytes *message, const ConfabPid *to)
{
  ConfabMessageCarrier carrier = { .msg = message, .to = *to };

  return confab_service_meeting_check_message (fixture->meeting, &from->pid, &carrier);
}

static void
test_message (MeetingFixture *fixture, gconstpointer data)
{
  const ConfabMeetingTag *tag = &fixture->lead->tag;
  ConfabMeetingTag other = *tag;
  g_autoptr (GBytes) to_all = person_make_message (fixture->bob, tag, &CONFAB_PID_NONE);
  g_autoptr (GBytes) to_ada = person_make_message (fixture->bob, tag, &fixture->ada->pid);
  g_autoptr (GBytes) elsewhere = NULL;

  other.gen.bytes[0] ^= 1;
  elsewhere = person_make_message (fixture->bob, &other, &CONFAB_PID_NONE);
  g_assert_cmpint (check_message (fixture, fixture->bob, to_all, &CONFAB_PID_NONE), ==,
                   CONFAB_ACCEPTED);
  g_assert_cmpint (check_message (fixture, fixture->bob, to_ada, &fixture->ada->pid), ==,
                   CONFAB_ACCEPTED);
  g_assert_cmpint (check_message (fixture, fixture->bob, to_ada, &CONFAB_PID_NONE), ==,
                   CONFAB_REFUSED_BAD_STATEMENT);
  g_assert_cmpint (check_message (fixture, fixture->bob, to_all, &fixture->ada->pid), ==,
                   CONFAB_REFUSED_BAD_STATEMENT);
  g_assert_cmpint (check_message (fixture, fixture->ada, to_all, &CONFAB_PID_NONE), ==,
                   CONFAB_REFUSED_NOT_YOURS);
  g_assert_cmpint (check_message (fixture, fixture->bob, elsewhere, &CONFAB_PID_NONE), ==,
                   CONFAB_REFUSED_OTHER_MEETING);
}

static void
test_fork (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) second = lead_make_link (fixture->lead, CONFAB_CAUSE_FLAGS);
  GBytes *link = second->link.step->link;
  g_autoptr (GBytes) forged = spoil (link, 100);
  g_autoptr (ConfabCarrier) eves = NULL;

  g_assert_cmpint (confab_service_meeting_check_fork (fixture->meeting, link), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (confab_service_meeting_check_fork (fixture->meeting, forged), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);
  fixture->lead->leader = fixture->eve;
  eves = lead_make_link (fixture->lead, CONFAB_CAUSE_FLAGS);
  g_assert_cmpint (confab_service_meeting_check_fork (fixture->meeting, eves->link.step->link), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);
}

#define ADD(name, function)                                                                \
  g_test_add ("/service/meeting/statements/" name, MeetingFixture, NULL, set_up, function, \
              meeting_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("heartbeats-rise", test_heartbeat);
  ADD ("a-heart-may-beat-ahead-of-the-service", test_heartbeat_ahead);
  ADD ("only-the-leaders-heart-counts", test_heartbeat_of_others);
  ADD ("an-ack-is-its-makers", test_ack);
  ADD ("a-command-is-its-makers-and-counts-once", test_command);
  ADD ("sdp-is-signed-for-whom-it-goes-to", test_sdp);
  ADD ("a-message-says-whom-it-is-from-and-for", test_message);
  ADD ("a-fork-is-a-signed-link", test_fork);
  return g_test_run ();
}
