/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person of a meeting, or one who waits before it, as lists and tiles watch it. Main thread. */
#pragma once

#include "base/base.h"
#include "protocol/protocol.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PARTICIPANT (confab_participant_get_type ())
G_DECLARE_FINAL_TYPE (ConfabParticipant, confab_participant, CONFAB, PARTICIPANT, GObject)

/* Properties, all with notify: "name", "role", "flags", "responding", "confirmed", "diverging",
 * "hand" (read only: the meeting's) and "audio", "video", "sharing" (writable: what media sees of
 * this person). */

const ConfabPid *confab_participant_get_pid (ConfabParticipant *self);
/* 32 hex digits; lives as long as the participant. */
const char *confab_participant_get_pid_hex (ConfabParticipant *self);
/* Unverified text for display; a second "Ada" is "Ada (2)". */
const char *confab_participant_get_name (ConfabParticipant *self);
ConfabRole confab_participant_get_role (ConfabParticipant *self);
/* Place in the roster, never reused; of a pair the lower one makes every offer (11.2). */
guint confab_participant_get_ord (ConfabParticipant *self);
/* ConfabEntryFlags of the newest LINK. */
guint confab_participant_get_flags (ConfabParticipant *self);
/* ConfabCaps of its JOIN. */
guint confab_participant_get_caps (ConfabParticipant *self);
/* Lent: the identity key that safety numbers are made of. */
const ConfabVerifyKey *confab_participant_get_ik (ConfabParticipant *self);
gboolean confab_participant_is_self (ConfabParticipant *self);
/* The leader saw a correct invitation mac in the JOIN (only known while waiting, at the leader). */
gboolean confab_participant_is_invited (ConfabParticipant *self);
/* FALSE: does not answer (a hint of the service or of missing answers; unsigned). */
gboolean confab_participant_is_responding (ConfabParticipant *self);
/* Has answered a ping with a signed pong in this meeting (12.3): a verified or host mark may be
 * shown. */
gboolean confab_participant_is_confirmed (ConfabParticipant *self);
/* Showed that it was given another roster (12.2 "claim"): is not rendered. */
gboolean confab_participant_is_diverging (ConfabParticipant *self);
gboolean confab_participant_has_hand_up (ConfabParticipant *self);

gboolean confab_participant_get_audio (ConfabParticipant *self);
gboolean confab_participant_get_video (ConfabParticipant *self);
gboolean confab_participant_get_sharing (ConfabParticipant *self);
void confab_participant_set_audio (ConfabParticipant *self, gboolean audio);
void confab_participant_set_video (ConfabParticipant *self, gboolean video);
void confab_participant_set_sharing (ConfabParticipant *self, gboolean sharing);

G_END_DECLS
