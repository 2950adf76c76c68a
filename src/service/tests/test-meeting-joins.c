/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which JOINs the service passes on. */
#include "service/tests/meeting-fixture.h"

static ConfabRefusal
take (MeetingFixture *fixture, const Person *claimed, GBytes *statement)
{
  gboolean is_new;

  return confab_service_meeting_take_join (fixture->meeting, &claimed->pid, statement, &is_new);
}

static void
test_repetition (MeetingFixture *fixture, gconstpointer data)
{
  gboolean is_new = TRUE;

  meeting_fixture_begin (fixture);
  meeting_fixture_join (fixture, fixture->bob);
  g_assert_cmpint (confab_service_meeting_take_join (fixture->meeting, &fixture->bob->pid,
                                                     fixture->bob->join, &is_new),
                   ==, CONFAB_ACCEPTED);
  g_assert_false (is_new);
}

/* Whoever saw a JOIN, as every participant did, can not come in with it. */
static void
test_replay (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = NULL;

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  first = g_bytes_ref (fixture->bob->join);
  g_assert_cmpint (take (fixture, fixture->bob, first), ==, CONFAB_REFUSED_OLD_JOIN);
  g_assert_cmpint (
      take (fixture, fixture->bob, person_make_join (fixture->bob, &fixture->lead->tag)), ==,
      CONFAB_ACCEPTED);
  g_assert_cmpint (take (fixture, fixture->bob, first), ==, CONFAB_REFUSED_OLD_JOIN);
}

static void
test_anothers_pid (MeetingFixture *fixture, gconstpointer data)
{
  Person *thief = person_new ("Thief");

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  person_make_join (fixture->eve, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->bob, fixture->eve->join), ==, CONFAB_REFUSED_NOT_YOURS);
  thief->pid = fixture->bob->pid;
  thief->seq = 7;
  person_make_join (thief, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->bob, thief->join), ==, CONFAB_REFUSED_NOT_YOURS);
  person_free (thief);
}

static void
test_forged (MeetingFixture *fixture, gconstpointer data)
{
  gsize size;

  meeting_fixture_begin (fixture);
  person_make_join (fixture->bob, &fixture->lead->tag);
  size = g_bytes_get_size (fixture->bob->join);
  for (gsize byte = 0; byte < size; byte += 5) {
    g_autoptr (GBytes) spoilt = spoil (fixture->bob->join, byte);

    g_assert_cmpint (take (fixture, fixture->bob, spoilt), !=, CONFAB_ACCEPTED);
  }
}

static void
test_other_meeting (MeetingFixture *fixture, gconstpointer data)
{
  ConfabMeetingTag tag = fixture->lead->tag;

  tag.gen.bytes[31] ^= 1;
  person_make_join (fixture->bob, &tag);
  g_assert_cmpint (take (fixture, fixture->bob, fixture->bob->join), ==,
                   CONFAB_REFUSED_OTHER_MEETING);
}

static void
test_removed (MeetingFixture *fixture, gconstpointer data)
{
  Person *again = person_new_again (fixture->bob);

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  lead_entry (fixture->lead, fixture->bob)->role = CONFAB_ROLE_REMOVED;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_REMOVAL)),
                   ==, CONFAB_ACCEPTED);
  person_make_join (again, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, again, again->join), ==, CONFAB_REFUSED_REMOVED);
  g_assert_cmpint (
      take (fixture, fixture->bob, person_make_join (fixture->bob, &fixture->lead->tag)), ==,
      CONFAB_REFUSED_REMOVED);
  person_free (again);
}

static void
test_locked (MeetingFixture *fixture, gconstpointer data)
{
  Person *bob_again = person_new_again (fixture->bob);
  Person *ada_again = person_new_again (fixture->ada);

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  fixture->lead->flags = CONFAB_LINK_LOCKED;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_FLAGS)),
                   ==, CONFAB_ACCEPTED);
  person_make_join (fixture->eve, &fixture->lead->tag);
  person_make_join (bob_again, &fixture->lead->tag);
  person_make_join (ada_again, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->eve, fixture->eve->join), ==, CONFAB_REFUSED_LOCKED);
  g_assert_cmpint (take (fixture, bob_again, bob_again->join), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (take (fixture, ada_again, ada_again->join), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (
      take (fixture, fixture->bob, person_make_join (fixture->bob, &fixture->lead->tag)), ==,
      CONFAB_ACCEPTED);
  person_free (bob_again);
  person_free (ada_again);
}

static void
test_kinds (MeetingFixture *fixture, gconstpointer data)
{
  fixture->bob->caps = CONFAB_CAP_BROWSER;
  person_make_join (fixture->bob, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->bob, fixture->bob->join), ==, CONFAB_REFUSED_BROWSER);
  fixture->eve->caps = CONFAB_CAP_TELEPHONE;
  person_make_join (fixture->eve, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->eve, fixture->eve->join), ==, CONFAB_REFUSED_TELEPHONE);
}

/* The queue at the door has an end, and those who leave it make room. */
static void
test_full (MeetingFixture *fixture, gconstpointer data)
{
  Person *first = NULL;

  meeting_fixture_begin (fixture);
  for (guint i = 0; i < 256; i++) {
    Person *person = person_new ("Crowd");

    meeting_fixture_join (fixture, person);
    if (first == NULL)
      first = person;
    else
      person_free (person);
  }
  person_make_join (fixture->bob, &fixture->lead->tag);
  g_assert_cmpint (take (fixture, fixture->bob, fixture->bob->join), ==, CONFAB_REFUSED_FULL);
  confab_service_meeting_forget_waiting (fixture->meeting, &first->pid);
  g_assert_cmpint (take (fixture, fixture->bob, fixture->bob->join), ==, CONFAB_ACCEPTED);
  person_free (first);
}

/* A renewed key waits beside the one in the roster until a LINK takes it up, and LINKs do not lose it. */
static void
test_renewal (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) pending = NULL;
  g_autoptr (GPtrArray) still = NULL;
  g_autoptr (GPtrArray) none = NULL;

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  meeting_fixture_join (fixture, fixture->bob);
  pending = confab_service_meeting_list_pending_joins (fixture->meeting);
  g_assert_cmpuint (pending->len, ==, 1);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_ACCEPTED);
  still = confab_service_meeting_list_pending_joins (fixture->meeting);
  g_assert_cmpuint (still->len, ==, 1);
  g_assert_true (g_bytes_equal (still->pdata[0], fixture->bob->join));

  confab_service_meeting_forget_waiting (fixture->meeting, &fixture->bob->pid); /* he is a member */
  lead_update (fixture->lead, fixture->bob);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE)),
                   ==, CONFAB_ACCEPTED);
  none = confab_service_meeting_list_pending_joins (fixture->meeting);
  g_assert_cmpuint (none->len, ==, 0);
}

#define ADD(name, function)                                                                 \
  g_test_add ("/service/meeting/joins/" name, MeetingFixture, NULL, meeting_fixture_set_up, \
              function, meeting_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("a-repetition-does-no-harm", test_repetition);
  ADD ("a-copy-does-not-let-in", test_replay);
  ADD ("anothers-pid-is-not-taken", test_anothers_pid);
  ADD ("one-bit-changed-is-refused", test_forged);
  ADD ("another-meetings-is-refused", test_other_meeting);
  ADD ("who-was-removed-stays-out", test_removed);
  ADD ("a-lock-keeps-strangers-out-only", test_locked);
  ADD ("browsers-and-telephones-by-policy", test_kinds);
  ADD ("the-queue-has-an-end", test_full);
  ADD ("a-renewed-key-waits-for-its-link", test_renewal);
  return g_test_run ();
}
