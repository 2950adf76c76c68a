/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true in one meeting of this client, and who may do what (docs/protocol.md 5 to 12).
 *
 * A pure state machine: carriers and time come in, carriers and news go out. No I/O, no clock, no
 * timer, no cryptography of its own. Everything runs on the main thread. Signals are emitted at the
 * end of the call that causes them, in order, and a handler may call the meeting again; list models
 * change within the call, and their handlers must only read. */
#pragma once

#include "base/base.h"
#include "meeting/chat-log.h"
#include "meeting/meeting-keys.h"
#include "meeting/participant.h"
#include "meeting/roster.h"
#include "protocol/protocol.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The states of 12.2. Media is sent only while confab_meeting_may_send () and rendered only in
 * KEYED, ACTIVE and STALLED. */
typedef enum {
  CONFAB_MEETING_IDLE,
  CONFAB_MEETING_CHECKING, /* looking at GENESIS, or waiting for one (the host is not there) */
  CONFAB_MEETING_WAITING,  /* JOIN sent */
  CONFAB_MEETING_ADMITTED, /* LINK with the own entry accepted, no key yet */
  CONFAB_MEETING_KEYED,    /* epoch secret known, no fresh heartbeat yet */
  CONFAB_MEETING_ACTIVE,
  CONFAB_MEETING_STALLED, /* nothing is sent: no fresh heartbeat, no key, or a fork (10.2, 12.2) */
  CONFAB_MEETING_LEFT,
} ConfabMeetingState;

/* What the shield may show as far as the meeting knows (12.1); the client adds streams and
 * certificates. */
typedef enum {
  CONFAB_SECURITY_WAITING,     /* joining: no claim yet */
  CONFAB_SECURITY_UNCONFIRMED, /* all but the pong of a host: yellow, "host not confirmed" */
  CONFAB_SECURITY_OK,
  CONFAB_SECURITY_STALLED,
  CONFAB_SECURITY_FORK,
  CONFAB_SECURITY_UNPROTECTED, /* a meeting of the transport type */
} ConfabSecurity;

/* By which ways a carrier of the "send" signal may travel. The first copy counts, so one that goes
 * ANYWHERE may be sent on both. */
typedef enum {
  CONFAB_ROUTE_SERVICE,  /* to the service alone */
  CONFAB_ROUTE_ANYWHERE, /* to the service, and over the data channel of a direct link */
  CONFAB_ROUTE_DIRECT,   /* made for the direct peer: data channel only */
} ConfabRoute;

typedef enum {
  CONFAB_LEFT_GONE,      /* left, or dropped for silence; may return within 10 minutes */
  CONFAB_LEFT_REMOVED,   /* by a host, for the rest of the meeting */
  CONFAB_LEFT_SENT_BACK, /* by a host, to the waiting room */
} ConfabLeftReason;

/**
 * ConfabMeetingTime:
 * @local_ms: monotonic clock that counts suspend (CLOCK_BOOTTIME), ms
 * @wall_ms: wall clock, ms since 1970
 */
typedef struct {
  gint64 local_ms;
  gint64 wall_ms;
} ConfabMeetingTime;

/**
 * ConfabMeetingConfig:
 * @keys: @keys_data: cryptography of this joining; both outlive the meeting
 * @room: hash of host and room id (4)
 * @of: (nullable): owner tag of the link's fragment; NULL without one. With it only E2EE is
 *   accepted
 * @name: own name, checked by the rules of section 5
 * @caps: ConfabCaps of this client
 * @service_on_loopback: loopback candidates are allowed
 *
 * Copied by confab_meeting_new (), all but @keys and @keys_data.
 */
typedef struct {
  const ConfabMeetingKeys *keys;
  gpointer keys_data;
  ConfabDigest room;
  const ConfabToken *of;
  const char *name;
  guint caps;
  gboolean service_on_loopback;
} ConfabMeetingConfig;

/**
 * ConfabMeetingFounding:
 * @suite: 0002 (E2EE) or 0003 (transport)
 * @policy: bits of GENESIS
 * @owner_ik: the room's owner
 * @roomcert: (nullable): ROOMCERT || signature; needed if the owner is somebody else
 * @waittext: (nullable): WAITTEXT || signature, from the owner
 */
typedef struct {
  guint suite;
  guint policy;
  ConfabVerifyKey owner_ik;
  GBytes *roomcert;
  GBytes *waittext;
} ConfabMeetingFounding;

typedef enum {
  CONFAB_MEETING_ERROR_STATE,   /* not possible in this state */
  CONFAB_MEETING_ERROR_DENIED,  /* role, rights or policy do not allow it */
  CONFAB_MEETING_ERROR_INVALID, /* text too long, unknown person, ... */
} ConfabMeetingError;
#define CONFAB_MEETING_ERROR (confab_meeting_error_quark ())
GQuark confab_meeting_error_quark (void);

#define CONFAB_TYPE_MEETING (confab_meeting_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeeting, confab_meeting, CONFAB, MEETING, GObject)

/* Read-only properties, all with notify: "state" (ConfabMeetingState as int), "security"
 * (ConfabSecurity as int), "epoch" (n of the newest LINK), "leader" (pid as hex or NULL),
 * "role" (ConfabRole), "locked", "recording", "may-send", "connected".
 *
 * Signals: "send"                 (const ConfabCarrier *carrier, int route (ConfabRoute), const
 * char *to_pid_hex or NULL = everybody concerned) "participant-joined"   (ConfabParticipant *)
 * also for those already there, after joining "participant-updated"  (ConfabParticipant *)
 * "participant-left"     (ConfabParticipant *, int reason (ConfabLeftReason)) "admission-requested"
 * (ConfabParticipant *)   at the leader; also in the waiting room's list "chat"
 * (ConfabChatMessage *)   received or own, or a missing one "mute-requested"
 * (ConfabParticipant *by, guint what)  1 audio, 2 video, 4 audio until allowed: obey at once;
 * "unmute-requested" (by): ask the person "lower-hand-requested" (ConfabParticipant *by) "sdp"
 * (ConfabParticipant *from, gboolean is_offer, guint session, const char *sdp, const ConfabDigest
 * *fp)  verified (11.2) "ice"                  (ConfabParticipant *from, const
 * ConfabCandidateCarrier *)  filtered (11.2) "renew"                (ConfabParticipant *from)   an
 * offer is asked for "direct-link-refused"  (ConfabParticipant *from)   SDPAUTH wrong: close,
 * alarm, no retry "question"             (const char *code, const char *text)  answer by
 * confab_meeting_confirm () or leave "warning"              (const char *code, const char *text)
 * until "warning-over" (code) "notice"               (const char *code, const char *text)  passing
 * "ended"                (const char *code, const char *text)  last signal; state is LEFT */

ConfabMeeting *confab_meeting_new (const ConfabMeetingConfig *config);

/* GENESIS, JOIN and LINK 1: this client becomes host and leader. */
gboolean confab_meeting_found (ConfabMeeting *self, const ConfabMeetingFounding *founding,
                               ConfabMeetingTime now, GError **error);
/* Begins to join by the service's welcome. Without GENESIS in it the meeting waits in CHECKING
 * until one is received. What is wrong with it comes as "ended". */
void confab_meeting_join (ConfabMeeting *self, const ConfabCarrier *welcome, ConfabMeetingTime now);
/* Everything that arrives, by WebSocket or data channel; @from_direct: (nullable) the peer of the
 * direct link it came by. The welcome of a reconnection too: it resumes the meeting. */
void confab_meeting_receive (ConfabMeeting *self, const ConfabCarrier *carrier,
                             const ConfabPid *from_direct, ConfabMeetingTime now);
/* Call when confab_meeting_get_next_deadline () has come (local_ms), or earlier. */
void confab_meeting_tick (ConfabMeeting *self, ConfabMeetingTime now);
/* local_ms of the next thing to do; G_MAXINT64 if there is none. May change with every call. */
gint64 confab_meeting_get_next_deadline (ConfabMeeting *self);
/* FALSE: the line to the service is down. TRUE is implied by a welcome. */
void confab_meeting_set_connected (ConfabMeeting *self, gboolean connected, ConfabMeetingTime now);
/* Messages can go to the other one directly from now on: what may have got lost before goes there again, once
 * shown there as ever. */
void confab_meeting_open_direct (ConfabMeeting *self, ConfabMeetingTime now);
/* Yes to the last "question". */
void confab_meeting_confirm (ConfabMeeting *self, ConfabMeetingTime now);
/* Says goodbye (ACK status 5; a leader ends or, alone, closes the meeting). Emits "ended". */
void confab_meeting_leave (ConfabMeeting *self, ConfabMeetingTime now);

/* What a person does. @to NULL is everybody. Each returns FALSE with a sentence in @error. */
gboolean confab_meeting_send_chat (ConfabMeeting *self, const ConfabPid *to, const char *text,
                                   ConfabMeetingTime now, GError **error);
/* Asks @pid for a sign of life signed by its own key (12.3); hosts are asked without this. */
void confab_meeting_ping (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now);
gboolean
confab_meeting_raise_hand (ConfabMeeting *self, gboolean up, ConfabMeetingTime now, GError **error);
gboolean confab_meeting_admit (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now,
                               GError **error);
gboolean confab_meeting_remove (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now,
                                GError **error);
gboolean confab_meeting_send_to_waiting_room (ConfabMeeting *self, const ConfabPid *pid,
                                              ConfabMeetingTime now, GError **error);
gboolean confab_meeting_set_role (ConfabMeeting *self, const ConfabPid *pid, ConfabRole role,
                                  ConfabMeetingTime now, GError **error);
gboolean confab_meeting_set_locked (ConfabMeeting *self, gboolean locked, ConfabMeetingTime now,
                                    GError **error);
/* @what: 1 audio, 2 video, 4 audio until allowed, 0 lifts that; @pid NULL: all but hosts. */
gboolean confab_meeting_mute (ConfabMeeting *self, const ConfabPid *pid, guint what,
                              ConfabMeetingTime now, GError **error);
gboolean confab_meeting_rename_self (ConfabMeeting *self, const char *name, ConfabMeetingTime now,
                                     GError **error);
/* For everybody; hosts only. */
gboolean confab_meeting_end (ConfabMeeting *self, ConfabMeetingTime now, GError **error);

/* Direct links (11.2). An answer belongs to the last verified offer of @to. @fp: SHA-256 of the
 * own DTLS certificate. Emits "send" with SDPAUTH and SDP. */
gboolean confab_meeting_authorise_sdp (ConfabMeeting *self, const ConfabPid *to, gboolean is_offer,
                                       const char *sdp, const ConfabDigest *fp,
                                       ConfabMeetingTime now, GError **error);
/* @candidate "" says that there are no more. */
void confab_meeting_send_candidate (ConfabMeeting *self, const ConfabPid *to, const char *candidate,
                                    const char *sdp_mid, guint sdp_mline_index);
/* Asks @to for a new offer; only the entry with the higher ord of a pair does that. */
void confab_meeting_request_offer (ConfabMeeting *self, const ConfabPid *to);
/* The one other participant, if this meeting is a direct call now (11.2); else NULL. Lent. */
ConfabParticipant *confab_meeting_get_direct_peer (ConfabMeeting *self);
/* TRUE: this client has the lower ord and makes every offer to @to. */
gboolean confab_meeting_makes_offers (ConfabMeeting *self, const ConfabPid *to);

/* What is true now. Pointers are lent. */
ConfabMeetingState confab_meeting_get_state (ConfabMeeting *self);
ConfabSecurity confab_meeting_get_security (ConfabMeeting *self);
gboolean confab_meeting_may_send (ConfabMeeting *self);
guint confab_meeting_get_epoch (ConfabMeeting *self);
/* Drawn by confab_meeting_new (): the service's hello needs it first. */
const ConfabPid *confab_meeting_get_pid (ConfabMeeting *self);
const char *confab_meeting_get_leader (ConfabMeeting *self);
gboolean confab_meeting_is_leader (ConfabMeeting *self);
ConfabRole confab_meeting_get_role (ConfabMeeting *self);
/* TRUE: E2EE; FALSE: transport type. Known from CHECKING on. */
gboolean confab_meeting_is_e2ee (ConfabMeeting *self);
gboolean confab_meeting_is_locked (ConfabMeeting *self);
gboolean confab_meeting_is_founder (ConfabMeeting *self);
/* TRUE: the link's `of` matched the owner of the room. */
gboolean confab_meeting_is_owner_verified (ConfabMeeting *self);
/* NULL before GENESIS is accepted. The meeting code is made of gen and the founder's IK (12.3). */
const ConfabDigest *confab_meeting_get_gen (ConfabMeeting *self);
const ConfabVerifyKey *confab_meeting_get_founder_ik (ConfabMeeting *self);
const ConfabVerifyKey *confab_meeting_get_owner_ik (ConfabMeeting *self);
/* (nullable): the owner's words for those who wait, signature checked */
const ConfabWaitTextStatement *confab_meeting_get_wait_text (ConfabMeeting *self);
ConfabRoster *confab_meeting_get_roster (ConfabMeeting *self);
ConfabRoster *confab_meeting_get_waiting_room (ConfabMeeting *self);
ConfabChatLog *confab_meeting_get_chat_log (ConfabMeeting *self);

G_END_DECLS
