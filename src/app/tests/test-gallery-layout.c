/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/gallery-layout.h"

#define WIDE                     \
  {                              \
    .width = 1280, .height = 720 \
  }

static gboolean
overlap (const ConfabTileArea *a, const ConfabTileArea *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static void
assert_inside (const ConfabTileArea *area, int width, int height)
{
  g_assert_cmpint (area->x, >=, 0);
  g_assert_cmpint (area->y, >=, 0);
  g_assert_cmpint (area->x + area->width, <=, width);
  g_assert_cmpint (area->y + area->height, <=, height);
}

static void
test_a_picture_is_shown_whole (void)
{
  ConfabTileShape shape = WIDE;
  ConfabTileArea area;

  confab_gallery_layout (1304, 900, &shape, 1, &area);
  g_assert_cmpint (area.width, ==, 1280);
  g_assert_cmpint (area.height, ==, 720);
  g_assert_cmpint (area.x, ==, 12);
  g_assert_cmpint (area.y, ==, 90);
}

/* The upper part of a picture is a person's head. */
static void
test_height_is_never_cut (void)
{
  ConfabTileShape shape = WIDE;
  ConfabTileArea area;

  confab_gallery_layout (2000, 300, &shape, 1, &area);
  g_assert_cmpint (ABS (area.width * 720 - area.height * 1280), <=, 1280);
}

static void
test_sides_are_cut_to_a_square_at_most (void)
{
  ConfabTileShape shape = WIDE;
  ConfabTileArea area;

  confab_gallery_layout (360, 640, &shape, 1, &area);
  g_assert_cmpint (area.width, ==, 348);
  g_assert_cmpint (area.height, ==, 348);
}

static void
test_own_picture_steps_aside (void)
{
  ConfabTileShape shapes[] = { { 1280, 720, TRUE }, { 1280, 720, FALSE } };
  ConfabTileArea areas[2];

  confab_gallery_layout (960, 560, shapes, 2, areas);
  g_assert_cmpint (areas[1].width, >, 900);
  g_assert_cmpint (areas[0].width, <, 260);
  g_assert_cmpint (areas[0].x + areas[0].width, <, 960);
  g_assert_cmpint (areas[0].x, >, 600);
  g_assert_cmpint (areas[0].y, >, 300);
}

static void
test_a_grid_does_not_overlap (void)
{
  for (guint n = 2; n <= 25; n++) {
    g_autofree ConfabTileShape *shapes = g_new0 (ConfabTileShape, n);
    g_autofree ConfabTileArea *areas = g_new0 (ConfabTileArea, n);

    for (guint i = 0; i < n; i++)
      shapes[i] = (ConfabTileShape){ i % 3 == 0 ? 640 : 1280, i % 3 == 0 ? 480 : 720, FALSE };
    confab_gallery_layout (1000, 700, shapes, n, areas);
    for (guint i = 0; i < n; i++) {
      assert_inside (&areas[i], 1000, 700);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (&areas[i], &areas[j]));
    }
  }
}

static void
test_no_room_is_survived (void)
{
  ConfabTileShape shapes[7] = { WIDE, WIDE, { 0 }, WIDE, { 2, 2000, FALSE }, { 4000, 2, FALSE },
                                WIDE };
  ConfabTileArea areas[7];

  for (int size = 0; size < 40; size++)
    for (guint n = 0; n <= 7; n++) {
      confab_gallery_layout (size, 40 - size, shapes, n, areas);
      for (guint i = 0; i < n; i++) {
        g_assert_cmpint (areas[i].width, >, 0);
        g_assert_cmpint (areas[i].height, >, 0);
      }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/a picture is shown whole", test_a_picture_is_shown_whole);
  g_test_add_func ("/layout/the height of a picture is never cut", test_height_is_never_cut);
  g_test_add_func ("/layout/sides are cut to a square at most",
                   test_sides_are_cut_to_a_square_at_most);
  g_test_add_func ("/layout/one's own picture steps aside", test_own_picture_steps_aside);
  g_test_add_func ("/layout/a grid does not overlap", test_a_grid_does_not_overlap);
  g_test_add_func ("/layout/no room is survived", test_no_room_is_survived);
  return g_test_run ();
}
