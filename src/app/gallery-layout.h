/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the tiles of a gallery lie. Pure; everything in logical pixels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_VIEW_GALLERY, /* everybody alike */
  CONFAB_VIEW_SPEAKER, /* one is large, the others small */
  CONFAB_VIEW_LARGE,   /* the large one alone */
} ConfabView;

/**
 * ConfabTileShape:
 * @width: of the picture as it came, 0 while there is none
 * @height: of the picture as it came
 * @own: one's own picture, which steps aside for a single other one
 * @large: the large one where one is; of at most one tile
 */
typedef struct {
  int width;
  int height;
  gboolean own;
  gboolean large;
} ConfabTileShape;

typedef struct {
  int x, y, width, height;
} ConfabTileArea;

/**
 * confab_gallery_layout:
 * @n_tiles: tiles in the order of the list
 * @areas: (out): @n_tiles places; what finds no place has no size
 *
 * One tile fills the gallery. The gallery view shares a grid of equal cells among all. In the speaker view the large one
 * fills the gallery, one's own beside it lies over its lower corner, and more stand in a row below: as many as find
 * place, one's own among them. A picture is shown whole, but where it would fill little of a narrow place its sides are
 * cut, at most to a square, so that a person stays large in a narrow window.
 */
void confab_gallery_layout (ConfabView view, int width, int height, const ConfabTileShape *shapes,
                            guint n_tiles, ConfabTileArea *areas);

/* Whether one's own picture lies over another one. */
gboolean confab_gallery_lays_aside (ConfabView view, const ConfabTileShape *shapes, guint n_tiles);

G_END_DECLS
