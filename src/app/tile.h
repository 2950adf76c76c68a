/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a gallery shows of one person. Main thread. */
#pragma once

#include "media/media.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties, all with notify: "name", "audio", "video" (whether it arrives), "answering" and, fixed, "own". */
#define CONFAB_TYPE_TILE (confab_tile_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTile, confab_tile, CONFAB, TILE, GObject)

/* @mailbox: (nullable): where this person's pictures arrive */
ConfabTile *confab_tile_new (const char *name, ConfabMailbox *mailbox, gboolean own);

/* (transfer none) (nullable) */
ConfabMailbox *confab_tile_get_mailbox (ConfabTile *self);
const char *confab_tile_get_name (ConfabTile *self);
gboolean confab_tile_is_own (ConfabTile *self);
gboolean confab_tile_get_audio (ConfabTile *self);
gboolean confab_tile_get_video (ConfabTile *self);
gboolean confab_tile_is_answering (ConfabTile *self);

G_END_DECLS
