/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include "media/hop.h"
#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/tests/clips.h"

#define FRAME_DURATION (GST_SECOND / 30)
#define MAX_QUEUED 4

/* What a hop tells its encoder. */
typedef struct {
  gint wanted;     /* atomic */
  gint key_frames; /* atomic: asked for */
} Producer;

/* A subscriber's pipeline and what came out of it. */
typedef struct {
  GstElement *pipeline;
  GstAppSrc *source;
  GstElement *sink;
  GMutex gate;             /* held by the test: the subscriber's streaming thread gets stuck */
  gint frames;             /* atomic */
  gint first_is_key_frame; /* atomic */
} Subscriber;

static void
on_wanted (gpointer user_data, gboolean wanted)
{
  g_atomic_int_set (&((Producer *) user_data)->wanted, wanted);
}

static void
on_key_frame (gpointer user_data)
{
  g_atomic_int_inc (&((Producer *) user_data)->key_frames);
}

static const ConfabHopProducer producer_class = { on_wanted, on_key_frame };

static GstFlowReturn
on_frame (GstAppSink *sink, gpointer user_data)
{
  Subscriber *subscriber = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer = gst_sample_get_buffer (sample);

  if (g_atomic_int_get (&subscriber->frames) == 0)
    g_atomic_int_set (&subscriber->first_is_key_frame,
                      !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT));
  g_mutex_lock (&subscriber->gate);
  g_atomic_int_inc (&subscriber->frames);
  g_mutex_unlock (&subscriber->gate);
  return GST_FLOW_OK;
}

static void
subscriber_init (Subscriber *self, GstState state)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_frame };

  *self = (Subscriber){ .pipeline = gst_object_ref_sink (gst_pipeline_new (NULL)) };
  g_mutex_init (&self->gate);
  self->source = GST_APP_SRC (confab_hop_source_new (NULL));
  self->sink = gst_element_factory_make_full ("appsink", "sync", FALSE, "async", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (self->sink), &callbacks, self, NULL);
  confab_meeting_clock_apply (GST_PIPELINE (self->pipeline));
  gst_bin_add_many (GST_BIN (self->pipeline), GST_ELEMENT (self->source), self->sink, NULL);
  gst_element_link (GST_ELEMENT (self->source), self->sink);
  gst_element_set_state (self->pipeline, state);
}

static void
subscriber_clear (Subscriber *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
  g_mutex_clear (&self->gate);
}

typedef struct {
  Subscriber *subscriber;
  gint frames;
} Expectation;

static gboolean
has_frames (gpointer user_data)
{
  Expectation *expectation = user_data;

  return g_atomic_int_get (&expectation->subscriber->frames) >= expectation->frames;
}

static void
wait_for_frames (Subscriber *subscriber, gint frames)
{
  Expectation expectation = { subscriber, frames };

  confab_clips_wait_for (has_frames, &expectation);
}

static void
push (ConfabHop *hop, const Producer *producer, guint n, gboolean is_key_frame)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("video/x-vp8, width=(int)64, height=(int)48");
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 100, NULL);
  g_autoptr (GstSample) sample = NULL;
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_buffer_memset (buffer, 0, 0, 100);
  GST_BUFFER_PTS (buffer) = n * FRAME_DURATION;
  if (!is_key_frame)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  sample = gst_sample_new (buffer, caps, &segment, NULL);
  confab_hop_push (hop, producer, sample);
}

static void
test_begins_at_key_frame (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 };
  ConfabTrackCounts counts;
  Subscriber subscriber;

  confab_hop_set_producer (hop, &producer_class, &producer);
  g_assert_cmpint (producer.wanted, ==, FALSE);
  subscriber_init (&subscriber, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, subscriber.source);
  g_assert_cmpint (producer.wanted, ==, TRUE);
  g_assert_cmpint (producer.key_frames, ==, 1);

  push (hop, &producer, 0, FALSE);
  push (hop, &producer, 1, FALSE);
  g_assert_cmpuint (confab_hop_get_dropped (hop, subscriber.source), ==, 2);
  push (hop, &producer, 2, TRUE);
  push (hop, &producer, 3, FALSE);
  wait_for_frames (&subscriber, 2);
  g_assert_true (subscriber.first_is_key_frame);

  confab_hop_get_counts (hop, &counts);
  g_assert_cmpuint (counts.frames, ==, 4);
  g_assert_cmpuint (counts.key_frames, ==, 1);
  g_assert_cmpuint (counts.bytes, ==, 400);
  g_assert_cmpint (counts.width, ==, 64);
  g_assert_cmpint (counts.height, ==, 48);

  confab_hop_unsubscribe (hop, subscriber.source);
  g_assert_cmpint (producer.wanted, ==, FALSE);
  subscriber_clear (&subscriber);
  confab_hop_unref (hop);
}

/* Many requests make one key frame; the next one comes only after its time, and then without being asked again. */
static void
test_throttles_key_frames (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 };
  Subscriber subscriber;
  guint n = 0;

  confab_hop_set_producer (hop, &producer_class, &producer);
  subscriber_init (&subscriber, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, subscriber.source);
  for (int i = 0; i < 10; i++)
    confab_hop_request_key_frame (hop);
  g_assert_cmpint (producer.key_frames, ==, 1);

  push (hop, &producer, n++, TRUE);
  confab_hop_request_key_frame (hop);
  g_assert_cmpint (producer.key_frames, ==, 1);
  while (n * FRAME_DURATION < CONFAB_HOP_KEY_FRAME_INTERVAL)
    push (hop, &producer, n++, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 1);
  push (hop, &producer, n++, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 2);

  /* It does not come: after a while the encoder is asked again. */
  for (guint i = 0; i < 25; i++)
    push (hop, &producer, n++, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 2);
  for (guint i = 0; i < 10; i++)
    push (hop, &producer, n++, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 3);

  subscriber_clear (&subscriber);
  confab_hop_unsubscribe (hop, subscriber.source);
  confab_hop_unref (hop);
}

static gboolean
is_drained (gpointer user_data)
{
  return gst_app_src_get_current_level_buffers (user_data) == 0;
}

/* One subscriber is stuck: the producer does not wait, the other one gets everything, and the stuck one goes on at a
 * key frame that is made for it. */
static void
test_slow_subscriber (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 };
  Subscriber slow;
  Subscriber quick;
  guint n = 0;
  gint before;

  confab_hop_set_producer (hop, &producer_class, &producer);
  subscriber_init (&slow, GST_STATE_PLAYING);
  subscriber_init (&quick, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, slow.source);
  confab_hop_subscribe (hop, quick.source);
  g_mutex_lock (&slow.gate);
  push (hop, &producer, n++, TRUE);
  for (int i = 1; i < 60; i++) {
    push (hop, &producer, n++, FALSE);
    wait_for_frames (&quick, i + 1);
  }
  g_assert_cmpuint (gst_app_src_get_current_level_buffers (slow.source), <=, MAX_QUEUED);
  g_assert_cmpuint (confab_hop_get_dropped (hop, slow.source), >, 40);
  g_assert_cmpuint (confab_hop_get_dropped (hop, quick.source), ==, 0);
  /* While it is stuck a key frame would be wasted. */
  g_assert_cmpint (producer.key_frames, ==, 1);

  g_mutex_unlock (&slow.gate);
  confab_clips_wait_for (is_drained, slow.source);
  push (hop, &producer, n++, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 2);
  before = g_atomic_int_get (&slow.frames);
  push (hop, &producer, n++, TRUE);
  wait_for_frames (&slow, before + 1);

  confab_hop_unsubscribe (hop, slow.source);
  confab_hop_unsubscribe (hop, quick.source);
  subscriber_clear (&slow);
  subscriber_clear (&quick);
  confab_hop_unref (hop);
}

/* A link that is being taken down gets nothing, costs no key frames and stops nobody. */
static void
test_dead_subscriber (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 };
  Subscriber dead;

  confab_hop_set_producer (hop, &producer_class, &producer);
  subscriber_init (&dead, GST_STATE_READY);
  confab_hop_subscribe (hop, dead.source);
  for (guint n = 0; n < 100; n++)
    push (hop, &producer, n, n == 0);
  g_assert_cmpint (producer.key_frames, ==, 1);
  g_assert_cmpuint (confab_hop_get_dropped (hop, dead.source), ==, 100);

  /* Alive after all. */
  gst_element_set_state (dead.pipeline, GST_STATE_PLAYING);
  push (hop, &producer, 100, FALSE);
  g_assert_cmpint (producer.key_frames, ==, 2);
  push (hop, &producer, 101, TRUE);
  wait_for_frames (&dead, 1);

  confab_hop_unsubscribe (hop, dead.source);
  subscriber_clear (&dead);
  confab_hop_unref (hop);
}

/* What webrtcbin makes of a PLI goes up to the encoder. */
static void
test_upstream_requests (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 };
  Subscriber subscriber;
  g_autoptr (GstPad) pad = NULL;

  confab_hop_set_producer (hop, &producer_class, &producer);
  subscriber_init (&subscriber, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, subscriber.source);
  push (hop, &producer, 0, TRUE);
  push (hop, &producer, 30, FALSE);
  wait_for_frames (&subscriber, 2);
  g_assert_cmpint (producer.key_frames, ==, 1);

  pad = gst_element_get_static_pad (subscriber.sink, "sink");
  gst_pad_push_event (pad,
                      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE, 1));
  g_assert_cmpint (producer.key_frames, ==, 2);

  confab_hop_unsubscribe (hop, subscriber.source);
  subscriber_clear (&subscriber);
  confab_hop_unref (hop);
}

/* Times are running times, whatever segment the encoder works in. */
static void
test_stamps_meeting_time (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  GstElement *source = gst_object_ref_sink (confab_hop_source_new (NULL));
  GstElement *sink = gst_element_factory_make_full ("appsink", "sync", FALSE, NULL);
  GstElement *pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("audio/x-opus");
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 10, NULL);
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GstSample) received = NULL;
  GstSegment segment;

  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  gst_element_link (source, sink);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, GST_APP_SRC (source));

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = 1000 * GST_SECOND;
  segment.base = 5 * GST_SECOND;
  GST_BUFFER_PTS (buffer) = 1002 * GST_SECOND;
  sample = gst_sample_new (buffer, caps, &segment, NULL);
  confab_hop_push (hop, NULL, sample);
  received = gst_app_sink_pull_sample (GST_APP_SINK (sink));
  g_assert_cmpuint (GST_BUFFER_PTS (gst_sample_get_buffer (received)), ==, 7 * GST_SECOND);
  g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, 1002 * GST_SECOND);

  confab_hop_unsubscribe (hop, GST_APP_SRC (source));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  gst_object_unref (source);
  confab_hop_unref (hop);
}

/* A camera that was switched off runs on until its driver lets it go. */
static void
test_former_producer (void)
{
  ConfabHop *hop = confab_hop_new (MAX_QUEUED);
  Producer producer = { 0 }, next = { 0 };
  ConfabTrackCounts counts;

  confab_hop_set_producer (hop, &producer_class, &producer);
  push (hop, &producer, 0, TRUE);
  confab_hop_set_producer (hop, NULL, NULL);
  push (hop, &producer, 1, FALSE);
  confab_hop_set_producer (hop, &producer_class, &next);
  push (hop, &producer, 2, FALSE);
  push (hop, &next, 3, TRUE);
  confab_hop_get_counts (hop, &counts);
  g_assert_cmpuint (counts.frames, ==, 2);
  g_assert_cmpuint (counts.key_frames, ==, 2);
  confab_hop_unref (hop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/hop/subscriber-begins-at-a-key-frame", test_begins_at_key_frame);
  g_test_add_func ("/hop/key-frame-requests-are-throttled", test_throttles_key_frames);
  g_test_add_func ("/hop/slow-subscriber-blocks-nobody", test_slow_subscriber);
  g_test_add_func ("/hop/dead-subscriber-costs-nothing", test_dead_subscriber);
  g_test_add_func ("/hop/requests-travel-upstream", test_upstream_requests);
  g_test_add_func ("/hop/buffers-carry-meeting-time", test_stamps_meeting_time);
  g_test_add_func ("/hop/former-producer-reaches-nobody", test_former_producer);
  return g_test_run ();
}
