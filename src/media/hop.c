/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an encoder to the links. Any thread; see hop.h for who runs what. */
#include "media/hop.h"

#include <gst/video/video.h>

typedef struct {
  GstAppSrc *source;
  gulong probe_id;
  gboolean needs_key_frame;
  guint64 dropped;
} Subscriber;

struct _ConfabHop {
  gatomicrefcount ref_count;
  guint max_queued;
  gint n_subscribers; /* atomic, written under lock */

  GMutex producer_lock; /* guards the two below, held while the producer is called */
  ConfabHopProducer producer;
  gpointer producer_user_data; /* written under lock too */

  GMutex lock; /* guards what follows; taken after producer_lock */
  GPtrArray *subscribers;
  ConfabTrackCounts counts;
  GstClockTime last_time;      /* of the newest frame */
  GstClockTime last_key_frame; /* of the newest key frame */
  gboolean key_frame_wanted;
  gboolean asked;        /* for one that has not come yet */
  GstClockTime asked_at; /* by the frames' time; NONE until the first frame after that */
};

static void
subscriber_free (Subscriber *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (GST_ELEMENT (self->source), "src");

  gst_pad_remove_probe (pad, self->probe_id);
  gst_object_unref (self->source);
  g_free (self);
}

ConfabHop *
confab_hop_new (guint max_queued)
{
  ConfabHop *self = g_new0 (ConfabHop, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->max_queued = max_queued;
  g_mutex_init (&self->producer_lock);
  g_mutex_init (&self->lock);
  self->subscribers = g_ptr_array_new_with_free_func ((GDestroyNotify) subscriber_free);
  self->last_time = GST_CLOCK_TIME_NONE;
  self->last_key_frame = GST_CLOCK_TIME_NONE;
  self->asked_at = GST_CLOCK_TIME_NONE;
  return self;
}

ConfabHop *
confab_hop_ref (ConfabHop *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
confab_hop_unref (ConfabHop *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->subscribers);
  g_mutex_clear (&self->producer_lock);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
confab_hop_set_producer (ConfabHop *self, const ConfabHopProducer *producer, gpointer user_data)
{
  g_mutex_lock (&self->producer_lock);
  self->producer = producer != NULL ? *producer : (ConfabHopProducer){ 0 };
  g_mutex_lock (&self->lock);
  self->producer_user_data = user_data;
  self->asked = FALSE;
  g_mutex_unlock (&self->lock);

  if (producer != NULL)
    producer->set_wanted (user_data, confab_hop_is_wanted (self));
  g_mutex_unlock (&self->producer_lock);
}

gboolean
confab_hop_is_wanted (ConfabHop *self)
{
  return g_atomic_int_get (&self->n_subscribers) > 0;
}

/* Under lock. Whether the producer is to be asked now for the key frame somebody wants. */
static gboolean
take_key_frame_request (ConfabHop *self)
{
  GstClockTime now = self->last_time;

  if (!self->key_frame_wanted)
    return FALSE;
  if (self->asked && (!GST_CLOCK_TIME_IS_VALID (self->asked_at) ||
                      now < self->asked_at + CONFAB_HOP_KEY_FRAME_PATIENCE))
    return FALSE;
  if (GST_CLOCK_TIME_IS_VALID (self->last_key_frame) &&
      now < self->last_key_frame + CONFAB_HOP_KEY_FRAME_INTERVAL)
    return FALSE;

  self->asked = TRUE;
  self->asked_at = now;
  return TRUE;
}

/* Not under a lock. */
static void
ask_for_key_frame (ConfabHop *self)
{
  gboolean ask;

  g_mutex_lock (&self->producer_lock);
  if (self->producer.make_key_frame != NULL) {
    g_mutex_lock (&self->lock);
    ask = take_key_frame_request (self);
    g_mutex_unlock (&self->lock);

    if (ask)
      self->producer.make_key_frame (self->producer_user_data);
  }
  g_mutex_unlock (&self->producer_lock);
}

void
confab_hop_request_key_frame (ConfabHop *self)
{
  g_mutex_lock (&self->lock);
  self->key_frame_wanted = TRUE;
  g_mutex_unlock (&self->lock);

  ask_for_key_frame (self);
}

/* Streaming thread of a link: what webrtcbin makes of PLI and FIR travels upstream to the appsrc. */
static GstPadProbeReturn
on_upstream_event (GstPad *pad, GstPadProbeInfo *info, gpointer self)
{
  if (!gst_video_event_is_force_key_unit (GST_PAD_PROBE_INFO_EVENT (info)))
    return GST_PAD_PROBE_OK;

  confab_hop_request_key_frame (self);
  return GST_PAD_PROBE_DROP;
}

GstElement *
confab_hop_source_new (const char *name)
{
  /* Unlimited in itself: the hop bounds what is queued. */
  return gst_element_factory_make_full (
      "appsrc", "name", name, "is-live", TRUE, "format", GST_FORMAT_TIME, "min-latency",
      G_GINT64_CONSTANT (0), "block", FALSE, "emit-signals", FALSE, "max-bytes",
      G_GUINT64_CONSTANT (0), "max-buffers", G_GUINT64_CONSTANT (0), "max-time",
      G_GUINT64_CONSTANT (0), NULL);
}

static gboolean
find_subscriber (ConfabHop *self, GstAppSrc *source, guint *index)
{
  for (guint i = 0; i < self->subscribers->len; i++) {
    if (((Subscriber *) self->subscribers->pdata[i])->source == source) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

static Subscriber *
subscriber_new (ConfabHop *hop, GstAppSrc *source)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (GST_ELEMENT (source), "src");
  Subscriber *self = g_new0 (Subscriber, 1);

  self->source = gst_object_ref (source);
  self->needs_key_frame = TRUE;
  self->probe_id = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_upstream_event,
                                      confab_hop_ref (hop), (GDestroyNotify) confab_hop_unref);
  return self;
}

/* Under producer_lock. */
static void
tell_wanted (ConfabHop *self, gboolean wanted)
{
  if (self->producer.set_wanted != NULL)
    self->producer.set_wanted (self->producer_user_data, wanted);
}

void
confab_hop_subscribe (ConfabHop *self, GstAppSrc *source)
{
  gboolean first = FALSE;
  guint index;

  g_return_if_fail (GST_IS_APP_SRC (source));

  g_mutex_lock (&self->producer_lock);
  g_mutex_lock (&self->lock);
  if (!find_subscriber (self, source, &index)) {
    g_ptr_array_add (self->subscribers, subscriber_new (self, source));
    first = g_atomic_int_add (&self->n_subscribers, 1) == 0;
    self->key_frame_wanted = TRUE;
  }
  g_mutex_unlock (&self->lock);
  if (first)
    tell_wanted (self, TRUE);
  g_mutex_unlock (&self->producer_lock);

  ask_for_key_frame (self);
}

void
confab_hop_unsubscribe (ConfabHop *self, GstAppSrc *source)
{
  Subscriber *gone = NULL;
  guint index;

  g_mutex_lock (&self->producer_lock);
  g_mutex_lock (&self->lock);
  if (find_subscriber (self, source, &index)) {
    gone = g_ptr_array_steal_index (self->subscribers, index);
    if (g_atomic_int_dec_and_test (&self->n_subscribers)) {
      /* The next first one does not wait for anything that was before. */
      self->key_frame_wanted = FALSE;
      self->asked = FALSE;
      self->last_key_frame = GST_CLOCK_TIME_NONE;
    }
  }
  g_mutex_unlock (&self->lock);
  if (gone != NULL && !confab_hop_is_wanted (self))
    tell_wanted (self, FALSE);
  g_mutex_unlock (&self->producer_lock);

  g_clear_pointer (&gone, subscriber_free);
}

static gboolean
is_running (GstAppSrc *source)
{
  gboolean running;

  GST_OBJECT_LOCK (source);
  running = GST_STATE (source) >= GST_STATE_PAUSED;
  GST_OBJECT_UNLOCK (source);
  return running;
}

/* Under lock. Never waits: an appsrc only queues. Returns whether a key frame would help the subscriber. */
static gboolean
deliver (ConfabHop *self, Subscriber *subscriber, GstSample *sample, gboolean is_key_frame)
{
  guint64 queued = gst_app_src_get_current_level_buffers (subscriber->source);
  gboolean ready = is_running (subscriber->source);

  if (queued >= self->max_queued)
    subscriber->needs_key_frame = TRUE;
  else if (ready && (is_key_frame || !subscriber->needs_key_frame)) {
    if (gst_app_src_push_sample (subscriber->source, sample) == GST_FLOW_OK) {
      subscriber->needs_key_frame = FALSE;
      return FALSE;
    }
    subscriber->needs_key_frame = TRUE;
    ready = FALSE;
  }
  subscriber->dropped++;
  /* Who still chews on old frames, or is being taken down, would only waste another key frame. */
  return ready && queued == 0;
}

/* The sample with its buffer's time made meeting time, which is the running time of every pipeline. */
static GstSample *
stamp (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  guint64 time = gst_segment_to_running_time (gst_sample_get_segment (sample), GST_FORMAT_TIME,
                                              GST_BUFFER_PTS (buffer));
  g_autoptr (GstBuffer) stamped = NULL;

  if (time == GST_BUFFER_PTS (buffer) || !GST_CLOCK_TIME_IS_VALID (time))
    return gst_sample_ref (sample);

  stamped = gst_buffer_copy (buffer); /* shares the memory */
  GST_BUFFER_PTS (stamped) = time;
  GST_BUFFER_DTS (stamped) = GST_CLOCK_TIME_NONE;
  return gst_sample_new (stamped, gst_sample_get_caps (sample), NULL, NULL);
}

/* Under lock. */
static void
count (ConfabHop *self, GstSample *sample, gboolean is_key_frame)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  const GstStructure *format = gst_caps_get_structure (gst_sample_get_caps (sample), 0);

  self->counts.frames++;
  self->counts.key_frames += is_key_frame ? 1 : 0;
  self->counts.bytes += gst_buffer_get_size (buffer);
  gst_structure_get (format, "width", G_TYPE_INT, &self->counts.width, "height", G_TYPE_INT,
                     &self->counts.height, NULL);
  self->last_time = GST_BUFFER_PTS (buffer);
  if (is_key_frame) {
    self->last_key_frame = self->last_time;
    self->asked = FALSE;
    self->key_frame_wanted = FALSE;
  } else if (self->asked && !GST_CLOCK_TIME_IS_VALID (self->asked_at)) {
    self->asked_at = self->last_time;
  }
}

/* Under lock. Whether a key frame has to be asked for. */
static gboolean
pass_on (ConfabHop *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gboolean is_key_frame = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);

  count (self, sample, is_key_frame);
  for (guint i = 0; i < self->subscribers->len; i++) {
    if (deliver (self, self->subscribers->pdata[i], sample, is_key_frame))
      self->key_frame_wanted = TRUE;
  }
  return self->key_frame_wanted;
}

void
confab_hop_push (ConfabHop *self, gconstpointer producer, GstSample *sample)
{
  g_autoptr (GstSample) stamped = stamp (sample);
  gboolean ask;

  g_mutex_lock (&self->lock);
  ask = producer == self->producer_user_data && pass_on (self, stamped);
  g_mutex_unlock (&self->lock);

  if (ask)
    ask_for_key_frame (self);
}

void
confab_hop_get_counts (ConfabHop *self, ConfabTrackCounts *counts)
{
  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}

guint64
confab_hop_get_dropped (ConfabHop *self, GstAppSrc *source)
{
  guint64 dropped = 0;
  guint index;

  g_mutex_lock (&self->lock);
  if (find_subscriber (self, source, &index))
    dropped = ((Subscriber *) self->subscribers->pdata[index])->dropped;
  g_mutex_unlock (&self->lock);
  return dropped;
}
