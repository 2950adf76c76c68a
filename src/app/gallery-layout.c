/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gallery-layout.h"

#define MARGIN 12        /* around the tiles and between them; GNOME's spacing unit is 6 */
#define MARGIN_NARROW 6  /* where a margin of 12 is felt */
#define NARROW_WIDTH 500 /* below which the window counts as narrow */
#define FILLED_SHARE 0.6 /* of its place's height that a picture should fill */
#define ASIDE_SHARE 0.22 /* of the gallery's width, for one's own picture beside another */
#define ASIDE_MIN 112
#define ASIDE_MAX 260

static int
margin_for (int width)
{
  return width < NARROW_WIDTH ? MARGIN_NARROW : MARGIN;
}

/* The place for the picture in the middle of @cell. */
static ConfabTileArea
fit (ConfabTileArea cell, const ConfabTileShape *shape)
{
  /* A person without a picture gets the shape of the usual camera. */
  double whole = shape->height > 0 ? (double) shape->width / shape->height : 16.0 / 9.0;
  double aspect = whole;
  int width, height;

  if (cell.width / whole < FILLED_SHARE * cell.height)
    aspect = CLAMP (cell.width / (FILLED_SHARE * cell.height), MIN (whole, 1.0), whole);
  width = MAX (1, MIN (cell.width, (int) (cell.height * aspect + 0.5)));
  height = MAX (1, MIN (cell.height, (int) (width / aspect + 0.5)));
  return (ConfabTileArea){ cell.x + (cell.width - width) / 2, cell.y + (cell.height - height) / 2,
                           width, height };
}

static void
lay_aside (int width, int height, const ConfabTileShape *shapes, guint own, ConfabTileArea *areas)
{
  int margin = margin_for (width);
  int own_width = CLAMP ((int) (width * ASIDE_SHARE), ASIDE_MIN, ASIDE_MAX);
  ConfabTileArea inside = { margin, margin, MAX (width - 2 * margin, 1),
                            MAX (height - 2 * margin, 1) };
  ConfabTileArea corner;

  areas[1 - own] = fit (inside, &shapes[1 - own]);
  corner = fit ((ConfabTileArea){ 0, 0, MIN (own_width, inside.width), own_width * 9 / 16 },
                &(ConfabTileShape){ 16, 9, TRUE });
  if (shapes[own].height > 0)
    corner = fit (corner, &shapes[own]);
  corner.x = width - corner.width - 2 * margin;
  corner.y = height - corner.height - 2 * margin;
  areas[own] = corner;
}

/* How many columns make the tiles largest. */
static guint
best_columns (int width, int height, guint n_tiles, int margin)
{
  guint best = 1;
  double best_size = 0;

  for (guint columns = 1; columns <= n_tiles; columns++) {
    guint rows = (n_tiles + columns - 1) / columns;
    double cell_width = (double) (width - margin) / columns - margin;
    double cell_height = (double) (height - margin) / rows - margin;
    double size = MIN (cell_width, cell_height * 16.0 / 9.0);

    if (size > best_size) {
      best_size = size;
      best = columns;
    }
  }
  return best;
}

static void
lay_grid (int width, int height, const ConfabTileShape *shapes, guint n_tiles,
          ConfabTileArea *areas)
{
  int margin = margin_for (width);
  int columns = (int) best_columns (width, height, n_tiles, margin);
  int rows = ((int) n_tiles + columns - 1) / columns;
  int cell_width = MAX ((width - margin) / columns - margin, 1);
  int cell_height = MAX ((height - margin) / rows - margin, 1);

  for (int i = 0; i < (int) n_tiles; i++) {
    int row = i / columns;
    int in_row = row == rows - 1 ? (int) n_tiles - row * columns : columns;
    /* The last row is centred. */
    int left = (width - in_row * (cell_width + margin) + margin) / 2;
    ConfabTileArea cell = { left + (i % columns) * (cell_width + margin),
                            margin + row * (cell_height + margin), cell_width, cell_height };

    areas[i] = fit (cell, &shapes[i]);
  }
}

void
confab_gallery_layout (int width, int height, const ConfabTileShape *shapes, guint n_tiles,
                       ConfabTileArea *areas)
{
  if (n_tiles == 2 && shapes[0].own != shapes[1].own)
    lay_aside (width, height, shapes, shapes[0].own ? 0 : 1, areas);
  else if (n_tiles > 0)
    lay_grid (width, height, shapes, n_tiles, areas);
}
