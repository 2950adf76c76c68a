/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gallery of the app, and pictures for it, without a camera, a decoder or a network.
 *
 *     paint-load show|feed TILES PICTURE_WIDTH PICTURE_HEIGHT WINDOW_WIDTH WINDOW_HEIGHT [together]
 *
 * "show" has a window with the gallery; "feed" does all the rest alike, so that the difference is what painting costs.
 * Every tile gets 30 pictures a second, each tile at a time of its own, as from people who know nothing of each
 * other; or all "together". A picture carries its number, as in bench/common/clip.py: twenty blocks from the upper
 * left, here a 32nd of its width each.
 * Runs until standard input closes.
 */
#include "app/startup.h"
#include "app/tile.h"
#include "app/video-gallery.h"
#include "confab-resources.h"
#include "media/picture-wrap.h"

#include <adwaita.h>
#include <gst/video/video.h>
#include <stdlib.h>

#define FRAME_NS (G_GINT64_CONSTANT (1000000000) / 30)
#define RING 8 /* a picture is painted and let go long before its turn comes again */
#define NUMBERS 300
#define BITS 10
#define BLOCKS_PER_WIDTH 32

typedef struct {
  GstBuffer *ring[RING];
  GstVideoInfo info;
  ConfabMailbox *mailbox;
  gint64 due_ns;
  guint number;
} Feed;

typedef struct {
  Feed *feeds;
  guint n_feeds;
  int stopping; /* atomic */
} Load;

static void
draw_number (Feed *self, guint8 *luma)
{
  gsize block = (gsize) self->info.width / BLOCKS_PER_WIDTH;
  gsize stride = (gsize) GST_VIDEO_INFO_PLANE_STRIDE (&self->info, 0);

  for (guint i = 0; i < 2 * BITS; i++) {
    guint bit = (self->number >> (BITS - 1 - i % BITS) & 1) ^ (i >= BITS);

    for (gsize y = 0; y < block; y++)
      memset (luma + y * stride + i * block, bit ? 235 : 16, block);
  }
}

static void
feed_one (Feed *self)
{
  GstBuffer *buffer = self->ring[self->number % RING];
  GstMapInfo map;

  gst_buffer_map (buffer, &map,
                  GST_MAP_READ); /* whoever painted it may not be done with it: not for writing */
  draw_number (self, map.data);
  gst_buffer_unmap (buffer, &map);
  confab_mailbox_put (self->mailbox, confab_picture_wrap (buffer, &self->info, 0));
  self->number = (self->number + 1) % NUMBERS;
  self->due_ns += FRAME_NS;
}

static gint64
monotonic_ns (void)
{
  return g_get_monotonic_time () * 1000;
}

/* Own thread. */
static gpointer
feed_all (gpointer user_data)
{
  Load *load = user_data;

  while (!g_atomic_int_get (&load->stopping)) {
    Feed *next = &load->feeds[0];
    gint64 wait_us;

    for (guint i = 1; i < load->n_feeds; i++)
      if (load->feeds[i].due_ns < next->due_ns)
        next = &load->feeds[i];
    wait_us = (next->due_ns - monotonic_ns ()) / 1000;
    if (wait_us > 0)
      g_usleep ((gulong) wait_us);
    feed_one (next);
  }
  return NULL;
}

/* A gradient: what a picture shows does not change what painting it costs. */
static void
fill_feed (Feed *self, int width, int height)
{
  gst_video_info_set_format (&self->info, GST_VIDEO_FORMAT_I420, (guint) width, (guint) height);
  self->mailbox = confab_mailbox_new ();
  for (guint i = 0; i < RING; i++) {
    GstMapInfo map;

    self->ring[i] = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&self->info), NULL);
    gst_buffer_map (self->ring[i], &map, GST_MAP_WRITE);
    memset (map.data, 128, map.size);
    for (gsize at = 0; at < (gsize) GST_VIDEO_INFO_PLANE_OFFSET (&self->info, 1); at++)
      map.data[at] = (guint8) (60 + at % (gsize) width * 120 / (gsize) width);
    gst_buffer_unmap (self->ring[i], &map);
  }
}

static void
fill_load (Load *self, int width, int height, gboolean together)
{
  gint64 begin = monotonic_ns () + FRAME_NS;

  self->feeds = g_new0 (Feed, self->n_feeds);
  for (guint i = 0; i < self->n_feeds; i++) {
    fill_feed (&self->feeds[i], width, height);
    /* The golden ratio spreads any number of them evenly, in no order. */
    self->feeds[i].due_ns =
        begin + (together ? 0 : (gint64) ((guint64) FRAME_NS * (i * 618U % 1000U) / 1000));
  }
}

static void
show_window (const Load *load, int width, int height)
{
  g_autoptr (GListStore) tiles = g_list_store_new (CONFAB_TYPE_TILE);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *gallery = g_object_new (CONFAB_TYPE_VIDEO_GALLERY, NULL);

  for (guint i = 0; i < load->n_feeds; i++) {
    g_autofree char *name = g_strdup_printf ("Person %u", i + 1);
    g_autoptr (ConfabTile) tile = confab_tile_new (NULL, name, load->feeds[i].mailbox, FALSE);

    g_object_set (tile, "audio", TRUE, "video", TRUE, NULL);
    g_list_store_append (tiles, tile);
  }
  confab_video_gallery_set_view (CONFAB_VIDEO_GALLERY (gallery), CONFAB_VIEW_GALLERY);
  confab_video_gallery_set_tiles (CONFAB_VIDEO_GALLERY (gallery), G_LIST_MODEL (tiles));
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), gallery);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
on_input (GIOChannel *input, GIOCondition condition, gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
run (Load *load)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  GThread *feeder = g_thread_new ("feeder", feed_all, load);

  g_io_add_watch (input, G_IO_HUP, on_input, loop);
  g_main_loop_run (loop);
  g_atomic_int_set (&load->stopping, TRUE);
  g_thread_join (feeder);
}

int
main (int argc, char **argv)
{
  Load load = { 0 };
  gboolean shows = argc > 1 && g_str_equal (argv[1], "show");

  if (argc < 7 || atoi (argv[2]) < 1) {
    g_printerr ("usage: paint-load show|feed TILES PICTURE_WIDTH PICTURE_HEIGHT WINDOW_WIDTH "
                "WINDOW_HEIGHT [together]\n");
    return EXIT_FAILURE;
  }
  confab_startup_tune_heap ();
  gst_init (NULL, NULL);
  load.n_feeds = (guint) atoi (argv[2]);
  fill_load (&load, atoi (argv[3]), atoi (argv[4]), argc > 7);
  if (shows) {
    confab_startup_choose_renderer ();
    confab_app_register_resource ();
    adw_init ();
    show_window (&load, atoi (argv[5]), atoi (argv[6]));
  }
  run (&load);
  return EXIT_SUCCESS;
}
