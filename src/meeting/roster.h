/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a meeting, or of its waiting room, as a list a view can show. Main thread. */
#pragma once

#include "meeting/participant.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_ROSTER (confab_roster_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRoster, confab_roster, CONFAB, ROSTER, GObject)

/* A GListModel of ConfabParticipant in the order of joining, oneself included. */

/* (transfer none) (nullable) */
ConfabParticipant *confab_roster_find (ConfabRoster *self, const ConfabPid *pid);
guint confab_roster_get_count (ConfabRoster *self);

G_END_DECLS
