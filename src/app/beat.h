/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a gallery paints. Pictures of nine people arrive at nine different moments of each thirtieth of a second;
 * painting on each would paint twice as often as the screen can show. So one tile gives the beat: its
 * pictures are painted at once and take along whatever else has arrived. The most important tile that moves
 * has the beat; when it falls silent, the next one whose picture has waited long enough takes over.
 *
 * Pure: time comes in, nothing is called. Not thread-safe.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer than a thirtieth of a second, so that a steady beat of 30 is never overtaken. */
#define CONFAB_BEAT_PATIENCE_US (40 * G_TIME_SPAN_MILLISECOND)

/**
 * ConfabBeat:
 * @leader: the tile that gives the beat, %NULL for none; only compared, never followed
 * @weight: how important the leader is
 * @heir: whose picture has waited longest
 * @heir_weight: how important the heir is
 * @waiting_since_us: since when, 0 if nothing waits
 *
 * Zero it before first use.
 */
typedef struct {
  gconstpointer leader;
  guint weight;
  gconstpointer heir;
  guint heir_weight;
  gint64 waiting_since_us;
} ConfabBeat;

/**
 * confab_beat_arrived:
 * @tile: whose picture has arrived; any address that tells tiles apart
 * @weight: larger for what is looked at most
 * @now_us: monotonic time
 *
 * Returns: when to paint; @now_us or earlier is at once. A later arrival may bring it forward.
 */
gint64 confab_beat_arrived (ConfabBeat *self, gconstpointer tile, guint weight, gint64 now_us);

/* All that has arrived is painted. */
void confab_beat_painted (ConfabBeat *self, gint64 now_us);

/* @tile is gone, or has nothing to show any more. */
void confab_beat_forget (ConfabBeat *self, gconstpointer tile);

G_END_DECLS
