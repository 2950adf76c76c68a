/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gallery-layout.h"

#define MARGIN 12        /* around the tiles and between them; GNOME's spacing unit is 6 */
#define MARGIN_NARROW 6  /* where a margin of 12 is felt */
#define NARROW_WIDTH 500 /* below which the window counts as narrow */
#define FILLED_SHARE 0.6 /* of its place's height that a picture should fill */
#define ASIDE_SHARE 0.22 /* of the gallery's width, for one's own picture beside another */
#define ASIDE_MIN 112
#define ASIDE_MAX 260
#define ROW_SHARE 0.2 /* of the gallery's height, for the row below the large picture */
#define ROW_MIN 68
#define ROW_MAX 160

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

static guint
find_large (const ConfabTileShape *shapes, guint n_tiles)
{
  for (guint i = 0; i < n_tiles; i++)
    if (shapes[i].large)
      return i;
  for (guint i = 0; i < n_tiles; i++)
    if (!shapes[i].own)
      return i;
  return 0;
}

/* Whether the tile at @i stands in a row of @n_places, with the large one left out: one's own always does. */
static gboolean
finds_place (const ConfabTileShape *shapes, guint i, guint large, guint n_before, guint n_places,
             gboolean own_comes)
{
  return i != large && (shapes[i].own || n_before + (own_comes ? 1 : 0) < n_places);
}

static void
lay_row (ConfabTileArea row, int gap, const ConfabTileShape *shapes, guint n_tiles, guint large,
         ConfabTileArea *areas)
{
  int cell_width = MAX (row.height * 16 / 9, 1);
  guint n_places = (guint) MAX ((row.width + gap) / (cell_width + gap), 1);
  guint n_shown = MIN (n_places, n_tiles - 1), n_laid = 0;
  int left = row.x + (row.width - (int) n_shown * (cell_width + gap) + gap) / 2;
  gboolean own_comes = FALSE;

  for (guint i = 0; i < n_tiles; i++)
    own_comes = own_comes || (shapes[i].own && i != large);
  for (guint i = 0; i < n_tiles; i++) {
    if (!finds_place (shapes, i, large, n_laid, n_shown, own_comes))
      continue;
    if (shapes[i].own)
      own_comes = FALSE;
    areas[i] = fit (
        (ConfabTileArea){ left + (int) n_laid * (cell_width + gap), row.y, cell_width, row.height },
        &shapes[i]);
    n_laid++;
  }
}

static void
lay_speaker (int width, int height, const ConfabTileShape *shapes, guint n_tiles,
             ConfabTileArea *areas)
{
  guint large = find_large (shapes, n_tiles);
  int margin = margin_for (width);
  int row_height = CLAMP ((int) (height * ROW_SHARE), ROW_MIN, ROW_MAX);
  ConfabTileArea row = { margin, height - margin - row_height, MAX (width - 2 * margin, 1),
                         row_height };
  ConfabTileArea above = { margin, margin, row.width, MAX (row.y - 2 * margin, 1) };

  for (guint i = 0; i < n_tiles; i++)
    areas[i] = (ConfabTileArea){ 0 };
  areas[large] = fit (above, &shapes[large]);
  lay_row (row, margin, shapes, n_tiles, large, areas);
}

static void
lay_large_alone (int width, int height, const ConfabTileShape *shapes, guint n_tiles,
                 ConfabTileArea *areas)
{
  guint large = find_large (shapes, n_tiles);

  for (guint i = 0; i < n_tiles; i++)
    areas[i] = (ConfabTileArea){ 0 };
  areas[large] = fit ((ConfabTileArea){ 0, 0, MAX (width, 1), MAX (height, 1) }, &shapes[large]);
}

gboolean
confab_gallery_lays_aside (ConfabView view, const ConfabTileShape *shapes, guint n_tiles)
{
  return view == CONFAB_VIEW_SPEAKER && n_tiles == 2 && shapes[0].own != shapes[1].own &&
         !shapes[find_large (shapes, n_tiles)].own;
}

void
confab_gallery_layout (ConfabView view, int width, int height, const ConfabTileShape *shapes,
                       guint n_tiles, ConfabTileArea *areas)
{
  if (confab_gallery_lays_aside (view, shapes, n_tiles))
    lay_aside (width, height, shapes, shapes[0].own ? 0 : 1, areas);
  else if (view == CONFAB_VIEW_LARGE && n_tiles > 0)
    lay_large_alone (width, height, shapes, n_tiles, areas);
  else if (view == CONFAB_VIEW_SPEAKER && n_tiles > 1)
    lay_speaker (width, height, shapes, n_tiles, areas);
  else if (n_tiles > 0)
    lay_grid (width, height, shapes, n_tiles, areas);
}
