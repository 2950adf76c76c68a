/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/paint.h"

#include <string.h>

/* Each plane has memory of its own, so that the sanitizers see a step over its edge. */
typedef struct {
  ConfabPicture picture;
  guint8 *planes[3];
} TestPicture;

/* One colour; rows are longer than the picture, as decoders have them. */
static TestPicture
test_picture_new (int width, int height, guint8 y, guint8 u, guint8 v)
{
  const guint8 colour[] = { y, u, v };
  TestPicture self = { .picture = { .width = width, .height = height } };

  for (int i = 0; i < 3; i++) {
    int stride = (width + 32) / (i == 0 ? 1 : 2);
    gsize size = (gsize) stride * (gsize) (height / (i == 0 ? 1 : 2));

    self.planes[i] = g_malloc (size);
    memset (self.planes[i], colour[i], size);
    self.picture.plane[i] = self.planes[i];
    self.picture.stride[i] = stride;
  }
  return self;
}

static void
test_picture_fill (TestPicture *self, int x, int y, int width, int height, guint8 luma)
{
  for (int row = y; row < y + height; row++)
    memset (self->planes[0] + (gsize) row * (gsize) self->picture.stride[0] + x, luma,
            (gsize) width);
}

typedef struct {
  guint32 *pixels;
  int width, height;
} Canvas;

static Canvas
paint (TestPicture *picture, ConfabPaintTarget target)
{
  ConfabPaintScratch scratch = { 0 };
  Canvas canvas = { g_new0 (guint32, target.width * target.height), target.width, target.height };

  confab_paint (&scratch, &picture->picture, &target, (guint8 *) canvas.pixels, target.width * 4);
  confab_paint_scratch_clear (&scratch);
  for (int i = 0; i < 3; i++)
    g_free (picture->planes[i]);
  return canvas;
}

static guint32
pixel (const Canvas *canvas, int x, int y)
{
  return canvas->pixels[y * canvas->width + x] & 0xffffff;
}

static void
assert_colour (const Canvas *canvas, int x, int y, int red, int green, int blue)
{
  guint32 got = pixel (canvas, x, y);

  g_assert_cmpint (ABS ((int) (got >> 16 & 0xff) - red), <=, 3);
  g_assert_cmpint (ABS ((int) (got >> 8 & 0xff) - green), <=, 3);
  g_assert_cmpint (ABS ((int) (got & 0xff) - blue), <=, 3);
}

/* Y, U, V of pure colours by BT.601 in the limited range. */
static void
test_colours_are_right (void)
{
  static const struct {
    guint8 y, u, v;
    int red, green, blue;
  } colours[] = {
    { 16, 128, 128, 0, 0, 0 },  { 235, 128, 128, 255, 255, 255 }, { 81, 90, 240, 255, 0, 0 },
    { 145, 54, 34, 0, 255, 0 }, { 41, 240, 110, 0, 0, 255 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++) {
    TestPicture picture = test_picture_new (64, 36, colours[i].y, colours[i].u, colours[i].v);
    Canvas canvas = paint (&picture, (ConfabPaintTarget){ .width = 64, .height = 36 });

    assert_colour (&canvas, 0, 0, colours[i].red, colours[i].green, colours[i].blue);
    assert_colour (&canvas, 63, 35, colours[i].red, colours[i].green, colours[i].blue);
    g_free (canvas.pixels);
  }
}

static void
test_scaling_keeps_places (void)
{
  TestPicture picture = test_picture_new (1280, 720, 16, 128, 128);
  Canvas canvas;

  test_picture_fill (&picture, 0, 0, 640, 360, 235);
  canvas = paint (&picture, (ConfabPaintTarget){ .width = 333, .height = 187 });
  assert_colour (&canvas, 5, 5, 255, 255, 255);
  assert_colour (&canvas, 160, 88, 255, 255, 255);
  assert_colour (&canvas, 172, 88, 0, 0, 0);
  assert_colour (&canvas, 160, 99, 0, 0, 0);
  g_free (canvas.pixels);
}

static void
test_enlarging_keeps_places (void)
{
  TestPicture picture = test_picture_new (64, 36, 16, 128, 128);
  Canvas canvas;

  test_picture_fill (&picture, 32, 0, 32, 36, 235);
  canvas = paint (&picture, (ConfabPaintTarget){ .width = 1279, .height = 719 });
  assert_colour (&canvas, 600, 700, 0, 0, 0);
  assert_colour (&canvas, 680, 700, 255, 255, 255);
  g_free (canvas.pixels);
}

static void
test_mirrored_is_mirrored (void)
{
  TestPicture picture = test_picture_new (128, 72, 16, 128, 128);
  Canvas canvas;

  test_picture_fill (&picture, 0, 0, 64, 72, 235);
  canvas = paint (&picture, (ConfabPaintTarget){ .width = 128, .height = 72, .mirrored = TRUE });
  assert_colour (&canvas, 20, 30, 0, 0, 0);
  assert_colour (&canvas, 100, 30, 255, 255, 255);
  g_free (canvas.pixels);
}

/* Left and right thirds are cut equally, the middle stays. */
static void
test_what_does_not_fit_is_cut_on_both_sides (void)
{
  TestPicture picture = test_picture_new (300, 100, 16, 128, 128);
  Canvas canvas;

  test_picture_fill (&picture, 100, 0, 100, 100, 235);
  canvas = paint (&picture, (ConfabPaintTarget){ .width = 50, .height = 50 });
  assert_colour (&canvas, 1, 25, 255, 255, 255);
  assert_colour (&canvas, 48, 25, 255, 255, 255);
  g_free (canvas.pixels);
}

static void
test_corners_show_the_backdrop (void)
{
  TestPicture picture = test_picture_new (128, 72, 235, 128, 128);
  Canvas canvas = paint (
      &picture,
      (ConfabPaintTarget){ .width = 128, .height = 72, .corner_radius = 12, .backdrop = 0x102030 });

  for (int i = 0; i < 4; i++)
    g_assert_cmphex (pixel (&canvas, i % 2 * 127, i / 2 * 71), ==, 0x102030);
  assert_colour (&canvas, 12, 0, 255, 255, 255);
  assert_colour (&canvas, 0, 12, 255, 255, 255);
  assert_colour (&canvas, 4, 4, 255, 255, 255);
  g_free (canvas.pixels);
}

/* Every size, odd ones above all, stays within its own memory: the sanitizers watch. */
static void
test_any_size_is_painted (void)
{
  for (int width = 1; width < 40; width += 3)
    for (int height = 1; height < 40; height += 2) {
      TestPicture picture = test_picture_new (34, 22, 235, 128, 128);
      Canvas canvas = paint (&picture, (ConfabPaintTarget){ .width = width,
                                                            .height = height,
                                                            .mirrored = width % 2 == 0,
                                                            .corner_radius = 8 });

      assert_colour (&canvas, width / 2, height / 2, 255, 255, 255);
      g_free (canvas.pixels);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/colours are right", test_colours_are_right);
  g_test_add_func ("/paint/scaling keeps places", test_scaling_keeps_places);
  g_test_add_func ("/paint/enlarging keeps places", test_enlarging_keeps_places);
  g_test_add_func ("/paint/mirrored is mirrored", test_mirrored_is_mirrored);
  g_test_add_func ("/paint/what does not fit is cut on both sides",
                   test_what_does_not_fit_is_cut_on_both_sides);
  g_test_add_func ("/paint/corners show the backdrop", test_corners_show_the_backdrop);
  g_test_add_func ("/paint/any size is painted", test_any_size_is_painted);
  return g_test_run ();
}
