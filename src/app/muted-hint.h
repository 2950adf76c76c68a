/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether somebody seems to speak into a microphone that is off. Pure; begins as zeros. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Speech is louder than this for so long; what is softer than the other ends it. Between the two nothing changes, so that
 * the pauses between syllables do not count as silence, and a door that slams is none. */
#define CONFAB_SPEECH_DBFS (-38.0)
#define CONFAB_PAUSE_DBFS (-48.0)
#define CONFAB_SPEECH_MS 600
#define CONFAB_PAUSE_MS 400

/* Who wants to stay silent is not told all the time. */
#define CONFAB_MUTED_HINT_AGAIN_MS 60000

typedef struct {
  gint64 last_ms;
  gint64 loud_ms;  /* for how long */
  gint64 quiet_ms; /* for how long */
  gint64 told_ms;  /* when; 0: not since it was turned off */
} ConfabMutedHint;

/**
 * confab_muted_hint_hear:
 * @now_ms: of any clock that only goes forward, greater than 0
 * @level_dbfs: of the microphone, every 100 ms or so
 *
 * Returns: %TRUE if this is the moment to say it
 */
gboolean
confab_muted_hint_hear (ConfabMutedHint *self, gint64 now_ms, double level_dbfs, gboolean muted);

G_END_DECLS
