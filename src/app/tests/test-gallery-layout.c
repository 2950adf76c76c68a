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

  confab_gallery_layout (CONFAB_VIEW_SPEAKER, 1304, 900, &shape, 1, &area);
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

  confab_gallery_layout (CONFAB_VIEW_SPEAKER, 2000, 300, &shape, 1, &area);
  g_assert_cmpint (ABS (area.width * 720 - area.height * 1280), <=, 1280);
}

static void
test_sides_are_cut_to_a_square_at_most (void)
{
  ConfabTileShape shape = WIDE;
  ConfabTileArea area;

  confab_gallery_layout (CONFAB_VIEW_GALLERY, 360, 640, &shape, 1, &area);
  g_assert_cmpint (area.width, ==, 348);
  g_assert_cmpint (area.height, ==, 348);
}

static void
test_own_picture_steps_aside (void)
{
  ConfabTileShape shapes[] = { { 1280, 720, .own = TRUE }, WIDE };
  ConfabTileArea areas[2];

  confab_gallery_layout (CONFAB_VIEW_SPEAKER, 960, 560, shapes, 2, areas);
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
      shapes[i] =
          (ConfabTileShape){ i % 3 == 0 ? 640 : 1280, i % 3 == 0 ? 480 : 720, FALSE, FALSE };
    confab_gallery_layout (CONFAB_VIEW_GALLERY, 1000, 700, shapes, n, areas);
    for (guint i = 0; i < n; i++) {
      assert_inside (&areas[i], 1000, 700);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (&areas[i], &areas[j]));
    }
  }
}

static void
test_gallery_treats_all_alike (void)
{
  ConfabTileShape shapes[] = { { 1280, 720, .own = TRUE }, WIDE };
  ConfabTileArea areas[2];

  confab_gallery_layout (CONFAB_VIEW_GALLERY, 960, 560, shapes, 2, areas);
  g_assert_cmpint (areas[0].width, ==, areas[1].width);
  g_assert_false (overlap (&areas[0], &areas[1]));
}

static void
assert_shown (const ConfabTileArea *areas, guint n, guint n_shown)
{
  guint found = 0;

  for (guint i = 0; i < n; i++) {
    if (areas[i].width == 0)
      continue;
    found++;
    assert_inside (&areas[i], 1000, 700);
    for (guint j = 0; j < i; j++)
      g_assert_false (areas[j].width > 0 && overlap (&areas[i], &areas[j]));
  }
  g_assert_cmpuint (found, ==, n_shown);
}

static void
test_speaker_is_large_above_a_row (void)
{
  ConfabTileShape shapes[] = { { 1280, 720, .own = TRUE }, WIDE, { 1280, 720, .large = TRUE } };
  ConfabTileArea areas[3];

  confab_gallery_layout (CONFAB_VIEW_SPEAKER, 1000, 700, shapes, 3, areas);
  assert_shown (areas, 3, 3);
  g_assert_cmpint (areas[2].height, >, 3 * areas[0].height);
  g_assert_cmpint (areas[2].y + areas[2].height, <, areas[0].y);
}

/* The order of the list decides, and one's own picture is wanted wherever it stands in it. */
static void
test_own_picture_finds_a_place_in_the_row (void)
{
  for (guint own = 0; own < 20; own++) {
    ConfabTileShape shapes[20];
    ConfabTileArea areas[20];

    for (guint i = 0; i < 20; i++)
      shapes[i] = (ConfabTileShape){ 1280, 720, .own = i == own, .large = i == (own + 1) % 20 };
    confab_gallery_layout (CONFAB_VIEW_SPEAKER, 1000, 700, shapes, 20, areas);
    assert_shown (areas, 20, 4);
    g_assert_cmpint (areas[own].width, >, 0);
  }
}

static void
test_own_picture_may_be_the_large_one (void)
{
  ConfabTileShape shapes[] = { { 1280, 720, .own = TRUE, .large = TRUE }, WIDE };
  ConfabTileArea areas[2];

  confab_gallery_layout (CONFAB_VIEW_SPEAKER, 1000, 700, shapes, 2, areas);
  assert_shown (areas, 2, 2);
  g_assert_cmpint (areas[0].height, >, areas[1].height);
}

static void
test_no_room_is_survived (void)
{
  ConfabTileShape shapes[7] = {
    WIDE, WIDE, { 0 }, WIDE, { .width = 2, .height = 2000 }, { .width = 4000, .height = 2 }, WIDE
  };
  ConfabTileArea areas[7];

  for (int size = 0; size < 40; size++)
    for (guint n = 0; n <= 7; n++) {
      confab_gallery_layout (CONFAB_VIEW_GALLERY, size, 40 - size, shapes, n, areas);
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
  g_test_add_func ("/layout/the gallery treats all alike", test_gallery_treats_all_alike);
  g_test_add_func ("/layout/the speaker is large above a row", test_speaker_is_large_above_a_row);
  g_test_add_func ("/layout/one's own picture finds a place in the row",
                   test_own_picture_finds_a_place_in_the_row);
  g_test_add_func ("/layout/one's own picture may be the large one",
                   test_own_picture_may_be_the_large_one);
  g_test_add_func ("/layout/no room is survived", test_no_room_is_survived);
  return g_test_run ();
}
