/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who leads after whom, and what the service believes after it forgot. */
#include "service/ended-meetings.h"
#include "service/tests/meeting-fixture.h"

static void
set_up (MeetingFixture *fixture, gconstpointer data)
{
  meeting_fixture_set_up (fixture, data);
  meeting_fixture_begin (fixture);
  meeting_fixture_admit (fixture, fixture->bob, CONFAB_ROLE_PARTICIPANT);
}

static void
make_cohost (MeetingFixture *fixture, const Person *person)
{
  lead_entry (fixture->lead, person)->role = CONFAB_ROLE_COHOST;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE)),
                   ==, CONFAB_ACCEPTED);
}

static ConfabRefusal
take_over (MeetingFixture *fixture, Person *next, GBytes *handover)
{
  ConfabCarrier *link;

  lead_become (fixture->lead, next);
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_LEADER_CHANGE);
  link->link.step->handover = handover != NULL ? g_bytes_ref (handover) : NULL;
  return meeting_fixture_send (fixture, next, link);
}

static void
test_handover (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) handover = NULL;

  make_cohost (fixture, fixture->bob);
  handover = lead_make_handover (fixture->lead, fixture->bob);
  g_assert_cmpint (take_over (fixture, fixture->bob, handover), ==, CONFAB_ACCEPTED);
  g_assert_true (
      confab_pid_equal (confab_service_meeting_get_leader (fixture->meeting), &fixture->bob->pid));
  /* Ada, who gave it away, leads no longer */
  fixture->lead->leader = fixture->ada;
  fixture->lead->term = 1;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_REFUSED_NOT_LEADER);
}

static void
test_handover_to_another (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) to_ada = NULL;

  make_cohost (fixture, fixture->bob);
  to_ada = lead_make_handover (fixture->lead, fixture->ada);
  g_assert_cmpint (take_over (fixture, fixture->bob, to_ada), ==, CONFAB_REFUSED_NOT_LEADER);
}

static void
test_forged_handover (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) handover = NULL;

  make_cohost (fixture, fixture->bob);
  fixture->lead->leader = fixture->bob;
  handover = lead_make_handover (fixture->lead, fixture->bob);
  fixture->lead->leader = fixture->ada;
  g_assert_cmpint (take_over (fixture, fixture->bob, handover), ==, CONFAB_REFUSED_NOT_LEADER);
}

static void
test_early_failover (MeetingFixture *fixture, gconstpointer data)
{
  make_cohost (fixture, fixture->bob);
  fixture->now_ms += FAILOVER_MS - 1;
  g_assert_cmpint (take_over (fixture, fixture->bob, NULL), ==, CONFAB_REFUSED_EARLY_FAILOVER);
}

static void
test_failover (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabCarrier) lineage = NULL;
  g_autoptr (ConfabCarrier) none = NULL;

  make_cohost (fixture, fixture->bob);
  fixture->now_ms += FAILOVER_MS;
  lead_entry (fixture->lead, fixture->ada)->flags |= CONFAB_ENTRY_ABSENT;
  g_assert_cmpint (take_over (fixture, fixture->bob, NULL), ==, CONFAB_ACCEPTED);

  lineage = confab_service_meeting_answer_lineage (fixture->meeting, 0);
  g_assert_cmpuint (lineage->lineage.lineage->entries->len, ==, 1);
  none = confab_service_meeting_answer_lineage (fixture->meeting, 2);
  g_assert_cmpuint (none->lineage.lineage->entries->len, ==, 0);
}

/* A leader who changes roles all day makes nothing that newcomers can not read. */
static void
test_many_role_proofs (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) last = NULL;
  g_autoptr (ConfabCarrier) answer = NULL;
  g_autoptr (ConfabCarrier) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  const GPtrArray *roles;

  for (guint i = 0; i < CONFAB_ROSTER_MAX_ENTRIES + 44; i++) {
    ConfabCarrier *link = lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE);

    g_clear_pointer (&last, g_bytes_unref);
    last = person_make_command (fixture->ada, &fixture->lead->tag, CONFAB_COMMAND_SET_ROLE,
                                &fixture->bob->pid);
    g_ptr_array_add (link->link.step->roles, confab_role_proof_new (last, fixture->ada->join));
    g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada, link), ==, CONFAB_ACCEPTED);
  }
  answer = confab_service_meeting_answer_lineage (fixture->meeting, 0);
  json = confab_carrier_to_json (answer);
  read = confab_carrier_parse (json, strlen (json), &error);
  g_assert_no_error (error);
  roles = read->lineage.lineage->roles;
  g_assert_true (
      g_bytes_equal (((const ConfabRoleProof *) roles->pdata[roles->len - 1])->cmd, last));
}

/* A participant takes the place only where the policy has a caretaker, also if the leader names one. */
static void
test_caretaker (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) handover = lead_make_handover (fixture->lead, fixture->bob);

  g_assert_cmpint (take_over (fixture, fixture->bob, handover), ==, CONFAB_REFUSED_NOT_LEADER);
  fixture->now_ms += FAILOVER_MS;
  g_assert_cmpint (take_over (fixture, fixture->bob, NULL), ==, CONFAB_REFUSED_NOT_LEADER);
}

/* Whoever stands in for the host does not end the meeting, unless a host says so. */
static void
test_end_by_cohost (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) handover = NULL;
  g_autoptr (GBytes) command = NULL;
  ConfabCarrier *link;
  ConfabDigest prev;

  make_cohost (fixture, fixture->bob);
  handover = lead_make_handover (fixture->lead, fixture->bob);
  g_assert_cmpint (take_over (fixture, fixture->bob, handover), ==, CONFAB_ACCEPTED);
  prev = fixture->lead->prev;
  fixture->lead->flags = CONFAB_LINK_ENDED;
  command =
      person_make_command (fixture->bob, &fixture->lead->tag, CONFAB_COMMAND_END, &CONFAB_PID_NONE);
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_END);
  g_ptr_array_add (link->link.step->cmds, g_steal_pointer (&command));
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob, link), ==, CONFAB_REFUSED_NOT_HOST);

  fixture->lead->n--;
  fixture->lead->prev = prev;
  link = lead_make_link (fixture->lead, CONFAB_CAUSE_END);
  g_ptr_array_add (link->link.step->cmds,
                   person_make_command (fixture->ada, &fixture->lead->tag, CONFAB_COMMAND_END,
                                        &CONFAB_PID_NONE));
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob, link), ==, CONFAB_ACCEPTED);
}

static void
test_may_not_lead (MeetingFixture *fixture, gconstpointer data)
{
  make_cohost (fixture, fixture->bob);
  lead_entry (fixture->lead, fixture->bob)->flags = 0;
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE)),
                   ==, CONFAB_ACCEPTED);
  fixture->now_ms += FAILOVER_MS;
  g_assert_cmpint (take_over (fixture, fixture->bob, NULL), ==, CONFAB_REFUSED_NOT_LEADER);
}

static ConfabRefusal
restore (const MeetingFixture *fixture, ConfabServiceMeeting *meeting, ConfabCarrier *carrier,
         gint64 wall_ms, gboolean *changed)
{
  g_autoptr (ConfabCarrier) owned = carrier;

  *changed = FALSE;
  return confab_service_meeting_restore (meeting, &fixture->founding, &owned->restore, wall_ms,
                                         fixture->now_ms, changed);
}

static void
test_restore (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  g_autoptr (ConfabCarrier) answer = NULL;
  g_autoptr (ConfabCarrier) older = lead_make_restore (fixture->lead, NULL);
  gboolean changed;

  meeting_fixture_admit (fixture, fixture->eve, CONFAB_ROLE_PARTICIPANT); /* LINK 3 */
  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, NULL), START_MS, &changed), ==,
      CONFAB_ACCEPTED);
  g_assert_true (changed);
  g_assert_cmpint (confab_service_meeting_get_standing (forgetful, &fixture->bob->pid), ==,
                   CONFAB_STANDING_MEMBER);
  g_assert_cmpint (confab_service_meeting_get_standing (forgetful, &fixture->ada->pid), ==,
                   CONFAB_STANDING_LEADER);

  /* an older one changes nothing, nor does the same again */
  g_assert_cmpint (restore (fixture, forgetful, g_steal_pointer (&older), START_MS, &changed), ==,
                   CONFAB_ACCEPTED);
  g_assert_false (changed);
  g_assert_cmpint (confab_service_meeting_get_standing (forgetful, &fixture->eve->pid), ==,
                   CONFAB_STANDING_MEMBER);

  /* what was before is gone: who needs it must join again */
  g_assert_cmpint (confab_service_meeting_answer_sync (forgetful, NULL, 1, &answer), ==,
                   CONFAB_REFUSED_GAP);
  g_assert_cmpint (confab_service_meeting_answer_sync (forgetful, NULL, 2, &answer), ==,
                   CONFAB_ACCEPTED);
  g_assert_cmpuint (answer->sync.links->len, ==, 1);
}

/* Two clients that bring what follows on one another keep the chain whole. */
static void
test_restore_in_steps (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  g_autoptr (ConfabCarrier) answer = NULL;
  gboolean changed;

  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, NULL), START_MS, &changed), ==,
      CONFAB_ACCEPTED);
  meeting_fixture_admit (fixture, fixture->eve, CONFAB_ROLE_PARTICIPANT);
  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, NULL), START_MS, &changed), ==,
      CONFAB_ACCEPTED);
  g_assert_true (changed);
  g_assert_cmpint (confab_service_meeting_answer_sync (forgetful, NULL, 1, &answer), ==,
                   CONFAB_ACCEPTED);
  g_assert_cmpuint (answer->sync.links->len, ==, 2);
}

static void
test_restore_refuses (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  ConfabCarrier *carrier = lead_make_restore (fixture->lead, NULL);
  GBytes *genuine = carrier->restore.link->link;
  gboolean changed;

  carrier->restore.link->link = spoil (genuine, 90);
  g_bytes_unref (genuine);
  g_assert_cmpint (restore (fixture, forgetful, carrier, START_MS, &changed), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);

  carrier = lead_make_restore (fixture->lead, NULL);
  g_ptr_array_set_size (carrier->restore.link->joins, 1); /* one person's JOIN is missing */
  g_assert_cmpint (restore (fixture, forgetful, carrier, START_MS, &changed), ==,
                   CONFAB_REFUSED_BAD_LINK);

  carrier = lead_make_restore (fixture->lead, NULL);
  g_assert_cmpint (
      restore (fixture, forgetful, carrier, START_MS + CONFAB_RESTORE_MAX_AGE_MS + 1, &changed), ==,
      CONFAB_REFUSED_CLOCK);

  fixture->lead->leader = fixture->bob; /* a LINK of his own, which no chain leads to */
  confab_carrier_free (lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC));
  carrier = lead_make_restore (fixture->lead, NULL);
  g_assert_cmpint (restore (fixture, forgetful, carrier, START_MS, &changed), ==,
                   CONFAB_REFUSED_BAD_SIGNATURE);
  g_assert_false (confab_service_meeting_has_link (forgetful));
}

static void
test_restore_ended (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  gboolean changed;

  fixture->lead->flags = CONFAB_LINK_ENDED;
  confab_carrier_free (lead_make_link (fixture->lead, CONFAB_CAUSE_END));
  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, NULL), START_MS, &changed), ==,
      CONFAB_REFUSED_MEETING_OVER);
}

/* After changes of leader the whole lineage is needed, and every step of it is looked at. */
static void
test_restore_lineage (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  g_autoptr (GBytes) handover = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (ConfabCarrier) answer = NULL;
  ConfabLineage *lineage;
  ConfabLineageEntry *first;
  GBytes *genuine;
  gboolean changed;

  make_cohost (fixture, fixture->bob);
  handover = lead_make_handover (fixture->lead, fixture->bob);
  g_assert_cmpint (take_over (fixture, fixture->bob, handover), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->bob,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_ACCEPTED);
  back = lead_make_handover (fixture->lead, fixture->ada);
  g_assert_cmpint (take_over (fixture, fixture->ada, back), ==, CONFAB_ACCEPTED);
  answer = confab_service_meeting_answer_lineage (fixture->meeting, 0);
  lineage = answer->lineage.lineage;
  g_assert_cmpuint (lineage->entries->len, ==, 2);

  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, NULL), START_MS, &changed), ==,
      CONFAB_REFUSED_BAD_LINK); /* Ada's key, but not her term */
  first = lineage->entries->pdata[0];
  genuine = g_steal_pointer (&first->handover);
  first->handover = spoil (genuine, 70);
  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, lineage), START_MS, &changed),
      ==, CONFAB_REFUSED_BAD_LINK);
  g_bytes_unref (first->handover);
  first->handover = genuine;
  g_assert_cmpint (
      restore (fixture, forgetful, lead_make_restore (fixture->lead, lineage), START_MS, &changed),
      ==, CONFAB_ACCEPTED);
  g_assert_true (changed);
  g_assert_true (
      confab_pid_equal (confab_service_meeting_get_leader (forgetful), &fixture->ada->pid));

  /* and the meeting goes on from there */
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_PERIODIC)),
                   ==, CONFAB_ACCEPTED);
}

/* Two LINKs of one number by one leader: a new leader stands on the one, the lineage shows the other. */
static void
test_forked_lineage (MeetingFixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabServiceMeeting) forgetful = meeting_fixture_fresh (fixture);
  const ConfabDigest before = fixture->lead->prev;
  ConfabDigest after;
  g_autoptr (ConfabCarrier) second = NULL;
  g_autoptr (ConfabCarrier) answer = NULL;
  ConfabLineageEntry *entry;
  gboolean changed;

  make_cohost (fixture, fixture->bob);
  after = fixture->lead->prev;
  fixture->lead->n--;
  fixture->lead->prev = before;
  second = lead_make_link (fixture->lead, CONFAB_CAUSE_UPDATE);
  fixture->lead->prev = after;
  fixture->now_ms += FAILOVER_MS;
  g_assert_cmpint (take_over (fixture, fixture->bob, NULL), ==, CONFAB_ACCEPTED);

  answer = confab_service_meeting_answer_lineage (fixture->meeting, 0);
  entry = answer->lineage.lineage->entries->pdata[0];
  g_bytes_unref (entry->link);
  entry->link = g_bytes_ref (second->link.step->link);
  g_assert_cmpint (restore (fixture, forgetful,
                            lead_make_restore (fixture->lead, answer->lineage.lineage), START_MS,
                            &changed),
                   ==, CONFAB_REFUSED_BAD_LINK);
}

#define ADD(name, function)                                                             \
  g_test_add ("/service/meeting/leaders/" name, MeetingFixture, NULL, set_up, function, \
              meeting_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("a-handover-names-the-next", test_handover);
  ADD ("a-handover-is-for-whom-it-names", test_handover_to_another);
  ADD ("a-handover-is-the-leaders", test_forged_handover);
  ADD ("nobody-takes-over-from-one-who-was-just-heard", test_early_failover);
  ADD ("a-cohost-takes-over-from-one-who-is-silent", test_failover);
  ADD ("roles-that-change-all-day-can-be-read", test_many_role_proofs);
  ADD ("a-participant-does-so-by-policy-only", test_caretaker);
  ADD ("only-a-host-ends-the-meeting", test_end_by_cohost);
  ADD ("who-may-not-lead-does-not", test_may_not_lead);
  ADD ("the-highest-that-is-brought-back-stays", test_restore);
  ADD ("what-follows-is-put-behind", test_restore_in_steps);
  ADD ("what-nobody-signed-is-not-believed", test_restore_refuses);
  ADD ("what-has-ended-does-not-come-back", test_restore_ended);
  ADD ("a-lineage-is-followed-from-genesis", test_restore_lineage);
  ADD ("a-lineage-does-not-fork", test_forked_lineage);
  return g_test_run ();
}
