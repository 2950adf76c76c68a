/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One tile as its gallery paints it: the render node of its newest picture, kept until there is another, so that a
 * tile that stands still costs nothing. Private to the gallery. Main thread.
 */
#pragma once

#include "app/canvas.h"
#include "app/gallery-layout.h"
#include "app/tile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ConfabTileView:
 * @tile: the model
 * @gallery: (transfer none): whose tile it is
 * @label: the widget above the picture; a child of the gallery
 * @canvas: (nullable): where its pictures are painted; %NULL for a tile without a mailbox
 * @node: (nullable): the picture as it is shown now
 * @area: its place in the gallery, in logical pixels
 * @shape: of the picture that @area was laid out for
 * @aside: lies over another tile
 */
typedef struct {
  ConfabTile *tile;
  GtkWidget *gallery;
  GtkWidget *label;
  ConfabCanvas *canvas;
  GskRenderNode *node;
  ConfabTileArea area;
  ConfabTileShape shape;
  gboolean aside;
} ConfabTileView;

/* @ready: see confab_canvas_new (); it is called with the view */
ConfabTileView *
confab_tile_view_new (ConfabTile *tile, GtkWidget *gallery, ConfabCanvasReady ready);
void confab_tile_view_free (ConfabTileView *self);

/* Goes on to the newest picture. FALSE if nothing changed. */
gboolean confab_tile_view_advance (ConfabTileView *self);

/* Whether the newest picture has another shape than the one that was laid out. */
gboolean confab_tile_view_has_new_shape (ConfabTileView *self);

/* The shape to lay out. */
const ConfabTileShape *confab_tile_view_update_shape (ConfabTileView *self);

/* @scale: device pixels of a logical one; @backdrop: what is behind its corners */
void confab_tile_view_place (ConfabTileView *self, const ConfabTileArea *area, int scale,
                             guint32 backdrop);

/* Nobody sees it: nothing is painted until the next confab_tile_view_place (). */
void confab_tile_view_rest (ConfabTileView *self);

void confab_tile_view_snapshot (ConfabTileView *self, GtkSnapshot *snapshot);

G_END_DECLS
