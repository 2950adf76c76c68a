/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One meeting in which this client is, or wants to be: a handle on its rooms (meeting, signalling, links). Main thread.
 *
 * Signals (all after the call was handed out, never from inside a function of the caller):
 *   "waiting" (const char *message): not let in yet; the host's text or %NULL. Again when the text or reason changes
 *   "joined": accepted into the roster
 *   "refused" (const char *code, const char *text): never got in. Final
 *   "ended" (const char *code, const char *text): the meeting or our part in it is over; code "left" is our own. Final
 *   "problem" (const char *code, const char *text): something failed while the call goes on
 *   "path-changed" (const ConfabCallPath *path): a link changed its state or way
 *   "track-changed" (const ConfabCallTrack *track): a participant's track started, stopped or changed its size
 *   "answering-changed" (const ConfabPid *pid, gboolean answering): a participant does not answer, or does again
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
 * @password: (nullable): of the room, where it has one
 * @relay_only: never send to the other person's address directly, always through the TURN server
 * @save_dir: (nullable): folder for each remote participant's decoded media
 */
typedef struct {
  const char *name;
  const char *password;
  gboolean relay_only;
  const char *save_dir;
} ConfabJoinOptions;

typedef enum { CONFAB_PATH_DIRECT, CONFAB_PATH_MESH, CONFAB_PATH_SFU } ConfabPathKind;

typedef enum {
  CONFAB_PATH_CONNECTING,
  CONFAB_PATH_CONNECTED,
  CONFAB_PATH_RECONNECTING, /* media stopped, or a better way is being built; the old one is kept till then */
  CONFAB_PATH_FAILED, /* and is tried again until one side leaves */
  CONFAB_PATH_CLOSED,
} ConfabPathState;

/* Strings are %NULL where not known. @relay_host is the relay's name when local or remote is "relay". */
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

/* Lends the meeting; %NULL until the service's welcome was checked. Property "meeting". */
ConfabMeeting *confab_call_get_meeting (ConfabCall *self);

const char *confab_call_get_room (ConfabCall *self);
/* The invitation, for handing on. Holds the room's secret: never log it. */
const char *confab_call_get_link (ConfabCall *self);

/* Whether the line to the service is up; media goes on without it. Property "service-online". */
gboolean confab_call_get_service_online (ConfabCall *self);

/* Filled with what is true now; strings belong to the call until the main loop runs. FALSE if there is no link to @pid. */
gboolean confab_call_get_path (ConfabCall *self, const ConfabPid *pid, ConfabCallPath *path);
void confab_call_get_security (ConfabCall *self, ConfabCallSecurity *security);
gboolean confab_call_is_answering (ConfabCall *self, const ConfabPid *pid);

/* Returns: (transfer full) (nullable): newest pictures of @pid; the same object for the whole call, across links */
ConfabMailbox *confab_call_dup_video (ConfabCall *self, const ConfabPid *pid);

/* FALSE if there is no link to @pid. Cheap; figures that are not known are NAN. */
gboolean confab_call_get_stats (ConfabCall *self, const ConfabPid *pid, ConfabLinkStats *stats);

/* Returns: (transfer full) (nullable): 12 groups of 5 digits, %NULL for an unknown pid */
char *confab_call_dup_safety_number (ConfabCall *self, const ConfabPid *pid);

/* Says goodbye and closes; "ended" follows within 2 s whatever the network does. */
void confab_call_leave (ConfabCall *self);
/* Ends the meeting for all; hosts only, others get "problem" with code "not-allowed". */
void confab_call_end_meeting (ConfabCall *self);

G_END_DECLS
