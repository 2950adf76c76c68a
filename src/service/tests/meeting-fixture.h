/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A meeting of Ada's, as the service has it and as its leader has it, for tests without a network. */
#pragma once

#include "service/service-meeting.h"
#include "service/tests/people.h"

G_BEGIN_DECLS

#define START_MS G_GINT64_CONSTANT (1767225600000) /* wall clock */
#define FAILOVER_MS 15000

typedef struct {
  Person *ada;
  Person *bob;
  Person *eve;
  ConfabRoomRecord *room;
  Lead *lead;
  ConfabFounding founding;
  ConfabServiceMeeting *meeting;
  gint64 now_ms; /* boot clock */
} MeetingFixture;

/* GENESIS is here, and Ada's JOIN; no LINK yet. */
void meeting_fixture_set_up (MeetingFixture *fixture, gconstpointer data);
void meeting_fixture_tear_down (MeetingFixture *fixture, gconstpointer data);

/* (transfer full): the same meeting, as a service that knows of it only GENESIS. */
ConfabServiceMeeting *meeting_fixture_fresh (const MeetingFixture *fixture);

/* Sends the leader's next LINK, or any message (taken), as from @person. */
ConfabRefusal
meeting_fixture_send (MeetingFixture *fixture, const Person *person, ConfabCarrier *carrier);

/* @person makes a JOIN and the service takes it. */
void meeting_fixture_join (MeetingFixture *fixture, Person *person);

/* LINK 1, with Ada alone. */
void meeting_fixture_begin (MeetingFixture *fixture);

/* JOIN and the LINK that admits @person. */
void meeting_fixture_admit (MeetingFixture *fixture, Person *person, guint8 role);

G_END_DECLS
