/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/tests/clips.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define SQUARE 32
#define BITS 10
#define BRIGHT 235
#define DARK 16
#define PATIENCE_S 30

static char *folder;

const char *
confab_clips_folder (void)
{
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    folder = g_dir_make_tmp ("confab-media-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

void
confab_clips_remove (void)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  if (folder != NULL)
    g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
draw_number (guint8 *luma, int width, int number)
{
  for (int i = 0; i < 2 * BITS; i++) {
    int bit = (number >> (BITS - 1 - i % BITS)) & 1;
    guint8 value = (i < BITS ? bit : !bit) ? BRIGHT : DARK;

    for (int y = 0; y < SQUARE; y++)
      memset (luma + (gsize) y * width + (gsize) i * SQUARE, value, SQUARE);
  }
}

char *
confab_clips_make_y4m (const char *name, int width, int height, int rate, int n_frames)
{
  char *path = g_build_filename (confab_clips_folder (), name, NULL);
  gsize luma_size = (gsize) width * height;
  gsize size = luma_size + 2 * ((gsize) (width + 1) / 2) * ((height + 1) / 2);
  g_autofree guint8 *picture = g_malloc (size);
  FILE *file = fopen (path, "wb");

  g_assert_nonnull (file);
  fprintf (file, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg XYSCSS=420JPEG XCOLORRANGE=LIMITED\n",
           width, height, rate);
  for (int n = 0; n < n_frames; n++) {
    for (gsize i = 0; i < luma_size; i++)
      picture[i] = (guint8) (60 + (i % width + (gsize) n * 3) % 120);
    memset (picture + luma_size, 128, size - luma_size);
    if (width >= 2 * BITS * SQUARE)
      draw_number (picture, width, n);
    fputs ("FRAME\n", file);
    g_assert_cmpuint (fwrite (picture, 1, size, file), ==, size);
  }
  fclose (file);
  return path;
}

static void
put_le32 (guint8 *bytes, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (bytes, &value, sizeof value);
}

char *
confab_clips_make_wav (const char *name, double hz, int peak, int duration_ms)
{
  guint n_samples = 48u * (guint) duration_ms;
  g_autofree guint8 *bytes = g_malloc0 (44 + n_samples * sizeof (gint16));

  memcpy (bytes, "RIFF....WAVEfmt \x10\0\0\0\1\0\1\0....\0\0\0\0\2\0\x10\0data", 40);
  put_le32 (bytes + 4, 36 + n_samples * 2);
  put_le32 (bytes + 24, 48000);
  put_le32 (bytes + 28, 96000);
  put_le32 (bytes + 40, n_samples * 2);
  for (guint i = 0; i < n_samples; i++) {
    gint16 sample = GINT16_TO_LE ((gint16) (peak * sin (2 * G_PI * hz * i / 48000)));

    memcpy (bytes + 44 + i * sizeof sample, &sample, sizeof sample);
  }
  return confab_clips_make_file (name, (const char *) bytes, 44 + n_samples * 2);
}

char *
confab_clips_make_file (const char *name, const char *bytes, gsize size)
{
  char *path = g_build_filename (confab_clips_folder (), name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  return path;
}

gboolean
confab_clips_run (const char *description)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  if (error != NULL) {
    g_test_message ("%s", error->message);
    return FALSE;
  }
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, PATIENCE_S * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  return TRUE;
}

int
confab_clips_read_number (const ConfabPicture *picture)
{
  int bits[2 * BITS];
  int number = 0;

  if (picture->width < 2 * BITS * SQUARE || picture->height < SQUARE)
    return -1;
  for (int i = 0; i < 2 * BITS; i++)
    bits[i] = picture->plane[0][SQUARE / 2 * picture->stride[0] + i * SQUARE + SQUARE / 2] > 128;
  for (int i = 0; i < BITS; i++) {
    if (bits[i] == bits[BITS + i])
      return -1;
    number = number << 1 | bits[i];
  }
  return number;
}

double
confab_clips_tone_share (const gint16 *samples, gsize n_samples, double hz)
{
  const gsize window = 960;
  double tone = 0;
  double all = 1;

  for (gsize start = 0; start + window <= n_samples; start += window) {
    double a = 0;
    double b = 0;

    for (gsize i = start; i < start + window; i++) {
      double sample = samples[i];

      a += sample * cos (2 * G_PI * hz * (double) i / 48000);
      b += sample * sin (2 * G_PI * hz * (double) i / 48000);
      all += sample * sample;
    }
    tone += 2 * (a * a + b * b) / (double) window;
  }
  return tone / all;
}

static gboolean
on_patience_over (gpointer user_data)
{
  g_error ("nothing happened for %d s", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

void
confab_clips_wait (const gboolean *flag)
{
  guint timeout = g_timeout_add_seconds (PATIENCE_S, on_patience_over, NULL);

  while (!*flag)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
confab_clips_wait_for (gboolean (*condition) (gpointer user_data), gpointer user_data)
{
  guint timeout = g_timeout_add_seconds (PATIENCE_S, on_patience_over, NULL);
  guint tick = g_timeout_add (5, on_tick, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (timeout);
}
