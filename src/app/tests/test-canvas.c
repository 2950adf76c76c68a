/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures come from a real camera pipeline that plays a file: 64x36, white on the left, black on the right. */
#include "app/canvas.h"

#include <glib/gstdio.h>

typedef struct {
  char *dir;
  char *clip;
  ConfabCapture *capture;
  ConfabCanvas *canvas;
  int ready; /* atomic: how often a worker said so */
} Fixture;

static char *
write_clip (const char *dir)
{
  char *path = g_build_filename (dir, "clip.y4m", NULL);
  g_autoptr (GString) clip = g_string_new ("YUV4MPEG2 W64 H36 F30:1 Ip A1:1 C420jpeg\n");
  guint8 frame[64 * 36 * 3 / 2];

  memset (frame, 128, sizeof frame);
  for (int i = 0; i < 64 * 36; i++)
    frame[i] = i % 64 < 32 ? 235 : 16;
  for (int i = 0; i < 30; i++) {
    g_string_append (clip, "FRAME\n");
    g_string_append_len (clip, (const char *) frame, sizeof frame);
  }
  g_assert_true (g_file_set_contents (path, clip->str, (gssize) clip->len, NULL));
  return path;
}

static void
on_ready (gpointer user_data)
{
  g_atomic_int_inc (&((Fixture *) user_data)->ready);
  g_main_context_wakeup (NULL);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dir = g_dir_make_tmp ("confab-canvas-XXXXXX", NULL);
  fixture->clip = write_clip (fixture->dir);
  fixture->capture = confab_capture_new ();
  fixture->canvas =
      confab_canvas_new (confab_capture_get_self_view (fixture->capture), on_ready, fixture);
  confab_capture_set_camera (fixture->capture, fixture->clip);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_pointer (&fixture->canvas, confab_canvas_free);
  g_clear_object (&fixture->capture);
  confab_media_drain ();
  g_remove (fixture->clip);
  g_rmdir (fixture->dir);
  g_free (fixture->clip);
  g_free (fixture->dir);
}

static void
wait_for_advance (Fixture *fixture)
{
  while (!confab_canvas_advance (fixture->canvas))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_size (Fixture *fixture, int width)
{
  do
    wait_for_advance (fixture);
  while (confab_canvas_get_frame (fixture->canvas)->width != width);
}

static guint32
pixel (const ConfabFrame *frame, int x, int y)
{
  return ((const guint32 *) (gconstpointer) (frame->pixels + y * frame->stride))[x] & 0xffffff;
}

static void
test_pictures_arrive_in_the_size_of_the_tile (Fixture *fixture, gconstpointer unused)
{
  const ConfabFrame *frame;
  int width, height;

  confab_canvas_set_target (fixture->canvas, &(ConfabPaintTarget){ .width = 320, .height = 180 });
  wait_for_advance (fixture);
  frame = confab_canvas_get_frame (fixture->canvas);
  g_assert_cmpint (frame->width, ==, 320);
  g_assert_cmpint (frame->height, ==, 180);
  g_assert_cmphex (pixel (frame, 50, 90), ==, 0xffffff);
  g_assert_cmphex (pixel (frame, 270, 90), ==, 0x000000);
  confab_canvas_get_picture_size (fixture->canvas, &width, &height);
  g_assert_cmpint (width, ==, 64);
  g_assert_cmpint (height, ==, 36);
}

/* Whoever lays tiles out needs to know the picture's shape before a tile has a size. */
static void
test_size_is_known_before_the_tile_has_one (Fixture *fixture, gconstpointer unused)
{
  int width = 0, height = 0;

  while (width == 0) {
    g_main_context_iteration (NULL, TRUE);
    confab_canvas_get_picture_size (fixture->canvas, &width, &height);
  }
  g_assert_cmpint (g_atomic_int_get (&fixture->ready), >, 0);
  g_assert_false (confab_canvas_has_news (fixture->canvas));
  g_assert_null (confab_canvas_get_frame (fixture->canvas));
}

static void
test_frame_shown_stays_while_others_are_painted (Fixture *fixture, gconstpointer unused)
{
  ConfabFrame *frame;
  int ready;

  confab_canvas_set_target (fixture->canvas, &(ConfabPaintTarget){ .width = 64, .height = 36 });
  wait_for_advance (fixture);
  frame = confab_canvas_get_frame (fixture->canvas);
  /* The worker is no reader of what it painted last: were this frame painted again, it would be mirrored. */
  confab_canvas_set_target (fixture->canvas,
                            &(ConfabPaintTarget){ .width = 64, .height = 36, .mirrored = TRUE });
  ready = g_atomic_int_get (&fixture->ready);
  while (g_atomic_int_get (&fixture->ready) < ready + 6)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (confab_canvas_get_frame (fixture->canvas) == frame);
  g_assert_cmphex (pixel (frame, 4, 4), ==, 0xffffff);
  wait_for_advance (fixture);
  g_assert_cmphex (pixel (confab_canvas_get_frame (fixture->canvas), 4, 4), ==, 0x000000);
}

static void
test_size_may_change_at_any_time (Fixture *fixture, gconstpointer unused)
{
  for (int width = 40; width < 60; width += 3) {
    confab_canvas_set_target (fixture->canvas,
                              &(ConfabPaintTarget){ .width = width, .height = 24 });
    wait_for_size (fixture, width);
    g_assert_nonnull (confab_frame_get_surface (confab_canvas_get_frame (fixture->canvas)));
  }
}

static void
test_blanked_canvas_shows_nothing (Fixture *fixture, gconstpointer unused)
{
  int width, height;

  confab_canvas_set_target (fixture->canvas, &(ConfabPaintTarget){ .width = 64, .height = 36 });
  wait_for_advance (fixture);
  confab_capture_set_muted (fixture->capture, CONFAB_MEDIA_VIDEO, TRUE);
  confab_canvas_blank (fixture->canvas);
  g_assert_null (confab_canvas_get_frame (fixture->canvas));
  confab_canvas_get_picture_size (fixture->canvas, &width, &height);
  g_assert_cmpint (width, ==, 0);
}

static void
test_canvases_come_and_go_while_pictures_arrive (Fixture *fixture, gconstpointer unused)
{
  ConfabMailbox *mailbox = confab_capture_get_self_view (fixture->capture);

  for (int i = 0; i < 20; i++) {
    confab_canvas_free (fixture->canvas);
    fixture->canvas = confab_canvas_new (mailbox, on_ready, fixture);
    confab_canvas_set_target (fixture->canvas, &(ConfabPaintTarget){ .width = 640, .height = 360 });
    if (i % 4 == 0)
      wait_for_advance (fixture);
  }
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer unused))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  add ("/canvas/pictures arrive in the size of the tile",
       test_pictures_arrive_in_the_size_of_the_tile);
  add ("/canvas/the size is known before the tile has one",
       test_size_is_known_before_the_tile_has_one);
  add ("/canvas/the frame shown stays while others are painted",
       test_frame_shown_stays_while_others_are_painted);
  add ("/canvas/the size may change at any time", test_size_may_change_at_any_time);
  add ("/canvas/a blanked canvas shows nothing", test_blanked_canvas_shows_nothing);
  add ("/canvas/canvases come and go while pictures arrive",
       test_canvases_come_and_go_while_pictures_arrive);
  return g_test_run ();
}
