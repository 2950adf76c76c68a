/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of a visit share: visit.c (the model), visit-flow.c (from step to step), visit-call.c (what the call says),
 * visit-words.c (what the visit says) and visit-actions.c (what one can do in it). Main thread.
 */
#pragma once

#include "app/call-status.h"
#include "app/embedded-host.h"
#include "app/people-actions.h"
#include "app/people-meter.h"
#include "app/people-tiles.h"
#include "app/talk.h"
#include "app/visit.h"

G_BEGIN_DECLS

struct _ConfabVisit {
  GObject parent_instance;
  ConfabClient *client;
  char *name;
  GCancellable *cancellable; /* of the request for a room */

  ConfabVisitStep step;
  gboolean own_meeting;
  char *link;
  char *room;
  ConfabCall *call;
  ConfabMeeting *meeting; /* the call's, once its signals are connected */
  ConfabCallStatus *call_status;
  ConfabEmbeddedHost *host; /* (nullable): of this meeting */

  ConfabPeopleTiles *tiles;
  ConfabPeopleMeter *meter;
  ConfabPeopleActions *people_actions;
  guint parting; /* timer */
  ConfabDeviceSwitch *microphone, *camera;
  ConfabTalk *talk;
  char *host_message; /* the host's words to those who wait */
  char *status, *path, *trouble, *reach;
  char *over_title, *over_text;
};

/* visit.c */

/* "status", "path", "trouble" and "reach", as the properties say. */
typedef struct {
  const char *status, *path, *trouble, *reach;
} ConfabVisitWords;

void confab_visit_set_step (ConfabVisit *self, ConfabVisitStep step);
void confab_visit_set_room (ConfabVisit *self, const char *room);
void confab_visit_set_link (ConfabVisit *self, const char *link);
void confab_visit_set_words (ConfabVisit *self, const ConfabVisitWords *words);

/* In passing; whoever leaves need not hear what becomes of the connection. */
void confab_visit_tell (ConfabVisit *self, const char *text);

/* visit-words.c: writes them anew. */
void confab_visit_update_words (ConfabVisit *self);

/* visit-call.c: connects to the call, once there is one. */
void confab_visit_follow_call (ConfabVisit *self);

/* visit-flow.c: lets go of everything; OVER follows, at once or when the own service has stopped. @text: (nullable) */
void confab_visit_finish (ConfabVisit *self, const char *title, const char *text);

G_END_DECLS
