/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/send/encoder.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include "media/meeting-clock.h"
#include "media/send/encoder-settings.h"
#include "media/send/even-time.h"

/* An older picture than this is no news of how the sender looks now. */
#define MAX_PICTURE_AGE (1 * GST_SECOND)

/* Opus packets of at most so many bytes are a header without sound (DTX). */
#define DTX_BYTES 2

struct _ConfabEncoder {
  gatomicrefcount ref_count; /* the pipeline's callbacks may outlive the owner */
  const ConfabEncoderSettings *settings;
  ConfabHop *hop;
  GstElement *bin;
  GstElement *encoder;
  GstPad *entry;       /* where raw buffers come in */
  gint muted;          /* atomic */
  gboolean in_dtx;     /* encoder's streaming thread */
  ConfabEvenTime even; /* likewise, video only */
  GstClockTime newest; /* of what has passed the entry; under its stream lock */

  GMutex lock;     /* guards last */
  GstBuffer *last; /* the newest raw picture that was dropped */
};

static ConfabEncoder *
encoder_ref (ConfabEncoder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
encoder_unref (ConfabEncoder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  gst_clear_buffer (&self->last);
  confab_hop_unref (self->hop);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Keeps @picture (nullable) for the first subscriber, in place of an older one. Returns whether nobody wants
 * it now: asked under the lock, so that one who comes in between finds the picture. */
static gboolean
keep_unless_wanted (ConfabEncoder *self, GstBuffer *picture)
{
  gboolean unwanted;

  g_mutex_lock (&self->lock);
  unwanted = g_atomic_int_get (&self->muted) || !confab_hop_is_wanted (self->hop);
  gst_buffer_replace (&self->last, unwanted ? picture : NULL);
  g_mutex_unlock (&self->lock);
  return unwanted;
}

/* The source's streaming thread, or that of a first subscriber; one at a time, by the pad's stream lock. */
static GstPadProbeReturn
on_raw_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ConfabEncoder *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gboolean is_video = self->settings->kind != CONFAB_MEDIA_AUDIO;

  if (keep_unless_wanted (self, is_video ? buffer : NULL))
    return GST_PAD_PROBE_DROP;
  if (is_video && GST_CLOCK_TIME_IS_VALID (self->newest) && GST_BUFFER_PTS (buffer) <= self->newest)
    return GST_PAD_PROBE_DROP;
  self->newest = GST_BUFFER_PTS (buffer);
  return GST_PAD_PROBE_OK;
}

/* Any thread: the producer's side of a hop. */
static void
on_wanted (gpointer user_data, gboolean wanted)
{
  ConfabEncoder *self = user_data;
  g_autoptr (GstBuffer) last = NULL;

  if (!wanted)
    return;
  g_mutex_lock (&self->lock);
  last = g_steal_pointer (&self->last);
  g_mutex_unlock (&self->lock);

  /* Into a queue: the encoder's own thread does the work. */
  if (last != NULL && GST_BUFFER_PTS (last) + MAX_PICTURE_AGE > confab_meeting_clock_now ())
    gst_pad_chain (self->entry, g_steal_pointer (&last));
}

static void
on_key_frame_wanted (gpointer user_data)
{
  ConfabEncoder *self = user_data;
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->encoder, "src");

  gst_pad_send_event (pad,
                      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, FALSE, 0));
}

/* The encoder's streaming thread. The first packet without sound tells the other side that silence has
 * begun; the rest are not sent (RFC 7587 3.1.3). */
static gboolean
is_superfluous (ConfabEncoder *self, GstSample *sample)
{
  gboolean was_in_dtx = self->in_dtx;

  if (self->settings->kind != CONFAB_MEDIA_AUDIO)
    return FALSE;
  self->in_dtx = gst_buffer_get_size (gst_sample_get_buffer (sample)) <= DTX_BYTES;
  return was_in_dtx && self->in_dtx;
}

/* The encoder's streaming thread, video only: see even-time.h. */
static GstPadProbeReturn
on_picture_entering (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ConfabEncoder *self = user_data;
  GstBuffer *buffer = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

  GST_BUFFER_PTS (buffer) =
      confab_even_time_enter (&self->even, GST_BUFFER_PTS (buffer), &GST_BUFFER_DURATION (buffer));
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  return GST_PAD_PROBE_OK;
}

/* Returns: (transfer full): @sample with its real time */
static GstSample *
restore_time (ConfabEncoder *self, GstSample *sample)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_copy (gst_sample_get_buffer (sample));

  GST_BUFFER_PTS (buffer) = confab_even_time_leave (&self->even, GST_BUFFER_PTS (buffer));
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  return gst_sample_new (buffer, gst_sample_get_caps (sample), gst_sample_get_segment (sample),
                         NULL);
}

static GstFlowReturn
on_encoded (GstAppSink *sink, gpointer user_data)
{
  ConfabEncoder *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample == NULL || is_superfluous (self, sample) || g_atomic_int_get (&self->muted))
    return GST_FLOW_OK;
  if (self->settings->kind != CONFAB_MEDIA_AUDIO) {
    g_autoptr (GstSample) restored = restore_time (self, sample);

    confab_hop_push (self->hop, self, restored);
  } else {
    confab_hop_push (self->hop, self, sample);
  }
  return GST_FLOW_OK;
}

/* Pictures wait in a queue of one, where a newer one replaces an older one: when the encoder can't keep
 * up, pictures are left out and none gets old. Sound is cheap to encode and none of it may be left out. */
static GstElement *
add_queue (ConfabEncoder *self)
{
  GstElement *queue = gst_element_factory_make_full (
      "queue", "max-size-buffers", 1, "max-size-bytes", 0, "max-size-time", G_GUINT64_CONSTANT (0),
      "leaky", 2 /* the old one leaks */, "silent", TRUE, NULL);

  gst_bin_add (GST_BIN (self->bin), queue);
  gst_element_link (queue, self->encoder);
  return queue;
}

static void
add_elements (ConfabEncoder *self)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_encoded };
  GstElement *sink = gst_element_factory_make_full ("appsink", "sync", FALSE, "async", FALSE,
                                                    "enable-last-sample", FALSE, NULL);
  GstElement *first = self->encoder;

  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, encoder_ref (self),
                              (GDestroyNotify) encoder_unref);
  gst_bin_add_many (GST_BIN (self->bin), self->encoder, sink, NULL);
  gst_element_link (self->encoder, sink);
  if (self->settings->kind != CONFAB_MEDIA_AUDIO) {
    g_autoptr (GstPad) pad = gst_element_get_static_pad (self->encoder, "sink");

    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture_entering, encoder_ref (self),
                       (GDestroyNotify) encoder_unref);
    first = add_queue (self);
  }

  self->entry = gst_element_get_static_pad (first, "sink");
  gst_pad_add_probe (self->entry, GST_PAD_PROBE_TYPE_BUFFER, on_raw_buffer, encoder_ref (self),
                     (GDestroyNotify) encoder_unref);
  gst_element_add_pad (self->bin, gst_ghost_pad_new ("sink", self->entry));
}

ConfabEncoder *
confab_encoder_new (ConfabMediaKind kind, ConfabHop *hop, GError **error)
{
  static const ConfabHopProducer producer = { on_wanted, on_key_frame_wanted };
  static const ConfabHopProducer sound_producer = { on_wanted, NULL };
  const ConfabEncoderSettings *settings = confab_encoder_settings_get (kind);
  GstElement *element = confab_encoder_settings_make (settings, error);
  ConfabEncoder *self;

  if (element == NULL)
    return NULL;

  self = g_new0 (ConfabEncoder, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->settings = settings;
  self->hop = confab_hop_ref (hop);
  self->newest = GST_CLOCK_TIME_NONE;
  self->encoder = gst_object_ref_sink (element);
  self->bin = gst_object_ref_sink (gst_bin_new (NULL));
  add_elements (self);

  confab_hop_set_producer (hop, kind == CONFAB_MEDIA_AUDIO ? &sound_producer : &producer, self);
  return self;
}

void
confab_encoder_free (ConfabEncoder *self)
{
  /* Nobody calls in from the hop any more, so what only those calls used can go; else the pad's probe and
   * this would hold each other. */
  confab_hop_set_producer (self->hop, NULL, NULL);
  g_atomic_int_set (&self->muted, TRUE); /* its pipeline may run on for a while */
  gst_clear_object (&self->entry);
  gst_clear_object (&self->encoder);
  gst_clear_object (&self->bin);
  encoder_unref (self);
}

GstElement *
confab_encoder_get_element (ConfabEncoder *self)
{
  return self->bin;
}

void
confab_encoder_set_muted (ConfabEncoder *self, gboolean muted)
{
  g_atomic_int_set (&self->muted, muted);
}

void
confab_encoder_set_bitrate (ConfabEncoder *self, guint target_bps)
{
  g_object_set (
      self->encoder, self->settings->bitrate_property,
      CLAMP (target_bps, self->settings->min_bitrate_bps, self->settings->max_bitrate_bps), NULL);
}

void
confab_encoder_set_expected_loss (ConfabEncoder *self, guint loss_percent)
{
  if (self->settings->loss_property != NULL)
    g_object_set (self->encoder, self->settings->loss_property, MIN (loss_percent, 100), NULL);
}
