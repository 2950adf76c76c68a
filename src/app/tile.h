/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a gallery shows of one person. Main thread. */
#pragma once

#include "app/connection-quality.h"
#include "base/base.h"
#include "media/media.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Properties, all with notify: "name"; "path" (the way of the media in words); the flags "audio", "video" (whether it arrives), "answering", "speaking", "hand", "host",
 * "pinned" and "large" (its picture is the large one where one is); "quality" (ConfabQuality as int); and, fixed, "own".
 *
 * Signal "figures": confab_tile_get_stats () has new ones.
 */
#define CONFAB_TYPE_TILE (confab_tile_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTile, confab_tile, CONFAB, TILE, GObject)

/* @pid: (nullable): who it is, once that is known; @mailbox: (nullable): where this person's pictures arrive */
ConfabTile *
confab_tile_new (const ConfabPid *pid, const char *name, ConfabMailbox *mailbox, gboolean own);

/* (nullable) */
const ConfabPid *confab_tile_get_pid (ConfabTile *self);
void confab_tile_set_pid (ConfabTile *self, const ConfabPid *pid);

/* (transfer none) (nullable) */
ConfabMailbox *confab_tile_get_mailbox (ConfabTile *self);
const char *confab_tile_get_name (ConfabTile *self);
const char *confab_tile_get_path (ConfabTile *self);
gboolean confab_tile_is_own (ConfabTile *self);
gboolean confab_tile_get_audio (ConfabTile *self);
gboolean confab_tile_get_video (ConfabTile *self);
gboolean confab_tile_is_answering (ConfabTile *self);
gboolean confab_tile_is_speaking (ConfabTile *self);
gboolean confab_tile_has_hand_up (ConfabTile *self);
gboolean confab_tile_is_pinned (ConfabTile *self);
gboolean confab_tile_is_large (ConfabTile *self);
gboolean confab_tile_is_host (ConfabTile *self);
ConfabQuality confab_tile_get_quality (ConfabTile *self);

/* FALSE while nothing is known of the connection. */
gboolean confab_tile_get_stats (ConfabTile *self, ConfabLinkStats *stats);
/* @stats: (nullable): the connection is gone */
void confab_tile_set_stats (ConfabTile *self, const ConfabLinkStats *stats, ConfabQuality quality);

G_END_DECLS
