/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source called "test": a picture that moves, numbers its frames and flashes at each full second, and a
 * tone that sounds at that very moment. The thread of the paced source.
 */
#include <gst/video/video.h>
#include <math.h>

#include "media/source/reader.h"

#define WIDTH 1280
#define HEIGHT 720
#define RATE 30
/* The frame number at the upper left: NUMBER_BITS squares, most significant first, then their inverse.
 * The same is drawn into the clips of tests and benchmarks. */
#define SQUARE 32
#define NUMBER_BITS 10
#define DARK 16
#define BRIGHT 235
#define BALL_RADIUS 60

#define SOUND_RATE 48000
#define SOUND_SAMPLES (SOUND_RATE / 100)
#define TONE_HZ 440
#define TONE_MS 50
#define TONE_PEAK 8000

typedef struct {
  ConfabReader reader;
  ConfabMediaKind kind;
  guint64 n; /* number of the next picture, or of the next 10 ms of sound */
  GstCaps *caps;
  GstVideoInfo info;
  GstBufferPool *pool;
  GstBuffer *background;
} TestReader;

static void
fill (GstVideoFrame *frame, int plane, int x, int y, int width, int height, guint8 value)
{
  int stride = GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
  guint8 *row = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, plane) + y * stride + x;

  for (; height > 0; height--, row += stride)
    memset (row, value, width);
}

static void
draw_number (GstVideoFrame *frame, guint number)
{
  for (int i = 0; i < NUMBER_BITS; i++) {
    gboolean bit = (number >> (NUMBER_BITS - 1 - i)) & 1;

    fill (frame, 0, i * SQUARE, 0, SQUARE, SQUARE, bit ? BRIGHT : DARK);
    fill (frame, 0, (NUMBER_BITS + i) * SQUARE, 0, SQUARE, SQUARE, bit ? DARK : BRIGHT);
  }
}

static void
draw_ball (GstVideoFrame *frame, guint64 n, guint8 luma)
{
  double angle = 2 * G_PI * (double) (n % (4 * RATE)) / (4 * RATE);
  int x = (int) (WIDTH / 2 + WIDTH / 3 * cos (angle));
  int y = (int) (HEIGHT / 2 + HEIGHT / 4 * sin (2 * angle));

  for (int row = -BALL_RADIUS; row < BALL_RADIUS; row++) {
    int half = (int) sqrt (BALL_RADIUS * BALL_RADIUS - row * row);

    fill (frame, 0, x - half, y + row, 2 * half, 1, luma);
  }
}

/* A gradient: something for an encoder to keep. */
static GstBuffer *
make_background (const GstVideoInfo *info)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  GstVideoFrame frame;

  if (!gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE))
    return buffer;
  for (int y = 0; y < HEIGHT; y++) {
    guint8 *row = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0) +
                  (gsize) y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0);

    for (int x = 0; x < WIDTH; x++)
      row[x] = (guint8) (DARK + (x * 120 / WIDTH) + (y * 60 / HEIGHT));
  }
  fill (&frame, 1, 0, 0, WIDTH / 2, HEIGHT / 2, 140);
  fill (&frame, 2, 0, 0, WIDTH / 2, HEIGHT / 2, 110);
  fill (&frame, 1, 0, 0, NUMBER_BITS * SQUARE, SQUARE / 2, 128);
  fill (&frame, 2, 0, 0, NUMBER_BITS * SQUARE, SQUARE / 2, 128);
  gst_video_frame_unmap (&frame);
  return buffer;
}

static gboolean
draw (TestReader *self, GstBuffer *buffer)
{
  GstVideoFrame frame;
  GstVideoFrame background;

  if (!gst_video_frame_map (&frame, &self->info, buffer, GST_MAP_WRITE))
    return FALSE;
  if (gst_video_frame_map (&background, &self->info, self->background, GST_MAP_READ)) {
    gst_video_frame_copy (&frame, &background);
    gst_video_frame_unmap (&background);
  }
  draw_ball (&frame, self->n, self->n % RATE == 0 ? BRIGHT : 200);
  if (self->n % RATE == 0)
    fill (&frame, 0, WIDTH - 4 * SQUARE, 0, 4 * SQUARE, 4 * SQUARE, BRIGHT);
  draw_number (&frame, (guint) (self->n % (1 << NUMBER_BITS)));
  gst_video_frame_unmap (&frame);
  return TRUE;
}

static GstBuffer *
make_picture (TestReader *self)
{
  GstBuffer *buffer = NULL;

  if (gst_buffer_pool_acquire_buffer (self->pool, &buffer, NULL) != GST_FLOW_OK ||
      !draw (self, buffer)) {
    gst_clear_buffer (&buffer);
    return NULL;
  }
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale_int (self->n, GST_SECOND, RATE);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / RATE;
  return buffer;
}

static GstBuffer *
make_sound (TestReader *self)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, SOUND_SAMPLES * sizeof (gint16), NULL);
  gint16 samples[SOUND_SAMPLES] = { 0 };
  int tone_samples = TONE_MS * SOUND_RATE / 1000;

  for (int i = 0; i < SOUND_SAMPLES; i++) {
    int at = (int) (self->n % 100) * SOUND_SAMPLES + i;

    /* Half a sine as envelope: no click at either end. */
    if (at < tone_samples)
      samples[i] = (gint16) (TONE_PEAK * sin (G_PI * at / tone_samples) *
                             sin (2 * G_PI * TONE_HZ * at / SOUND_RATE));
  }
  gst_buffer_fill (buffer, 0, samples, sizeof samples);
  GST_BUFFER_PTS (buffer) = self->n * 10 * GST_MSECOND;
  GST_BUFFER_DURATION (buffer) = 10 * GST_MSECOND;
  return buffer;
}

static ConfabReadResult
test_reader_read (ConfabReader *reader, GstSample **sample, GError **error)
{
  TestReader *self = (TestReader *) reader;
  g_autoptr (GstBuffer) buffer =
      self->kind == CONFAB_MEDIA_AUDIO ? make_sound (self) : make_picture (self);

  if (buffer == NULL)
    return CONFAB_READ_INTERRUPTED;
  self->n++;
  *sample = gst_sample_new (buffer, self->caps, NULL, NULL);
  return CONFAB_READ_SAMPLE;
}

static gboolean
test_reader_seek (ConfabReader *reader, GstClockTime position)
{
  TestReader *self = (TestReader *) reader;

  self->n = self->kind == CONFAB_MEDIA_AUDIO
                ? position / (10 * GST_MSECOND)
                : gst_util_uint64_scale_int (position, RATE, GST_SECOND);
  return TRUE;
}

/* It has no end, but positions in it are enough to keep picture and tone in step. */
static GstClockTime
test_reader_get_duration (ConfabReader *reader)
{
  return 3600 * GST_SECOND;
}

static void
test_reader_free (ConfabReader *reader)
{
  TestReader *self = (TestReader *) reader;

  if (self->pool != NULL)
    gst_buffer_pool_set_active (self->pool, FALSE);
  gst_clear_object (&self->pool);
  gst_clear_buffer (&self->background);
  gst_clear_caps (&self->caps);
  g_free (self);
}

static const ConfabReaderClass test_reader_class = {
  .read = test_reader_read,
  .seek = test_reader_seek,
  .get_duration = test_reader_get_duration,
  .free = test_reader_free,
};

static void
prepare_pictures (TestReader *self)
{
  GstStructure *config;

  gst_video_info_set_format (&self->info, GST_VIDEO_FORMAT_I420, WIDTH, HEIGHT);
  GST_VIDEO_INFO_FPS_N (&self->info) = RATE;
  self->caps = gst_video_info_to_caps (&self->info);
  self->background = make_background (&self->info);
  self->pool = gst_video_buffer_pool_new ();
  config = gst_buffer_pool_get_config (self->pool);
  gst_buffer_pool_config_set_params (config, self->caps, self->info.size, 2, 0);
  gst_buffer_pool_set_config (self->pool, config);
  gst_buffer_pool_set_active (self->pool, TRUE);
}

ConfabReader *
confab_test_reader_new (ConfabMediaKind kind)
{
  TestReader *self = g_new0 (TestReader, 1);

  self->reader.klass = &test_reader_class;
  self->kind = kind;
  if (kind == CONFAB_MEDIA_AUDIO)
    self->caps = gst_caps_from_string (
        "audio/x-raw, format=S16LE, layout=interleaved, rate=48000, channels=1");
  else
    prepare_pictures (self);
  return &self->reader;
}
