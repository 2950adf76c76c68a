/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which meetings are over. A GENESIS stays validly signed after its meeting, so whoever came to its door could
 * put an old one in an empty room's way; the service remembers for as long as a GENESIS is taken. Main thread;
 * time comes in by parameter (boot clock).
 */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/* A restored LINK may be so old, by either clock, and so much newer: see docs/service.md. */
#define CONFAB_RESTORE_MAX_AGE_MS 3600000

typedef struct _ConfabEndedMeetings ConfabEndedMeetings;

ConfabEndedMeetings *confab_ended_meetings_new (void);
void confab_ended_meetings_free (ConfabEndedMeetings *ended);

void confab_ended_meetings_add (ConfabEndedMeetings *ended, const ConfabDigest *gen, gint64 now_ms);
gboolean
confab_ended_meetings_contain (ConfabEndedMeetings *ended, const ConfabDigest *gen, gint64 now_ms);

G_END_DECLS
