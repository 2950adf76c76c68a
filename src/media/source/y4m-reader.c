/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of a YUV4MPEG2 file, read straight into I420 buffers. The thread of the paced source. */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gst/video/video.h>
#include <string.h>

#include "media/error.h"
#include "media/source/reader.h"
#include "media/source/y4m.h"

#define FRAME_MAGIC "FRAME"
#define FRAME_MARK_SIZE 6 /* with its newline, when it has no parameters */
/* Frame parameters say how a frame is interlaced; nobody writes long ones. */
#define MAX_FRAME_PARAMETERS 128

typedef struct {
  ConfabReader reader;
  char *name;
  GFileInputStream *stream;
  gint64 file_size;
  ConfabY4mHeader header;
  gsize frame_size;
  GstVideoInfo info;
  GstCaps *caps;
  GstBufferPool *pool;
  guint64 frame; /* number of the next */
} Y4mReader;

static gboolean
seek_to (Y4mReader *self, gint64 offset, GError **error)
{
  return g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, NULL, error);
}

/* FALSE without an error is the end of the file. */
static gboolean
read_exactly (Y4mReader *self, void *bytes, gsize size, GError **error)
{
  gsize got = 0;

  return g_input_stream_read_all (G_INPUT_STREAM (self->stream), bytes, size, &got, NULL, error) &&
         got == size;
}

/* The line before each picture. FALSE without an error: there is no further picture. */
static gboolean
read_frame_mark (Y4mReader *self, GError **error)
{
  char mark[FRAME_MARK_SIZE];
  char letter;

  if (!read_exactly (self, mark, sizeof mark, error) ||
      memcmp (mark, FRAME_MAGIC, strlen (FRAME_MAGIC)) != 0)
    return FALSE;

  letter = mark[FRAME_MARK_SIZE - 1];
  for (guint i = 0; letter != '\n' && i < MAX_FRAME_PARAMETERS; i++) {
    if (!read_exactly (self, &letter, 1, error))
      return FALSE;
  }
  return letter == '\n';
}

/* The rows of one plane lie in the file without a gap; in memory each begins at a multiple of 4. */
static gboolean
read_planes (Y4mReader *self, GstVideoFrame *frame, GError **error)
{
  for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES (frame); plane++) {
    int stride = GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
    guint8 *row = GST_VIDEO_FRAME_PLANE_DATA (frame, plane);
    int width = GST_VIDEO_FRAME_COMP_WIDTH (frame, plane);
    int height = GST_VIDEO_FRAME_COMP_HEIGHT (frame, plane);

    if (stride == width) {
      width *= height;
      height = 1;
    }
    for (; height > 0; height--, row += stride) {
      if (!read_exactly (self, row, width, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_picture (Y4mReader *self, GstBuffer *buffer, GError **error)
{
  GstVideoFrame frame;
  gboolean whole;

  if (!gst_video_frame_map (&frame, &self->info, buffer, GST_MAP_WRITE))
    return FALSE;
  whole = read_planes (self, &frame, error);
  gst_video_frame_unmap (&frame);
  return whole;
}

static GstClockTime
frame_time (Y4mReader *self, guint64 frame)
{
  return gst_util_uint64_scale (frame, GST_SECOND * self->header.rate_d, self->header.rate_n);
}

static ConfabReadResult
end_pass (Y4mReader *self, GError *cause, GError **error)
{
  g_autoptr (GError) local_error = cause;

  self->frame = 0;
  if (local_error == NULL && seek_to (self, self->header.size, &local_error))
    return CONFAB_READ_END;

  g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNREADABLE,
               _ ("The file “%s” can't be read any more: %s. Choose another camera or file"),
               self->name, local_error->message);
  return CONFAB_READ_FAILED;
}

static ConfabReadResult
y4m_reader_read (ConfabReader *reader, GstSample **sample, GError **error)
{
  Y4mReader *self = (Y4mReader *) reader;
  g_autoptr (GstBuffer) buffer = NULL;
  GError *local_error = NULL;

  if (gst_buffer_pool_acquire_buffer (self->pool, &buffer, NULL) != GST_FLOW_OK) {
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                 _ ("There is not enough memory to play “%s”; close other programs"), self->name);
    return CONFAB_READ_FAILED;
  }
  if (!read_frame_mark (self, &local_error) || !read_picture (self, buffer, &local_error))
    return end_pass (self, local_error, error);

  GST_BUFFER_PTS (buffer) = frame_time (self, self->frame);
  GST_BUFFER_DURATION (buffer) = frame_time (self, self->frame + 1) - GST_BUFFER_PTS (buffer);
  self->frame++;
  *sample = gst_sample_new (buffer, self->caps, NULL, NULL);
  return CONFAB_READ_SAMPLE;
}

static GstClockTime
y4m_reader_get_duration (ConfabReader *reader)
{
  Y4mReader *self = (Y4mReader *) reader;
  guint64 content = MAX (self->file_size - (gint64) self->header.size, 0);

  return frame_time (self, content / (self->frame_size + FRAME_MARK_SIZE));
}

static gboolean
y4m_reader_seek (ConfabReader *reader, GstClockTime position)
{
  Y4mReader *self = (Y4mReader *) reader;
  guint64 frame =
      gst_util_uint64_scale (position, self->header.rate_n, GST_SECOND * self->header.rate_d);
  gint64 offset = self->header.size + frame * (self->frame_size + FRAME_MARK_SIZE);
  char mark[FRAME_MARK_SIZE];

  /* Where frames carry parameters, offsets can't be computed. */
  if (seek_to (self, offset, NULL) && read_exactly (self, mark, sizeof mark, NULL) &&
      memcmp (mark, FRAME_MAGIC "\n", sizeof mark) == 0 && seek_to (self, offset, NULL)) {
    self->frame = frame;
    return TRUE;
  }
  self->frame = 0;
  (void) seek_to (self, self->header.size, NULL);
  return FALSE;
}

static void
y4m_reader_free (ConfabReader *reader)
{
  Y4mReader *self = (Y4mReader *) reader;

  if (self->pool != NULL)
    gst_buffer_pool_set_active (self->pool, FALSE);
  gst_clear_object (&self->pool);
  gst_clear_caps (&self->caps);
  g_clear_object (&self->stream);
  g_free (self->name);
  g_free (self);
}

static const ConfabReaderClass y4m_reader_class = {
  .read = y4m_reader_read,
  .seek = y4m_reader_seek,
  .get_duration = y4m_reader_get_duration,
  .free = y4m_reader_free,
};

static gboolean
read_header (Y4mReader *self)
{
  char bytes[CONFAB_Y4M_MAX_HEADER];
  gsize size = 0;

  return g_input_stream_read_all (G_INPUT_STREAM (self->stream), bytes, sizeof bytes, &size, NULL,
                                  NULL) &&
         confab_y4m_header_parse (bytes, size, &self->header) && self->header.is_420 &&
         seek_to (self, self->header.size, NULL);
}

static gboolean
prepare (Y4mReader *self)
{
  const ConfabY4mHeader *header = &self->header;
  GstStructure *config;

  if (!gst_video_info_set_format (&self->info, GST_VIDEO_FORMAT_I420, header->width,
                                  header->height))
    return FALSE;
  GST_VIDEO_INFO_FPS_N (&self->info) = header->rate_n;
  GST_VIDEO_INFO_FPS_D (&self->info) = header->rate_d;
  GST_VIDEO_INFO_PAR_N (&self->info) = header->pixel_n;
  GST_VIDEO_INFO_PAR_D (&self->info) = header->pixel_d;
  self->caps = gst_video_info_to_caps (&self->info);
  self->frame_size = (gsize) header->width * header->height +
                     2 * ((gsize) (header->width + 1) / 2) * ((header->height + 1) / 2);

  self->pool = gst_video_buffer_pool_new ();
  config = gst_buffer_pool_get_config (self->pool);
  gst_buffer_pool_config_set_params (config, self->caps, self->info.size, 2, 0);
  return gst_buffer_pool_set_config (self->pool, config) &&
         gst_buffer_pool_set_active (self->pool, TRUE);
}

ConfabReader *
confab_y4m_reader_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  Y4mReader *self;

  if (stream == NULL)
    return NULL;

  self = g_new0 (Y4mReader, 1);
  self->reader.klass = &y4m_reader_class;
  self->stream = g_steal_pointer (&stream);
  if (read_header (self) && prepare (self) &&
      g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_END, NULL, NULL)) {
    self->name = g_path_get_basename (path);
    self->file_size = g_seekable_tell (G_SEEKABLE (self->stream));
    if (seek_to (self, self->header.size, NULL))
      return &self->reader;
  }
  y4m_reader_free (&self->reader);
  return NULL;
}
