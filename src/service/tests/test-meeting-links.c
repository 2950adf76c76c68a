/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which LINKs the service takes, and what it gives out of them. */
#include "service/tests/meeting-fixture.h"

static ConfabStanding
standing (const MeetingFixture *fixture, const Person *person)
{
  return confab_service_meeting_get_standing (fixture->meeting, &person->pid);
}

static void
test_founder_alone (MeetingFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (standing (fixture, fixture->ada), ==, CONFAB_STANDING_WAITING);
  g_assert_false (confab_service_meeting_has_link (fixture->meeting));
  meeting_fixture_begin (fixture);
  g_assert_cmpint (standing (fixture, fixture->ada), ==, CONFAB_STANDING_LEADER);
  g_assert_true (confab_service_meeting_has_link (fixture->meeting));
}

static void
test_first_is_founders (MeetingFixture *fixture, gconstpointer data)
{
  ConfabCarrier *link;

  meeting_fixture_join (fixture, fixture->bob);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada, link), ==, CONFAB_REFUSED_BAD_LINK);
}

/* A founder that brought another EK than GENESIS named is not the founder. */
static void
test_first_has_keys_of_genesis (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_join (fixture, fixture->ada);
  lead_update (fixture->lead, fixture->ada);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_REFUSED_BAD_LINK);
}

static void
test_admission (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) pending = NULL;
  g_autoptr (GPtrArray) none = NULL;

  meeting_fixture_begin (fixture);
  meeting_fixture_join (fixture, fixture->bob);
  g_assert_cmpint (standing (fixture, fixture->bob), ==, CONFAB_STANDING_WAITING);
  g_assert_cmpint (standing (fixture, fixture->eve), ==, CONFAB_STANDING_GUEST);
  pending = confab_service_meeting_list_pending_joins (fixture->meeting);
  g_assert_cmpuint (pending->len, ==, 1);
  g_assert_true (g_bytes_equal (pending->pdata[0], fixture->bob->join));

  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_ACCEPTED);
  g_assert_cmpint (standing (fixture, fixture->bob), ==, CONFAB_STANDING_MEMBER);
  g_assert_nonnull (confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid));
  g_assert_null (confab_service_meeting_get_box (fixture->meeting, &fixture->ada->pid));
  none = confab_service_meeting_list_pending_joins (fixture->meeting);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A JOIN that came to the leader by another way than the service: the LINK brings it along. */
static void
test_join_comes_with_link (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_begin (fixture);
  person_make_join (fixture->bob, &fixture->lead->tag);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_ACCEPTED);
  g_assert_cmpint (standing (fixture, fixture->bob), ==, CONFAB_STANDING_MEMBER);
}

/* And one that waits here need not be brought: whoever lacks it gets it all the same. */
static void
test_join_is_added (MeetingFixture *fixture, gconstpointer data)
{
  g_auto (ConfabLinkOutcome) outcome = { 0 };
  g_autoptr (ConfabCarrier) link = NULL;

  meeting_fixture_begin (fixture);
  meeting_fixture_join (fixture, fixture->bob);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);
  g_ptr_array_set_size (link->link.step->joins, 0);
  g_assert_cmpint (confab_service_meeting_take_link (fixture->meeting, &fixture->ada->pid,
                                                     &link->link, FAILOVER_MS, fixture->now_ms,
                                                     &outcome),
                   ==, CONFAB_ACCEPTED);
  g_assert_cmpuint (outcome.step->joins->len, ==, 1);
  g_assert_true (g_bytes_equal (outcome.step->joins->pdata[0], fixture->bob->join));
  g_assert_cmpuint (outcome.base->joins->len, ==, 1);
  g_assert_true (g_bytes_equal (outcome.base->joins->pdata[0], fixture->ada->join));
}

static void
test_wrong_prev (MeetingFixture *fixture, gconstpointer data)
{
  ConfabDigest prev;

  meeting_fixture_begin (fixture);
  prev = fixture->lead->prev;

  fixture->lead->prev.bytes[0] ^= 1;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_WRONG_PREV);
  fixture->lead->prev = prev; /* n is 2 now: the next one is n = 3 on top of 1 */
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_WRONG_PREV);
  fixture->lead->n = 1;
  fixture->lead->prev = prev;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_ACCEPTED);
  fixture->lead->n = 1;
  fixture->lead->prev = prev;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_FLAGS)),
                   ==, CONFAB_REFUSED_WRONG_PREV);
}

static void
test_forged (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) link = lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);
  GBytes *genuine = link->link.step->link;

  for (gsize byte = 36; byte < g_bytes_get_size (genuine); byte += 11) {
    g_auto (ConfabLinkOutcome) outcome = { 0 };

    link->link.step->link = spoil (genuine, byte);
    g_assert_cmpint (confab_service_meeting_take_link (fixture->meeting, &fixture->ada->pid,
                                                       &link->link, FAILOVER_MS, fixture->now_ms,
                                                       &outcome),
                     !=, CONFAB_ACCEPTED);
    g_bytes_unref (link->link.step->link);
  }
  link->link.step->link = genuine;
}

static void
test_not_by_others (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_COHOST);

  /* Ada's LINK in Bob's hands */
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_BAD_SIGNATURE);
  /* Bob's LINK in Ada's name */
  fixture->lead->n = 2;
  fixture->lead->signer = fixture->bob;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_NOT_LEADER);
  fixture->lead->signer = NULL;
  /* Bob's LINK in the term that is Ada's */
  fixture->lead->n = 2;
  fixture->lead->leader = fixture->bob;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   !=, CONFAB_ACCEPTED);
  /* Eve, of whom nothing is known */
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->eve,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_NOT_LEADER);
}

/* What is wrong with a LINK's contents, which take long to look at, is not found out for just anybody. */
static void
test_who_comes_before_what (MeetingFixture *fixture, gconstpointer data)
{
  ConfabCarrier *link;
  ConfabDigest prev;

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_COHOST);
  meeting_fixture_join (fixture, fixture->eve);
  prev = fixture->lead->prev;

  fixture->lead->signer = fixture->eve;
  fixture->lead->leader = fixture->eve;
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC);
  g_ptr_array_add (link->link.step->joins, spoil (fixture->bob->join, 60));
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->eve, link), ==,
                   CONFAB_REFUSED_NOT_LEADER);

  fixture->lead->n--;
  fixture->lead->prev = prev;
  fixture->lead->signer = fixture->bob;
  fixture->lead->leader = fixture->bob;
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC);
  g_ptr_array_add (link->link.step->joins, spoil (fixture->bob->join, 60));
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob, link), ==,
                   CONFAB_REFUSED_NOT_LEADER);
}

static void
test_other_meeting (MeetingFixture *fixture, gconstpointer data)
{
  fixture->lead->tag.gen.bytes[0] ^= 1;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_REFUSED_OTHER_MEETING);
}

/* (transfer full): the LINK that would admit Bob; it has been refused when the function returns. */
static ConfabCarrier *
prepare_admission (MeetingFixture *fixture)
{
  meeting_fixture_begin (fixture);
  person_make_join (fixture->bob, &fixture->lead->tag);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  return lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);
}

static void
test_contents_must_fit (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) link = prepare_admission (fixture);
  ConfabLinkStep *step = link->link.step;
  g_autoptr (GBytes) roster = g_bytes_ref (step->roster);
  g_autoptr (GBytes) join = g_bytes_ref (step->joins->pdata[0]);
  g_auto (ConfabLinkOutcome) outcome = { 0 };

#define TAKE()                                                                         \
  confab_service_meeting_take_link (fixture->meeting, &fixture->ada->pid, &link->link, \
                                    FAILOVER_MS, fixture->now_ms, &outcome)
  g_bytes_unref (step->roster);
  step->roster = spoil (roster, 19); /* Ada's flags, which only the roster's hash covers */
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_LINK);
  g_bytes_unref (step->roster);
  step->roster = g_bytes_ref (roster);

  g_ptr_array_set_size (step->joins, 0);
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_LINK);
  g_ptr_array_add (step->joins, spoil (join, 60));
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_ptr_array_set_size (step->joins, 0);
  g_ptr_array_add (step->joins, g_bytes_ref (join));

  g_hash_table_insert (link->link.boxes, confab_pid_copy (&fixture->eve->pid),
                       g_bytes_ref (g_hash_table_lookup (link->link.boxes, &fixture->bob->pid)));
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_LINK);
  g_hash_table_remove (link->link.boxes, &fixture->eve->pid);

  g_assert_cmpint (TAKE (), ==, CONFAB_ACCEPTED);
#undef TAKE
}

/* Bob's box under Ada's name: she would get what is his. */
static void
test_box_for_another (MeetingFixture *fixture, gconstpointer data)
{
  ConfabCarrier *link = prepare_admission (fixture);
  GBytes *box = g_hash_table_lookup (link->link.boxes, &fixture->bob->pid);

  g_hash_table_insert (link->link.boxes, confab_pid_copy (&fixture->ada->pid), g_bytes_ref (box));
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada, link), ==, CONFAB_REFUSED_BAD_LINK);
}

/* Bob's JOIN under Eve's pid: she would be shown with his name and keys. */
static void
test_join_of_another (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_begin (fixture);
  meeting_fixture_join (fixture, fixture->bob);
  lead_admit (fixture->lead, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  lead_entry (fixture->lead, fixture->bob)->pid = fixture->eve->pid;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_REFUSED_BAD_LINK);
}

static void
test_no_identity_twice (MeetingFixture *fixture, gconstpointer data)
{
  Person *twin = person_new_again (fixture->ada);

  meeting_fixture_begin (fixture);
  meeting_fixture_join (fixture, twin);
  lead_admit (fixture->lead, twin, CONFAB_ROLE_HOST);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_REFUSED_BAD_LINK);
  person_free (twin);
}

static void
test_49_joins (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func ((GDestroyNotify) person_free);

  meeting_fixture_begin (fixture);
  for (guint i = 0; i < 49; i++) {
    Person *person = person_new ("Crowd");

    g_ptr_array_add (crowd, person);
    person_make_join (person, &fixture->lead->tag);
    lead_admit (fixture->lead, person, CONFAB_ROLE_PARTICIPANT);
  }
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_REFUSED_BAD_LINK);
}

/* The same LINK again brings more boxes, for those the service knows in it, and nothing else. */
static void
test_repeated_boxes (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (ConfabCarrier) again = NULL;
  g_auto (ConfabLinkOutcome) outcome = { 0 };

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  before = g_bytes_ref (confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid));
  again = lead_make_box (fixture->lead, fixture->bob);
  g_assert_cmpint (confab_service_meeting_take_link (fixture->meeting, &fixture->ada->pid,
                                                     &again->link, FAILOVER_MS, fixture->now_ms,
                                                     &outcome),
                   ==, CONFAB_ACCEPTED);
  g_assert_true (outcome.is_repetition);
  g_assert_false (g_bytes_equal (
      before, confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid)));

  g_assert_cmpint (
      meeting_fixture_send (fixture, fixture->bob, lead_make_box (fixture->lead, fixture->bob)), ==,
      CONFAB_REFUSED_NOT_LEADER);
  g_assert_cmpint (
      meeting_fixture_send (fixture, fixture->ada, lead_make_box (fixture->lead, fixture->eve)), ==,
      CONFAB_REFUSED_BAD_LINK);
}

/* A box is for one LINK: with the next one it is of no use to anybody. */
static void
test_boxes_go_with_link (MeetingFixture *fixture, gconstpointer data)
{
  ConfabCarrier *link;

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  g_assert_nonnull (confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid));
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC);
  g_hash_table_remove_all (link->link.boxes);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada, link), ==, CONFAB_ACCEPTED);
  g_assert_null (confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid));
}

/* Out of the roster altogether: nothing of the person stays, and the next JOIN is a new one's. */
static void
test_back_to_waiting_room (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  lead_delete (fixture->lead, fixture->bob);
  g_assert_cmpint (
      meeting_fixture_send (fixture, fixture->ada,
                            lead_make_link (fixture->lead, CONFAB_CAUSE_TO_WAITING_ROOM)),
      ==, CONFAB_ACCEPTED);
  g_assert_cmpint (standing (fixture, fixture->bob), ==, CONFAB_STANDING_GUEST);
}

static ConfabCarrier *
sync_answer (MeetingFixture *fixture, const Person *person, guint32 have)
{
  ConfabCarrier *answer = NULL;

  g_assert_cmpint (
      confab_service_meeting_answer_sync (fixture->meeting, &person->pid, have, &answer), ==,
      CONFAB_ACCEPTED);
  return answer;
}

static void
test_sync (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) all = NULL;
  g_autoptr (ConfabCarrier) last = NULL;
  g_autoptr (ConfabCarrier) none = NULL;
  g_autoptr (ConfabCarrier) future = NULL;
  GBytes *box;

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  meeting_fixture_admit (fixture, fixture->eve, CONFAB_ROLE_PARTICIPANT);
  box = confab_service_meeting_get_box (fixture->meeting, &fixture->bob->pid);

  all = sync_answer (fixture, fixture->ada, 0);
  g_assert_cmpuint (all->sync.links->len, ==, 3);
  g_assert_false (all->sync.more);
  g_assert_null (all->sync.box);
  last = sync_answer (fixture, fixture->bob, 2);
  g_assert_cmpuint (last->sync.links->len, ==, 1);
  g_assert_true (g_bytes_equal (last->sync.box, box));
  g_assert_true (g_bytes_equal (((ConfabLinkStep *) last->sync.links->pdata[0])->link,
                                fixture->lead->step->link));
  none = sync_answer (fixture, fixture->bob, 3);
  g_assert_cmpuint (none->sync.links->len, ==, 0);
  future = sync_answer (fixture, fixture->bob, G_MAXUINT32);
  g_assert_cmpuint (future->sync.links->len, ==, 0);
}

static void
test_commands_and_roles (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) command = NULL;
  g_autoptr (GBytes) strangers = NULL;
  g_autoptr (ConfabCarrier) link = NULL;
  g_auto (ConfabLinkOutcome) outcome = { 0 };

  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
  command = person_make_command (fixture->ada, &fixture->lead->tag, CONFAB_COMMAND_SET_ROLE,
                                 &fixture->bob->pid);
  strangers = person_make_command (fixture->eve, &fixture->lead->tag, CONFAB_COMMAND_LOCK,
                                   &CONFAB_PID_NONE);
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE);

#define TAKE()                                                                         \
  confab_service_meeting_take_link (fixture->meeting, &fixture->ada->pid, &link->link, \
                                    FAILOVER_MS, fixture->now_ms, &outcome)
  g_ptr_array_add (link->link.step->cmds, g_bytes_ref (strangers));
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_LINK);
  g_ptr_array_set_size (link->link.step->cmds, 0);
  g_ptr_array_add (link->link.step->roles, confab_role_proof_new (command, fixture->bob->join));
  g_assert_cmpint (TAKE (), ==, CONFAB_REFUSED_BAD_SIGNATURE);
  g_ptr_array_set_size (link->link.step->roles, 0);

  g_ptr_array_add (link->link.step->cmds, g_bytes_ref (command));
  g_ptr_array_add (link->link.step->roles, confab_role_proof_new (command, fixture->ada->join));
  g_assert_cmpint (TAKE (), ==, CONFAB_ACCEPTED);
  g_assert_cmpuint (outcome.step->roles->len, ==, 1);
#undef TAKE
}

#define ADD(name, function)                                                                 \
  g_test_add ("/service/meeting/links/" name, MeetingFixture, NULL, meeting_fixture_set_up, \
              function, meeting_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("the-first-makes-the-founder-leader", test_founder_alone);
  ADD ("the-first-has-the-founder-only", test_first_is_founders);
  ADD ("the-first-has-the-keys-of-genesis", test_first_has_keys_of_genesis);
  ADD ("admission-makes-a-member", test_admission);
  ADD ("a-join-may-come-with-its-link", test_join_comes_with_link);
  ADD ("a-join-that-is-here-is-added", test_join_is_added);
  ADD ("another-prev-or-number-is-refused", test_wrong_prev);
  ADD ("one-bit-changed-is-refused", test_forged);
  ADD ("nobody-sends-anothers", test_not_by_others);
  ADD ("who-sends-it-comes-before-what-is-in-it", test_who_comes_before_what);
  ADD ("another-meetings-is-refused", test_other_meeting);
  ADD ("what-does-not-fit-is-refused", test_contents_must_fit);
  ADD ("a-box-under-another-name-is-refused", test_box_for_another);
  ADD ("an-entry-has-its-own-join", test_join_of_another);
  ADD ("boxes-go-with-their-link", test_boxes_go_with_link);
  ADD ("nobody-is-in-it-twice", test_no_identity_twice);
  ADD ("more-than-48-joins-are-refused", test_49_joins);
  ADD ("the-same-again-brings-boxes", test_repeated_boxes);
  ADD ("who-is-out-begins-anew", test_back_to_waiting_room);
  ADD ("sync-gives-what-follows", test_sync);
  ADD ("commands-and-roles-are-verified", test_commands_and_roles);
  return g_test_run ();
}
