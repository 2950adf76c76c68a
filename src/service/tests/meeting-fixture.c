/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/tests/meeting-fixture.h"

ConfabServiceMeeting *
meeting_fixture_fresh (const MeetingFixture *fixture)
{
  g_autoptr (ConfabCarrier) genesis = lead_make_genesis (fixture->lead);

  return confab_service_meeting_new (&fixture->founding, &genesis->genesis, fixture->now_ms);
}

void
meeting_fixture_set_up (MeetingFixture *fixture, gconstpointer data)
{
  gboolean is_new;

  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
  fixture->eve = person_new ("Eve");
  fixture->room = person_make_room (fixture->ada);
  fixture->lead = lead_new (fixture->ada, fixture->room, START_MS);
  fixture->now_ms = 1000000;
  g_assert_cmpint (confab_founding_check (fixture->room, fixture->lead->genesis, NULL, NULL,
                                          START_MS, &fixture->founding),
                   ==, CONFAB_ACCEPTED);
  fixture->meeting = meeting_fixture_fresh (fixture);
  g_assert_cmpint (confab_service_meeting_take_join (fixture->meeting, &fixture->ada->pid,
                                                     fixture->ada->join, &is_new),
                   ==, CONFAB_ACCEPTED);
}

void
meeting_fixture_tear_down (MeetingFixture *fixture, gconstpointer data)
{
  confab_service_meeting_free (fixture->meeting);
  lead_free (fixture->lead);
  confab_room_record_free (fixture->room);
  person_free (fixture->ada);
  person_free (fixture->bob);
  person_free (fixture->eve);
}

ConfabRefusal
meeting_fixture_send (MeetingFixture *fixture, const Person *person, ConfabCarrier *carrier)
{
  g_auto (ConfabLinkOutcome) outcome = { 0 };
  g_autoptr (ConfabCarrier) owned = carrier;

  return confab_service_meeting_take_link (fixture->meeting, &person->pid, &owned->link,
                                           FAILOVER_MS, fixture->now_ms, &outcome);
}

void
meeting_fixture_join (MeetingFixture *fixture, Person *person)
{
  gboolean is_new = FALSE;

  person_make_join (person, &fixture->lead->tag);
  g_assert_cmpint (
      confab_service_meeting_take_join (fixture->meeting, &person->pid, person->join, &is_new), ==,
      CONFAB_ACCEPTED);
  g_assert_true (is_new);
}

void
meeting_fixture_begin (MeetingFixture *fixture)
{
  ConfabCarrier *link = lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN);

  g_assert_cmpint (meeting_fixture_send (fixture, fixture->ada, link), ==, CONFAB_ACCEPTED);
}

void
meeting_fixture_admit (MeetingFixture *fixture, Person *person, guint8 role)
{
  meeting_fixture_join (fixture, person);
  lead_admit (fixture->lead, person, role);
  g_assert_cmpint (meeting_fixture_send (fixture, fixture->lead->leader,
                                         lead_make_link (fixture->lead, CONFAB_CAUSE_JOIN)),
                   ==, CONFAB_ACCEPTED);
}
