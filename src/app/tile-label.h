/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over a person's picture: name, marks, and the initials where there is no picture. */
#pragma once

#include "app/tile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_TILE_LABEL (confab_tile_label_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTileLabel, confab_tile_label, CONFAB, TILE_LABEL, GtkWidget)

GtkWidget *confab_tile_label_new (ConfabTile *tile);

/* For a tile of little room. */
void confab_tile_label_set_compact (ConfabTileLabel *self, gboolean compact);

/* Over another tile: only what matters at a glance. */
void confab_tile_label_set_aside (ConfabTileLabel *self, gboolean aside);

G_END_DECLS
