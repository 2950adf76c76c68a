/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A GStreamer tracer that notes when numbered frames (bench/common/clip.py) leave a source and a decoder, in
 * a program that knows nothing of it:
 *
 *     GST_PLUGIN_PATH=build/tests/frame-tracer GST_TRACERS='confabframes(file=/tmp/frames)' confab-cli ...
 *
 * Writes "sent NUMBER TIME" and "decoded NUMBER TIME" with the wall clock in milliseconds, and appends the
 * brightness of some decoded pictures, bare bytes, to FILE.luma. The hook runs on streaming threads; stdio
 * locks the files.
 */
#define PACKAGE "confab"
#include <gst/gst.h>
#include <gst/gsttracer.h>
#include <gst/video/video.h>

#include <stdio.h>

#define BITS 10
#define BLOCK 32 /* pixels of a picture that is not scaled */
#define HALF_BRIGHT 120
#define KEPT_PICTURES 24
#define KEPT_EVERY 15 /* decoded pictures */

struct _FrameTracer {
  GstTracer parent;
  FILE *file;
  FILE *luma;
  int n_decoded; /* one decoder, one streaming thread */
};
G_DECLARE_FINAL_TYPE (FrameTracer, frame_tracer, CONFAB, FRAME_TRACER, GstTracer)
G_DEFINE_FINAL_TYPE (FrameTracer, frame_tracer, GST_TYPE_TRACER)

static const struct {
  const char *type_name;
  const char *word;
} watched[] = { { "ConfabPacedSource", "sent" }, { "GstVP8Dec", "decoded" } };

/* What is to be written for pads of this element; NULL: nothing. */
static const char *
word_for (GstPad *pad)
{
  g_autoptr (GstObject) parent = gst_pad_get_parent (pad);

  if (parent == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (parent), watched[i].type_name))
      return watched[i].word;
  return NULL;
}

/* The number in the middle of the row of blocks, or -1. */
static int
read_number (const GstVideoFrame *frame)
{
  const guint8 *row = (const guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, 0) +
                      BLOCK / 2 * GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
  int number = 0, inverse = 0;

  for (int i = 0; i < 2 * BITS; i++) {
    int bit = row[i * BLOCK + BLOCK / 2] > HALF_BRIGHT;

    if (i < BITS)
      number = number * 2 + bit;
    else
      inverse = inverse * 2 + bit;
  }
  return (number ^ inverse) == (1 << BITS) - 1 ? number : -1;
}

static void
keep_luma (FrameTracer *self, const GstVideoFrame *frame)
{
  const guint8 *row = GST_VIDEO_FRAME_PLANE_DATA (frame, 0);
  int n = self->n_decoded++;

  if (n % KEPT_EVERY != 0 || n / KEPT_EVERY >= KEPT_PICTURES)
    return;
  for (int y = 0; y < GST_VIDEO_FRAME_HEIGHT (frame); y++) {
    fwrite (row, 1, GST_VIDEO_FRAME_WIDTH (frame), self->luma);
    row += GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);
  }
  fflush (self->luma);
}

static void
on_push (GObject *object, GstClockTime time, GstPad *pad, GstBuffer *buffer)
{
  FrameTracer *self = CONFAB_FRAME_TRACER (object);
  const char *word = word_for (pad);
  double now_ms = g_get_real_time () / 1e3;
  g_autoptr (GstCaps) caps = word != NULL ? gst_pad_get_current_caps (pad) : NULL;
  GstVideoInfo format;
  GstVideoFrame frame;

  if (caps == NULL || !gst_video_info_from_caps (&format, caps) ||
      !GST_VIDEO_INFO_IS_YUV (&format) || GST_VIDEO_INFO_WIDTH (&format) < 2 * BITS * BLOCK ||
      !gst_video_frame_map (&frame, &format, buffer, GST_MAP_READ))
    return;
  fprintf (self->file, "%s %d %.3f\n", word, read_number (&frame), now_ms);
  fflush (self->file);
  if (g_str_equal (word, "decoded"))
    keep_luma (self, &frame);
  gst_video_frame_unmap (&frame);
}

static void
frame_tracer_constructed (GObject *object)
{
  FrameTracer *self = CONFAB_FRAME_TRACER (object);
  g_autofree char *params = NULL;
  g_autofree char *text = NULL;
  g_autofree char *luma = NULL;
  g_autoptr (GstStructure) options = NULL;
  const char *file;

  G_OBJECT_CLASS (frame_tracer_parent_class)->constructed (object);
  g_object_get (self, "params", &params, NULL);
  text = g_strdup_printf ("confabframes,%s", params != NULL ? params : "");
  options = gst_structure_from_string (text, NULL);
  file = options != NULL ? gst_structure_get_string (options, "file") : NULL;
  luma = g_strconcat (file != NULL ? file : "", ".luma", NULL);
  self->file = file != NULL ? fopen (file, "w") : NULL;
  self->luma = self->file != NULL ? fopen (luma, "w") : NULL;
  if (self->luma == NULL)
    g_error ("confabframes needs (file=PATH), a file that can be written");
  gst_tracing_register_hook (GST_TRACER (self), "pad-push-pre", G_CALLBACK (on_push));
}

static void
frame_tracer_class_init (FrameTracerClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = frame_tracer_constructed;
}

static void
frame_tracer_init (FrameTracer *self)
{
}

static gboolean
plugin_init (GstPlugin *plugin)
{
  return gst_tracer_register (plugin, "confabframes", frame_tracer_get_type ());
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, confabframes,
                   "Notes when numbered frames pass", plugin_init, "0.1", "GPL", "confab", "confab")
