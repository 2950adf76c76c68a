/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One visit to a meeting, from the click to the goodbye, as the window shows it. Main thread.
 *
 *     CREATING -> ARRIVING -> WAITING -> INSIDE <-> PARTING -> LEAVING -> OVER
 *
 * CREATING is left out by whoever joins by a link, WAITING by whoever finds the door open; every step may go to OVER.
 * Camera and microphone are open from the first step to the last, but in PARTING: whoever leaves is neither seen nor
 * heard from that moment on, and hears nobody, and has five seconds to think better of it.
 */
#pragma once

#include "app/device-switch.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_VISIT_IDLE,     /* neither started nor joined yet */
  CONFAB_VISIT_CREATING, /* asking the service for a room, or starting one in this program */
  CONFAB_VISIT_ARRIVING, /* reading the link, reaching the service */
  CONFAB_VISIT_WAITING,  /* for the host to come, or to be let in */
  CONFAB_VISIT_INSIDE,
  CONFAB_VISIT_PARTING, /* about to leave; confab_visit_stay () goes back INSIDE */
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
 * (the way of the media in words), "trouble" (what is wrong now, or %NULL) and "reach" (of a meeting that this program
 * hosts: who can join it by its link, or %NULL).
 *
 * Signals: "notice" (const char *text): something to be said in passing; "question" (const char *text): asks for
 * confab_visit_answer ().
 */
#define CONFAB_TYPE_VISIT (confab_visit_get_type ())
G_DECLARE_FINAL_TYPE (ConfabVisit, confab_visit, CONFAB, VISIT, GObject)

ConfabVisit *confab_visit_new (ConfabClient *client, const ConfabVisitOptions *options);

/* One of these, once. @service: (nullable): without one this program hosts the meeting, as it does when @link leads to
 * one that it hosted before. */
void confab_visit_start (ConfabVisit *self, const char *service);
void confab_visit_join (ConfabVisit *self, const char *link);

/* Leaves, from INSIDE by way of PARTING; or gives up getting in. */
void confab_visit_part (ConfabVisit *self);

/* Leaves at once; OVER follows within two seconds, or four where others have to be sent away first. */
void confab_visit_leave (ConfabVisit *self);

/* Does nothing unless PARTING. */
void confab_visit_stay (ConfabVisit *self);

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
const char *confab_visit_get_reach (ConfabVisit *self);

/* Returns: (transfer none) (nullable): what is true in the meeting; there once "chat" is */
ConfabMeeting *confab_visit_get_meeting (ConfabVisit *self);

/* Returns: (transfer full) (nullable): the kind of way that media takes, without names and addresses: for support */
char *confab_visit_dup_path_kind (ConfabVisit *self);

/* A list of ConfabTile; the same for the whole visit. */
GListModel *confab_visit_get_tiles (ConfabVisit *self);

/* (nullable): a list of ConfabParticipant: who waits to be let in, as far as this client is asked */
GListModel *confab_visit_get_waiting (ConfabVisit *self);

/* @pid: (nullable): whose picture stays large; NULL: of who speaks */
void confab_visit_pin (ConfabVisit *self, const ConfabPid *pid);

/* Returns: (transfer full): "microphone" and "camera" (boolean: on; see ConfabDeviceSwitch), which are there until one
 * leaves, "leave" and "stay" */
GSimpleActionGroup *confab_visit_dup_actions (ConfabVisit *self);

/* (transfer none) (nullable): see ConfabPeopleActions; %NULL before "chat" is there */
GActionGroup *confab_visit_get_people_actions (ConfabVisit *self);

/* The meeting was made here, so its link is for handing on. */
gboolean confab_visit_is_own_meeting (ConfabVisit *self);

/* Why it is OVER: heading and sentence; the heading of a visit that one ended oneself has no sentence to it. */
const char *confab_visit_get_over_title (ConfabVisit *self);
const char *confab_visit_get_over_text (ConfabVisit *self);

G_END_DECLS
