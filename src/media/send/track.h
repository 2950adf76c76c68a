/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "media/kind.h"

G_BEGIN_DECLS

/**
 * ConfabTrack:
 *
 * One source of this participant, encoded: what a link takes to send it. It lives as long as its capture,
 * whatever camera or microphone is behind it at the moment, and it is encoded once for all links.
 */
#define CONFAB_TYPE_TRACK (confab_track_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTrack, confab_track, CONFAB, TRACK, GObject)

ConfabMediaKind confab_track_get_kind (ConfabTrack *self);

/**
 * ConfabTrackCounts:
 * @frames: pictures or packets encoded so far
 * @key_frames: of these, those that need no earlier one
 * @bytes: their size
 * @width: of the newest picture; 0 for audio
 * @height: of the newest picture; 0 for audio
 */
typedef struct {
  guint64 frames;
  guint64 key_frames;
  guint64 bytes;
  int width;
  int height;
} ConfabTrackCounts;

/* Any thread. */
void confab_track_get_counts (ConfabTrack *self, ConfabTrackCounts *counts);

G_END_DECLS
