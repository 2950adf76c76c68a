/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the meeting fills participants and rosters. */
#pragma once

#include "meeting/link-view.h"
#include "meeting/roster.h"

G_BEGIN_DECLS

ConfabParticipant *confab_participant_new (const ConfabCheckedJoin *join, gboolean is_self);

/* Takes over what the roster says now: role, flags, ord, and name and caps of the JOIN. */
void confab_participant_take_seat (ConfabParticipant *self, const ConfabSeat *seat);
/* What the roster shows: the JOIN's name, with "(2)" if it is not the first one like it. */
void confab_participant_set_shown_name (ConfabParticipant *self, const char *name);
const char *confab_participant_get_own_name (ConfabParticipant *self);
void confab_participant_set_invited (ConfabParticipant *self, gboolean invited);
void confab_participant_set_responding (ConfabParticipant *self, gboolean responding);
void confab_participant_set_confirmed (ConfabParticipant *self, gboolean confirmed);
void confab_participant_set_diverging (ConfabParticipant *self, gboolean diverging);
void confab_participant_set_hand_up (ConfabParticipant *self, gboolean up);

ConfabRoster *confab_roster_new (void);
/* Keeps the order of ord. References @participant. */
void confab_roster_add (ConfabRoster *self, ConfabParticipant *participant);
void confab_roster_remove (ConfabRoster *self, ConfabParticipant *participant);
/* Gives equal names their "(2)", by NFKC, case and spaces aside (docs/protocol.md 12.3). */
void confab_roster_name_all (ConfabRoster *self);
/* (transfer none): the one at @position. */
ConfabParticipant *confab_roster_get (ConfabRoster *self, guint position);

G_END_DECLS
