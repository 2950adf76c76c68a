/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/send/microphone.h"

#include <math.h>

#include "media/level.h"

struct _ConfabMeter {
  gatomicrefcount ref_count;
  ConfabLevel level; /* streaming thread */
  gint centi_db;     /* atomic: the level times 100 */
};

ConfabMeter *
confab_meter_new (void)
{
  ConfabMeter *self = g_new0 (ConfabMeter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  confab_meter_reset (self);
  return self;
}

void
confab_meter_unref (ConfabMeter *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

double
confab_meter_get_dbfs (ConfabMeter *self)
{
  return g_atomic_int_get (&self->centi_db) / 100.0;
}

void
confab_meter_reset (ConfabMeter *self)
{
  g_atomic_int_set (&self->centi_db, (gint) (CONFAB_LEVEL_SILENCE_DBFS * 100));
}

/* Streaming thread. */
static GstPadProbeReturn
on_sound (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ConfabMeter *self = user_data;
  GstMapInfo map;

  if (gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ)) {
    confab_level_add (&self->level, (const gint16 *) map.data, map.size / sizeof (gint16));
    gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
    g_atomic_int_set (&self->centi_db, (gint) lrint (confab_level_get_dbfs (&self->level) * 100));
  }
  return GST_PAD_PROBE_OK;
}

/* Returns: (transfer floating) (nullable) */
static GstElement *
make_processor (const char *echo_probe)
{
  GstElement *processor = gst_element_factory_make ("webrtcdsp", NULL);

  if (processor == NULL) {
    g_warning ("GStreamer's webrtcdsp is missing: there is no echo cancellation and no noise "
               "suppression");
    return NULL;
  }
  /* Sound cards do not tell their delay well enough: let the canceller find it. */
  g_object_set (processor, "echo-cancel", echo_probe != NULL, "delay-agnostic", TRUE,
                "extended-filter", TRUE, "noise-suppression", TRUE, "gain-control", TRUE,
                "high-pass-filter", TRUE, NULL);
  if (echo_probe != NULL)
    g_object_set (processor, "probe", echo_probe, NULL);
  return processor;
}

GError *
confab_microphone_build (GstBin *pipeline, GstElement *source, GstElement *encoder,
                         ConfabMeter *meter, gboolean process, const char *echo_probe)
{
  GError *error = NULL;
  GstElement *convert = gst_parse_bin_from_description (
      "audioconvert ! audioresample ! capsfilter caps=audio/x-raw,format=S16LE,layout=interleaved,"
      "rate=48000,channels=1",
      TRUE, &error);
  GstElement *processor = process ? make_processor (echo_probe) : NULL;
  GstElement *last = convert;
  g_autoptr (GstPad) pad = NULL;

  if (convert == NULL) {
    g_clear_object (&processor);
    return error;
  }
  gst_bin_add (pipeline, convert);
  gst_element_link (source, convert);
  if (processor != NULL) {
    gst_bin_add (pipeline, processor);
    gst_element_link (convert, processor);
    last = processor;
  }
  gst_element_link (last, encoder);
  pad = gst_element_get_static_pad (last, "src");
  g_atomic_ref_count_inc (&meter->ref_count);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_sound, meter,
                     (GDestroyNotify) confab_meter_unref);
  return NULL;
}
