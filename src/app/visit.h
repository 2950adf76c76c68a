/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One visit to a meeting, from the click to the goodbye, as the window shows it. Main thread.
 *
 *     CREATING -> ARRIVING -> WAITING -> INSIDE -> LEAVING -> OVER
 *
 * CREATING is left out by whoever joins by a link, WAITING by whoever finds the door open; every step may go to OVER.
 * Camera and microphone are open from the first step to the last.
 */
#pragma once

#include "app/device-switch.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_VISIT_IDLE,     /* neither started nor joined yet */
  CONFAB_VISIT_CREATING, /* asking the service for a room */
  CONFAB_VISIT_ARRIVING, /* reading the link, reaching the service */
  CONFAB_VISIT_WAITING,  /* for the host to come, or to be let in */
  CONFAB_VISIT_INSIDE,
  CONFAB_VISIT_LEAVING,
  CONFAB_VISIT_OVER,
} ConfabVisitStep;

/**
 * ConfabVisitOptions:
 * @name: what to go by
 * @devices: what there is to see and hear with
 * @camera: @microphone: (nullable): from the lobby, open or not; both or neither
 *
 * Copied and referenced.
 */
typedef struct {
  const char *name;
  ConfabDevices *devices;
  ConfabDeviceSwitch *camera;
  ConfabDeviceSwitch *microphone;
} ConfabVisitOptions;

/**
 * Read-only properties, all with notify: "step" (ConfabVisitStep as int), "link" (the invitation or %NULL), "room",
 * "chat" (a list of ConfabChatMessage, or %NULL), "status" (what is happening, while nobody else is there), "path"
 * (the way of the media in words) and "trouble" (what is wrong now, or %NULL).
 *
 * Signals: "notice" (const char *text): something to be said in passing; "question" (const char *text): asks for
 * confab_visit_answer ().
 */
#define CONFAB_TYPE_VISIT (confab_visit_get_type ())
G_DECLARE_FINAL_TYPE (ConfabVisit, confab_visit, CONFAB, VISIT, GObject)

ConfabVisit *confab_visit_new (ConfabClient *client, const ConfabVisitOptions *options);

/* One of these, once. */
void confab_visit_start (ConfabVisit *self, const char *service);
void confab_visit_join (ConfabVisit *self, const char *link);

/* Leaves, or gives up getting in; OVER follows within two seconds. */
void confab_visit_leave (ConfabVisit *self);

/* Whether a key is held to talk; see ConfabTalk. */
void confab_visit_hold_to_talk (ConfabVisit *self, gboolean held);

/* Turns the microphone on or off. */
void confab_visit_toggle_microphone (ConfabVisit *self);

/* No to a "question" leaves. */
void confab_visit_answer (ConfabVisit *self, gboolean yes);

/* FALSE with @error set if it could not be sent; the text is the person's, to try again. */
gboolean confab_visit_send_chat (ConfabVisit *self, const char *text, GError **error);

ConfabVisitStep confab_visit_get_step (ConfabVisit *self);
const char *confab_visit_get_link (ConfabVisit *self);
const char *confab_visit_get_room (ConfabVisit *self);
GListModel *confab_visit_get_chat (ConfabVisit *self);
const char *confab_visit_get_status (ConfabVisit *self);
const char *confab_visit_get_path (ConfabVisit *self);
const char *confab_visit_get_trouble (ConfabVisit *self);

/* A list of ConfabTile; the same for the whole visit. */
GListModel *confab_visit_get_tiles (ConfabVisit *self);

/* Returns: (transfer full): "microphone" and "camera" (boolean: on; see ConfabDeviceSwitch) and "leave" */
GSimpleActionGroup *confab_visit_dup_actions (ConfabVisit *self);

/* The meeting was made here, so its link is for handing on. */
gboolean confab_visit_is_own_meeting (ConfabVisit *self);

/* Why it is OVER: heading and sentence; the heading of a visit that one ended oneself has no sentence to it. */
const char *confab_visit_get_over_title (ConfabVisit *self);
const char *confab_visit_get_over_text (ConfabVisit *self);

G_END_DECLS
