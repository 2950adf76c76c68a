/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Meetings in a bottle: people with a real meeting each, a small model of the service between them,
 * and a clock that only rig_run () moves. Every carrier travels as its JSON. The same seed gives
 * the same run.
 */
#pragma once

#include "meeting/tests/test-keys.h"

typedef struct _Rig Rig;

typedef struct {
  Rig *rig;
  char *name;
  TestKeys *keys;
  ConfabMeeting *meeting;
  gboolean online;   /* has a connection to the service */
  guint connection;  /* number of the connection: what was sent on an older one is lost */
  gboolean is_bound; /* the service has its JOIN */
  gint64 clock;      /* its monotonic clock, against the rig's */
  gint64 ticked_at;  /* by the rig's clock */
  guint n_ticks;     /* at that moment: a deadline that stays due would keep a processor busy */
  gint64 last_arrival;
  gint64 last_departure;
  GPtrArray *texts;   /* of char *: chat as shown, own and missing ones included ("?") */
  GHashTable *ids;    /* of messages shown: none twice */
  GHashTable *alarms; /* codes of warnings that hold */
  GPtrArray *seen; /* of char *: codes of warnings and notices, "joined NAME", "left NAME", ... */
  char *ended;     /* (nullable): code */
  char *sdp;       /* (nullable): the last one verified */
  guint n_candidates;
} Person;

/** RigFilter: what a hostile network does; FALSE drops @carrier. @to NULL: the service; @from NULL:
 * it. */
typedef gboolean (*RigFilter) (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier,
                               gpointer user_data);

struct _Rig {
  gint64 now; /* ms */
  guint serial;
  GRand *random;
  GPtrArray *people;
  GSequence *events;
  GHashTable *secrets;
  ConfabSigner *owner;
  ConfabToken inv;
  guint policy;
  guint suite;
  gint64 min_delay, max_delay; /* ms on the way, each way */
  guint drop, twice;           /* per mille of what the service delivers */
  gboolean reorder;            /* what the service delivers */
  gboolean direct;             /* people of a call of two have a data channel */
  RigFilter filter;
  gpointer filter_data;
  struct _RigService *service;
  GLogLevelFlags old_fatal;
};

Rig *rig_new (guint32 seed);
void rig_free (Rig *rig);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

/* @invited: knows the link's secret. @identity: (nullable): a key of its own. */
Person *rig_add (Rig *rig, const char *name, gboolean invited, ConfabSigner *identity);
/* Ada founds; she is the owner. */
Person *rig_found (Rig *rig);
/* Adds somebody and joins. */
Person *rig_join (Rig *rig, const char *name, gboolean invited);
void rig_enter (Person *person);

void rig_run (Rig *rig, gint64 ms);
/* Runs until @person is in @state; fails the test after 20 s. */
void rig_await (Person *person, ConfabMeetingState state);
/* Joins by invitation, and is in. */
Person *rig_let_in (Rig *rig, const char *name);
const ConfabPid *rig_pid (Person *person);
void rig_disconnect (Person *person);
void rig_connect (Person *person);
/* The process dies: nothing is said. */
void rig_kill (Person *person);
ConfabMeetingTime rig_time (Person *person);
void rig_chat (Person *person, const char *text);
gboolean rig_has_seen (Person *person, const char *what);
gboolean rig_has_text (Person *person, const char *text);
ConfabParticipant *rig_find (Person *viewer, Person *of);

/* rig-service.c */
struct _RigService *rig_service_new (void);
void rig_service_free (struct _RigService *service);
void rig_service_take (Rig *rig, Person *from, ConfabCarrier *carrier);
void rig_service_welcome (Rig *rig, Person *person);
/* A restart: all is forgotten. Connections have to be cut by the test. */
void rig_service_forget (Rig *rig);
guint rig_service_get_n (Rig *rig);
ConfabLinkStep *rig_service_get_newest (Rig *rig);
void rig_deliver (Rig *rig, Person *to, const ConfabCarrier *carrier);
