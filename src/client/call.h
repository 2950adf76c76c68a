/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One meeting in which this client is, or wants to be: a handle on its rooms (meeting, signalling,
 * links). Main thread.
 *
 * Signals. They may come from inside a call into the meeting: a handler reads, and acts on the meeting
 * from an idle.
 *   "waiting" (const char *message): not let in yet; the host's text, or %NULL. Again when it changes
 *   "joined": accepted into the roster
 *   "refused" (const char *code, const char *text): never got in. Final
 *   "ended" (const char *code, const char *text): the meeting, or our part in it, is over; code "left"
 *     is our own wish. Final
 *   "problem" (const char *code, const char *text): something failed while the call goes on. What the meeting warns of as
 *     long as it lasts is its "warning"
 *   "path-changed" (const ConfabCallPath *path): a link changed its state or its way
 *   "track-changed" (const ConfabCallTrack *track): a track started, stopped or changed its size
 *   "answering-changed" (const ConfabPid *pid, gboolean answering): somebody does not answer, or again
 *   "security-changed": what confab_call_get_security () says has changed
 */
#pragma once

#include "media/media.h"
#include "meeting/meeting.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CALL (confab_call_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCall, confab_call, CONFAB, CALL, GObject)

typedef enum {
  CONFAB_CALL_CHECKING,   /* reading the link, loading the room's keys */
  CONFAB_CALL_CONNECTING, /* to the service */
  CONFAB_CALL_WAITING,    /* for the host to come, or to be let in */
  CONFAB_CALL_JOINED,
  CONFAB_CALL_LEAVING, /* goodbye is being said */
  CONFAB_CALL_LEFT,
} ConfabCallState;

/**
 * ConfabJoinOptions:
 * @name: display name, 1 to 64 characters
 * @relay_only: never send to the other person's address directly, always through the TURN server
 * @save_dir: (nullable): folder for each remote participant's decoded media
 */
typedef struct {
  const char *name;
  gboolean relay_only;
  const char *save_dir;
} ConfabJoinOptions;

typedef enum { CONFAB_PATH_DIRECT, CONFAB_PATH_MESH, CONFAB_PATH_SFU } ConfabPathKind;

typedef enum {
  CONFAB_PATH_CONNECTING,
  CONFAB_PATH_CONNECTED,
  CONFAB_PATH_RECONNECTING, /* nothing comes; another way is being built, and taken if it is sooner */
  CONFAB_PATH_FAILED,       /* tried again until one side leaves */
  CONFAB_PATH_CLOSED,
} ConfabPathState;

/* Strings are %NULL where not known. @relay_host: our TURN server's name where one is used. */
typedef struct {
  ConfabPathKind kind;
  ConfabPathState state;
  ConfabPid pid;
  const char *local; /* host, srflx, prflx, relay */
  const char *remote;
  const char *transport; /* udp, tcp, tls */
  const char *relay_host;
} ConfabCallPath;

typedef struct {
  ConfabPid pid;
  ConfabMediaKind kind;
  gboolean started;
  guint width, height; /* 0 for audio */
} ConfabCallTrack;

/* @state is what the meeting says, lowered where streams or certificates do not bear it out. */
typedef struct {
  gboolean e2ee;
  ConfabSecurity state;
  const char *code; /* meeting code, 6 groups of 5 digits; %NULL before there is one */
  guint32 epoch;
  ConfabPid leader;
} ConfabCallSecurity;

ConfabCallState confab_call_get_state (ConfabCall *self); /* property "state" */

/* Lends the meeting, which is there from the start. Property "meeting". */
ConfabMeeting *confab_call_get_meeting (ConfabCall *self);

const char *confab_call_get_room (ConfabCall *self);
/* The invitation, for handing on. Holds the room's secret: never log it. */
const char *confab_call_get_link (ConfabCall *self);

/* Whether the line to the service is up; media goes on without it. Property "service-online". */
gboolean confab_call_get_service_online (ConfabCall *self);

/* FALSE if there is no link to @pid. Strings live until the main loop runs. */
gboolean confab_call_get_path (ConfabCall *self, const ConfabPid *pid, ConfabCallPath *path);
void confab_call_get_security (ConfabCall *self, ConfabCallSecurity *security);
gboolean confab_call_is_answering (ConfabCall *self, const ConfabPid *pid);

/* Returns: (transfer full) (nullable): the newest pictures of @pid, across all links to it; %NULL while
 * there was none. "track-changed" says when to ask. */
ConfabMailbox *confab_call_dup_video (ConfabCall *self, const ConfabPid *pid);

/* FALSE if there is no link to @pid. Cheap; figures that are not known are NAN. */
gboolean confab_call_get_stats (ConfabCall *self, const ConfabPid *pid, ConfabLinkStats *stats);

/* How loud @pid is now, over the last 100 ms: 0 is full scale, -100 silent; NAN if not heard. */
double confab_call_get_level_dbfs (ConfabCall *self, const ConfabPid *pid);

/* Returns: (transfer full) (nullable): 12 groups of 5 digits, %NULL for an unknown pid */
char *confab_call_dup_safety_number (ConfabCall *self, const ConfabPid *pid);

/**
 * confab_call_set_muted:
 * @kind: audio or video
 *
 * During a call, instead of confab_capture_set_muted (): a host may keep people muted.
 *
 * Returns: FALSE with a sentence in @error if unmuting is not allowed now
 */
gboolean
confab_call_set_muted (ConfabCall *self, ConfabMediaKind kind, gboolean muted, GError **error);

/* Says goodbye and closes; "ended" follows within a few seconds whatever the network does. */
void confab_call_leave (ConfabCall *self);

/* The time that functions of ConfabMeeting ask for. */
ConfabMeetingTime confab_meeting_time_now (void);

G_END_DECLS
