/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the tiles of a gallery lie. Pure; everything in logical pixels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabTileShape:
 * @width: of the picture as it came, 0 while there is none
 * @height: of the picture as it came
 * @own: one's own picture, which steps aside for a single other one
 */
typedef struct {
  int width;
  int height;
  gboolean own;
} ConfabTileShape;

typedef struct {
  int x, y, width, height;
} ConfabTileArea;

/**
 * confab_gallery_layout:
 * @n_tiles: tiles in the order of the list
 * @areas: (out): @n_tiles places
 *
 * One tile, or one beside one's own, fills the gallery, and one's own then lies over its lower corner. More share a
 * grid of equal cells. A picture is shown whole, but where it would fill little of a narrow place its sides are
 * cut, at most to a square, so that a person stays large in a narrow window.
 */
void confab_gallery_layout (int width, int height, const ConfabTileShape *shapes, guint n_tiles,
                            ConfabTileArea *areas);

G_END_DECLS
