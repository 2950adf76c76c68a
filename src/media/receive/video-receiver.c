/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See video-receiver.h. Lock order: the bin's sink pad's stream lock, then self->lock. */
#include "media/receive/video-receiver.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <math.h>

#include "media/meeting-clock.h"
#include "media/picture-wrap.h"
#include "media/receive/freeze-meter.h"

/* A decoder that fails at once again is tried once a second: the next key frame may be sound. */
#define RESTART_INTERVAL_NS (GST_SECOND)
/* The key frame that is needed to go on is asked for again after so long. */
#define ASK_INTERVAL_NS (500 * GST_MSECOND)
#define OWNER "confab-video-receiver"
#define NTP_EPOCH_NS (G_GUINT64_CONSTANT (2208988800) * GST_SECOND)

struct _ConfabVideoReceiver {
  gatomicrefcount references;
  ConfabMailbox *mailbox;
  ConfabPost *post;
  ConfabPostFunc changed;
  GstCaps *ntp; /* names the sender's clock in reference time stamps */

  int broken; /* atomic: the decoder is of no use until it is replaced */
  /* streaming thread only */
  gboolean
      resting; /* frames are dropped undecoded: nobody looks, or the key frame is not there yet */
  GstClockTime asked_at; /* for that key frame */

  GMutex lock; /* guards all below */
  GstCaps *caps;
  GstVideoInfo info; /* of caps */
  int width, height; /* of the newest picture or undecoded key frame */
  gboolean arriving; /* something came since the last pause, and it was told */
  gint64 last_frame_ns;
  ConfabSaver *saver;
  ConfabFreezeMeter meter;
  gint64 last_picture_ns;
  double transit_sum_ms;
  guint n_transits;
  guint64 restarts;
  GstClockTime restarted_at;
};

ConfabVideoReceiver *
confab_video_receiver_new (ConfabPost *post, ConfabPostFunc changed)
{
  ConfabVideoReceiver *self = g_new0 (ConfabVideoReceiver, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->mailbox = confab_mailbox_new ();
  self->post = confab_post_ref (post);
  self->changed = changed;
  self->ntp = gst_caps_new_empty_simple ("timestamp/x-ntp");
  self->restarted_at = GST_CLOCK_TIME_NONE;
  self->asked_at = GST_CLOCK_TIME_NONE;
  return self;
}

ConfabVideoReceiver *
confab_video_receiver_ref (ConfabVideoReceiver *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_video_receiver_unref (ConfabVideoReceiver *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  gst_clear_caps (&self->caps);
  gst_caps_unref (self->ntp);
  g_clear_object (&self->saver);
  confab_mailbox_unref (self->mailbox);
  confab_post_unref (self->post);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
on_closure_gone (gpointer user_data)
{
  confab_video_receiver_unref (user_data);
}

/* Locked. How long the picture was on its way, by the two computers' clocks: webrtcbin's jitter buffer
 * writes the sender's time on it once there was a sender report. */
static void
note_transit (ConfabVideoReceiver *self, GstBuffer *buffer)
{
  GstReferenceTimestampMeta *meta = gst_buffer_get_reference_timestamp_meta (buffer, self->ntp);
  gint64 now_ns = g_get_real_time () * 1000;

  if (meta == NULL || meta->timestamp < NTP_EPOCH_NS)
    return;
  self->transit_sum_ms += (double) (now_ns - (gint64) (meta->timestamp - NTP_EPOCH_NS)) / 1e6;
  self->n_transits++;
}

/* Locked. Whether it is worth telling: the first since a pause, or of another size. */
static gboolean
note_arrival (ConfabVideoReceiver *self, int width, int height)
{
  gboolean is_news = !self->arriving || self->width != width || self->height != height;

  self->arriving = TRUE;
  self->width = width;
  self->height = height;
  return is_news;
}

/* Locked. */
static void
note_caps (ConfabVideoReceiver *self, GstCaps *caps)
{
  if (caps == NULL || (self->caps != NULL && gst_caps_is_equal (self->caps, caps)))
    return;
  gst_caps_replace (&self->caps, caps);
  if (!gst_video_info_from_caps (&self->info, caps))
    gst_video_info_init (&self->info);
}

/* Locked. (transfer full) (nullable) */
static ConfabPicture *
take_in (ConfabVideoReceiver *self, GstSample *sample, gboolean *changed)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  ConfabPicture *picture;

  note_caps (self, gst_sample_get_caps (sample));
  if (self->caps == NULL || buffer == NULL)
    return NULL;
  self->last_picture_ns = (gint64) confab_meeting_clock_now ();
  picture = confab_picture_wrap (buffer, &self->info, self->last_picture_ns);
  if (picture == NULL)
    return NULL;
  *changed = note_arrival (self, self->info.width, self->info.height);
  confab_freeze_meter_picture (&self->meter, self->last_picture_ns);
  note_transit (self, buffer);
  return picture;
}

/* Streaming thread: a picture was decoded. */
static GstFlowReturn
on_sample (GstAppSink *sink, gpointer user_data)
{
  ConfabVideoReceiver *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  g_autoptr (ConfabSaver) saver = NULL;
  g_autoptr (ConfabPicture) kept = NULL;
  ConfabPicture *picture;
  gboolean changed;

  if (sample == NULL)
    return GST_FLOW_EOS;
  g_mutex_lock (&self->lock);
  picture = take_in (self, sample, &changed);
  if (picture != NULL)
    g_set_object (&saver, self->saver);
  g_mutex_unlock (&self->lock);

  if (picture == NULL)
    return GST_FLOW_OK;
  kept = confab_picture_ref (picture);
  confab_mailbox_put (self->mailbox, picture);
  if (saver != NULL)
    confab_saver_push_picture (saver, kept);
  if (changed)
    confab_post_send (self->post, self->changed, NULL, NULL);
  return GST_FLOW_OK;
}

/* An encoded frame has come. */
static gboolean
is_wanted (ConfabVideoReceiver *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->last_frame_ns = (gint64) confab_meeting_clock_now ();
  return self->saver != NULL || confab_mailbox_is_wanted (self->mailbox);
}

static void
note_pause (ConfabVideoReceiver *self, gboolean arriving)
{
  g_mutex_lock (&self->lock);
  confab_freeze_meter_pause (&self->meter);
  self->arriving = self->arriving && arriving;
  g_mutex_unlock (&self->lock);
  confab_mailbox_clear (self->mailbox);
}

/* Whoever measures behind the mailbox learns of the pause by its being cleared. */
static void
rest (ConfabVideoReceiver *self)
{
  self->resting = TRUE;
  self->asked_at = GST_CLOCK_TIME_NONE;
  note_pause (self, TRUE);
}

/* That somebody sends is to be known without looking. The depayloader reads the size from key frames. */
static void
tell_of_unseen (ConfabVideoReceiver *self, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  int width = 0, height = 0;
  gboolean is_news;

  if (caps != NULL) {
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "width", &width);
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "height", &height);
  }
  g_mutex_lock (&self->lock);
  is_news = note_arrival (self, width, height);
  g_mutex_unlock (&self->lock);
  if (is_news)
    confab_post_send (self->post, self->changed, NULL, NULL);
}

static void
ask_for_key_frame (ConfabVideoReceiver *self, GstPad *pad)
{
  GstClockTime now = confab_meeting_clock_now ();

  if (GST_CLOCK_TIME_IS_VALID (self->asked_at) && now - self->asked_at < ASK_INTERVAL_NS)
    return;
  self->asked_at = now;
  gst_pad_push_event (pad,
                      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, FALSE, 0));
}

/* Streaming thread: an encoded frame before the decoder. What nobody sees is not decoded. */
static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ConfabVideoReceiver *self = user_data;
  GstBuffer *frame = GST_PAD_PROBE_INFO_BUFFER (info);

  if (!is_wanted (self)) {
    if (!self->resting)
      rest (self);
    tell_of_unseen (self, pad);
    return GST_PAD_PROBE_DROP;
  }
  if (self->resting && GST_BUFFER_FLAG_IS_SET (frame, GST_BUFFER_FLAG_DELTA_UNIT)) {
    ask_for_key_frame (self, pad);
    return GST_PAD_PROBE_DROP;
  }
  self->resting = FALSE;
  return GST_PAD_PROBE_OK;
}

static void
watch_frames (ConfabVideoReceiver *self, GstElement *decoder)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (decoder, "sink");

  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, on_frame, confab_video_receiver_ref (self),
                     on_closure_gone);
}

static GstElement *
sink_new (ConfabVideoReceiver *self)
{
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GstCaps) caps = gst_caps_from_string ("video/x-raw,format=I420");

  if (sink == NULL)
    return NULL;
  g_object_set (sink, "sync", FALSE, "async", FALSE, "max-buffers", 1, "enable-last-sample", FALSE,
                "caps", caps, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, confab_video_receiver_ref (self),
                              on_closure_gone);
  return sink;
}

/* Kept by what has left its bin, whose last error may still be on its way to the main thread. */
static void
mark_as_own (ConfabVideoReceiver *self, GstElement *element)
{
  g_object_set_data (G_OBJECT (element), OWNER, self);
}

/* Fills @bin; returns the pad that takes RTP, (transfer full), NULL if an element is missing. */
static GstPad *
fill (ConfabVideoReceiver *self, GstBin *bin)
{
  GstElement *depayloader = gst_element_factory_make ("rtpvp8depay", NULL);
  GstElement *decoder = gst_element_factory_make ("vp8dec", NULL);
  GstElement *sink = sink_new (self);

  if (depayloader == NULL || decoder == NULL || sink == NULL) {
    gst_clear_object (&depayloader);
    gst_clear_object (&decoder);
    gst_clear_object (&sink);
    return NULL;
  }
  /* The first packets may have been lost before the keys were there. */
  g_object_set (depayloader, "request-keyframe", TRUE, "wait-for-keyframe", TRUE, NULL);
  g_object_set (decoder, "threads", 1, "automatic-request-sync-points", TRUE, NULL);
  mark_as_own (self, depayloader);
  mark_as_own (self, decoder);
  mark_as_own (self, sink);
  watch_frames (self, decoder);
  gst_bin_add_many (bin, depayloader, decoder, sink, NULL);
  if (!gst_element_link_many (depayloader, decoder, sink, NULL))
    return NULL;
  return gst_element_get_static_pad (depayloader, "sink");
}

static void
remove_child (const GValue *item, gpointer user_data)
{
  GstElement *element = g_value_get_object (item);

  gst_element_set_state (element, GST_STATE_NULL);
  gst_bin_remove (user_data, element);
}

static void
empty (GstBin *bin)
{
  GstIterator *children;
  GstIteratorResult result;

  do {
    children = gst_bin_iterate_elements (bin);
    result = gst_iterator_foreach (children, remove_child, bin);
    gst_iterator_free (children);
  } while (result == GST_ITERATOR_RESYNC);
}

/* A thread of GStreamer's pool. Setting the target anew makes the pad tell the new elements what the old
 * ones knew (caps, segment). */
static void
restart (GstElement *bin, gpointer user_data)
{
  ConfabVideoReceiver *self = user_data;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (bin, "sink");
  g_autoptr (GstPad) target = NULL;

  GST_PAD_STREAM_LOCK (sink);
  gst_ghost_pad_set_target (GST_GHOST_PAD (sink), NULL);
  empty (GST_BIN (bin));
  target = fill (self, GST_BIN (bin));
  if (target != NULL) {
    gst_ghost_pad_set_target (GST_GHOST_PAD (sink), target);
    gst_bin_sync_children_states (GST_BIN (bin));
    g_atomic_int_set (&self->broken, FALSE);
  }
  GST_PAD_STREAM_UNLOCK (sink);
}

/* Streaming thread, again and again while the decoder is broken. */
static void
consider_restart (ConfabVideoReceiver *self, GstElement *bin)
{
  GstClockTime now = confab_meeting_clock_now ();
  gboolean due;

  g_mutex_lock (&self->lock);
  due = !GST_CLOCK_TIME_IS_VALID (self->restarted_at) ||
        now - self->restarted_at >= RESTART_INTERVAL_NS;
  if (due) {
    self->restarted_at = now;
    self->restarts++;
  }
  g_mutex_unlock (&self->lock);
  if (!due)
    return;
  g_message ("The decoder of a picture failed and is replaced");
  gst_element_call_async (bin, restart, confab_video_receiver_ref (self), on_closure_gone);
}

/* Whether what came may go on to the decoder. */
static gboolean
may_go_on (ConfabVideoReceiver *self, GstObject *bin)
{
  if (!g_atomic_int_get (&self->broken))
    return TRUE;
  consider_restart (self, GST_ELEMENT (bin));
  return FALSE;
}

/* Whatever happens behind, to webrtcbin all is well: otherwise its jitter buffer would stop for good. */
static GstFlowReturn
answer_upstream (ConfabVideoReceiver *self, GstFlowReturn flow)
{
  if (flow != GST_FLOW_ERROR && flow != GST_FLOW_NOT_NEGOTIATED && flow != GST_FLOW_NOT_LINKED)
    return flow;
  g_atomic_int_set (&self->broken, TRUE);
  return GST_FLOW_OK;
}

static ConfabVideoReceiver *
receiver_of (GstPad *pad)
{
  return g_object_get_data (G_OBJECT (pad), "confab-receiver");
}

/* Streaming thread. */
static GstFlowReturn
guarded_chain (GstPad *pad, GstObject *bin, GstBuffer *packet)
{
  ConfabVideoReceiver *self = receiver_of (pad);

  if (may_go_on (self, bin))
    return answer_upstream (self, gst_proxy_pad_chain_default (pad, bin, packet));
  gst_buffer_unref (packet);
  return GST_FLOW_OK;
}

/* Streaming thread. */
static GstFlowReturn
guarded_chain_list (GstPad *pad, GstObject *bin, GstBufferList *packets)
{
  ConfabVideoReceiver *self = receiver_of (pad);

  if (may_go_on (self, bin))
    return answer_upstream (self, gst_proxy_pad_chain_list_default (pad, bin, packets));
  gst_buffer_list_unref (packets);
  return GST_FLOW_OK;
}

static GstElement *
bin_new (ConfabVideoReceiver *self)
{
  GstElement *bin = gst_bin_new (NULL);
  g_autoptr (GstPad) target = fill (self, GST_BIN (bin));
  GstPad *sink;

  if (target == NULL) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  sink = gst_ghost_pad_new ("sink", target);
  g_object_set_data_full (G_OBJECT (sink), "confab-receiver", confab_video_receiver_ref (self),
                          on_closure_gone);
  gst_pad_set_chain_function (sink, guarded_chain);
  gst_pad_set_chain_list_function (sink, guarded_chain_list);
  gst_pad_set_active (sink, TRUE);
  gst_element_add_pad (bin, sink);
  return bin;
}

gboolean
confab_video_receiver_connect (ConfabVideoReceiver *self, GstBin *pipeline, GstPad *rtp)
{
  GstElement *bin = bin_new (self);
  g_autoptr (GstPad) sink = NULL;

  if (bin == NULL)
    return FALSE;
  gst_bin_add (pipeline, bin);
  gst_element_sync_state_with_parent (bin);
  sink = gst_element_get_static_pad (bin, "sink");
  return gst_pad_link (rtp, sink) == GST_PAD_LINK_OK;
}

ConfabMailbox *
confab_video_receiver_get_mailbox (ConfabVideoReceiver *self)
{
  return self->mailbox;
}

void
confab_video_receiver_set_saver (ConfabVideoReceiver *self, ConfabSaver *saver)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_set_object (&self->saver, saver);
}

void
confab_video_receiver_pause (ConfabVideoReceiver *self)
{
  note_pause (self, FALSE);
}

void
confab_video_receiver_snapshot (ConfabVideoReceiver *self, ConfabVideoReceiverStats *stats)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 now_ns = (gint64) confab_meeting_clock_now ();

  *stats = (ConfabVideoReceiverStats){
    .pictures = self->meter.pictures,
    .width = (guint) self->width,
    .height = (guint) self->height,
    .running = self->meter.running,
    .last_picture_ns = self->last_picture_ns,
    .last_frame_ns = self->last_frame_ns,
    .fps = confab_freeze_meter_get_fps (&self->meter, now_ns),
    .freezes = self->meter.freezes,
    .freeze_s = (double) self->meter.frozen_ns / 1e9,
    .freezing_s = (double) confab_freeze_meter_get_running_ns (&self->meter, now_ns) / 1e9,
    .max_gap_ms = (double) confab_freeze_meter_get_max_gap_ns (&self->meter, now_ns) / 1e6,
    .restarts = self->restarts,
  };
}

double
confab_video_receiver_take_transit (ConfabVideoReceiver *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  double mean_ms = self->n_transits > 0 ? self->transit_sum_ms / self->n_transits : (double) NAN;

  self->transit_sum_ms = 0;
  self->n_transits = 0;
  return mean_ms;
}

gboolean
confab_video_receiver_owns (ConfabVideoReceiver *self, GstObject *element)
{
  return g_object_get_data (G_OBJECT (element), OWNER) == self;
}
