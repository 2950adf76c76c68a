/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of a meeting, or one who waits before it, as lists and tiles watch it. Main thread. */
#pragma once

#include "base/base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_ROLE_HOST = 0,
  CONFAB_ROLE_COHOST = 1,
  CONFAB_ROLE_PARTICIPANT = 2,
} ConfabRole;

/* Bits of ConfabParticipant:flags (docs/protocol.md 5). */
typedef enum {
  CONFAB_FLAG_INVITED = 0x01,
  CONFAB_FLAG_BROWSER = 0x02,
  CONFAB_FLAG_MAY_LEAD = 0x04,
  CONFAB_FLAG_CONSENTED = 0x08,
  CONFAB_FLAG_ABSENT = 0x10,
  CONFAB_FLAG_MUTED_BY_HOST = 0x20,
  CONFAB_FLAG_MAY_RECORD = 0x40,
  CONFAB_FLAG_MAY_SHARE = 0x80,
} ConfabRosterFlags;

/* Bits of ConfabParticipant:caps (docs/protocol.md 5). */
typedef enum {
  CONFAB_CAP_NATIVE_FRAMES = 0x01,
  CONFAB_CAP_BROWSER = 0x02,
  CONFAB_CAP_CAN_LEAD = 0x04,
  CONFAB_CAP_P2P = 0x08,
  CONFAB_CAP_P2P_FRAMES = 0x10,
  CONFAB_CAP_RECORDER = 0x20,
  CONFAB_CAP_REMOTE_CONTROL = 0x40,
  CONFAB_CAP_ONE_TIME = 0x80,
} ConfabCaps;

#define CONFAB_TYPE_PARTICIPANT (confab_participant_get_type ())
G_DECLARE_FINAL_TYPE (ConfabParticipant, confab_participant, CONFAB, PARTICIPANT, GObject)

/* Properties, all with notify: "name", "role", "flags", "responding", "confirmed", "hand" (read
 * only: the meeting's) and "audio", "video", "sharing" (writable: what media sees of this person).
 */

const ConfabPid *confab_participant_get_pid (ConfabParticipant *self);
/* 32 hex digits; lives as long as the participant. */
const char *confab_participant_get_pid_hex (ConfabParticipant *self);
/* Unverified text for display; a second "Ada" is "Ada (2)". */
const char *confab_participant_get_name (ConfabParticipant *self);
ConfabRole confab_participant_get_role (ConfabParticipant *self);
/* Place in the roster, never reused; of a pair the lower one makes every offer (11.2). */
guint confab_participant_get_ord (ConfabParticipant *self);
guint confab_participant_get_flags (ConfabParticipant *self);
guint confab_participant_get_caps (ConfabParticipant *self);
/* 32 bytes, lent. The identity key that safety numbers are made of. */
const guint8 *confab_participant_get_ik (ConfabParticipant *self);
gboolean confab_participant_is_self (ConfabParticipant *self);
/* The leader saw a correct invitation mac in the JOIN (only known while waiting, at the leader). */
gboolean confab_participant_is_invited (ConfabParticipant *self);
/* FALSE: does not answer (a hint of the service or of missing answers; unsigned). */
gboolean confab_participant_is_responding (ConfabParticipant *self);
/* Has answered a ping with a signed pong in this meeting (12.3). */
gboolean confab_participant_is_confirmed (ConfabParticipant *self);
gboolean confab_participant_has_hand_up (ConfabParticipant *self);

gboolean confab_participant_get_audio (ConfabParticipant *self);
gboolean confab_participant_get_video (ConfabParticipant *self);
gboolean confab_participant_get_sharing (ConfabParticipant *self);
void confab_participant_set_audio (ConfabParticipant *self, gboolean audio);
void confab_participant_set_video (ConfabParticipant *self, gboolean video);
void confab_participant_set_sharing (ConfabParticipant *self, gboolean sharing);

G_END_DECLS
