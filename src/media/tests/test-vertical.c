/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way inside one process: file → capture → encoder → hop → a second pipeline → decoder. */
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <stdlib.h>

#include "media/hop.h"
#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/picture-wrap.h"
#include "media/receive/playback-stream.h"
#include "media/tests/clips.h"

#define N_PICTURES 120
#define CLIP_LENGTH 50

typedef struct {
  ConfabMailbox *mailbox;
  GstVideoInfo info;
  GMutex lock; /* guards what follows */
  guint n;
  int numbers[N_PICTURES];
  double latency_ms[N_PICTURES];
} Receiver;

/* Streaming thread of the second pipeline. */
static GstFlowReturn
on_decoded (GstAppSink *sink, gpointer user_data)
{
  Receiver *receiver = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gint64 now = confab_media_now_ns ();
  ConfabPicture *picture;

  gst_video_info_from_caps (&receiver->info, gst_sample_get_caps (sample));
  picture = confab_picture_wrap (buffer, &receiver->info, now);
  g_assert_nonnull (picture);

  g_mutex_lock (&receiver->lock);
  if (receiver->n < N_PICTURES) {
    receiver->numbers[receiver->n] = confab_clips_read_number (picture);
    receiver->latency_ms[receiver->n] = (double) (now - (gint64) GST_BUFFER_PTS (buffer)) / 1e6;
    receiver->n++;
  }
  g_mutex_unlock (&receiver->lock);
  confab_mailbox_put (receiver->mailbox, picture);
  return GST_FLOW_OK;
}

static gboolean
is_complete (gpointer user_data)
{
  Receiver *receiver = user_data;
  gboolean complete;

  g_mutex_lock (&receiver->lock);
  complete = receiver->n == N_PICTURES;
  g_mutex_unlock (&receiver->lock);
  return complete;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

static GstElement *
start_receiver (Receiver *receiver, GstAppSrc **source)
{
  GstElement *pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *entry = confab_hop_source_new ("video");
  GstElement *decoder = gst_element_factory_make ("vp8dec", NULL);
  GstElement *sink = gst_element_factory_make_full ("appsink", "sync", FALSE, NULL);
  GstAppSinkCallbacks callbacks = { .new_sample = on_decoded };

  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, receiver, NULL);
  confab_meeting_clock_apply (GST_PIPELINE (pipeline));
  gst_bin_add_many (GST_BIN (pipeline), entry, decoder, sink, NULL);
  g_assert_true (gst_element_link_many (entry, decoder, sink, NULL));
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  *source = GST_APP_SRC (entry);
  return pipeline;
}

static void
on_started (ConfabCapture *capture, guint kind, gpointer flag)
{
  *(gboolean *) flag = TRUE;
}

/* Pictures arrive in order, each at most once, and with their numbers where they were drawn: through the end of
 * the clip and its beginning. (A busy computer may leave some out.) */
static void
test_pictures_arrive (void)
{
  g_autofree char *clip = confab_clips_make_y4m ("clip.y4m", 1280, 720, 30, CLIP_LENGTH);
  ConfabCapture *capture = confab_capture_new ();
  ConfabHop *hop = confab_track_get_hop (confab_capture_get_track (capture, CONFAB_MEDIA_VIDEO));
  Receiver receiver = { .mailbox = confab_mailbox_new () };
  gboolean started = FALSE;
  GstElement *pipeline;
  GstAppSrc *source;
  ConfabMailboxCounts counts;

  g_signal_connect (capture, "source-started", G_CALLBACK (on_started), &started);
  confab_capture_set_camera (capture, clip);
  confab_clips_wait (&started);

  pipeline = start_receiver (&receiver, &source);
  confab_hop_subscribe (hop, source);
  confab_clips_wait_for (is_complete, &receiver);

  for (guint i = 1; i < N_PICTURES; i++) {
    int step = (receiver.numbers[i] - receiver.numbers[i - 1] + CLIP_LENGTH) % CLIP_LENGTH;

    g_assert_cmpint (receiver.numbers[i], >=, 0);
    g_assert_cmpint (step, >=, 1);
    g_assert_cmpint (step, <, CLIP_LENGTH / 2);
  }
  confab_mailbox_get_counts (receiver.mailbox, &counts);
  g_assert_cmpuint (counts.put, >=, N_PICTURES);

  qsort (receiver.latency_ms, N_PICTURES, sizeof (double), compare);
  g_test_message ("camera to decoded picture: p50 %.1f ms, p95 %.1f ms",
                  receiver.latency_ms[N_PICTURES / 2], receiver.latency_ms[N_PICTURES * 95 / 100]);
  g_assert_cmpfloat (receiver.latency_ms[0], <, 100);

  confab_hop_unsubscribe (hop, source);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_object_unref (capture);
  confab_mailbox_unref (receiver.mailbox);
  confab_media_drain ();
}

/* Packets of the second pipeline, as a link would hand them on. */
typedef struct {
  ConfabPlaybackStream *stream;
  guint16 sequence;
} Forwarder;

static GstFlowReturn
on_packet (GstAppSink *sink, gpointer user_data)
{
  Forwarder *forwarder = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstMapInfo map;

  gst_buffer_map (buffer, &map, GST_MAP_READ);
  confab_playback_stream_push (forwarder->stream,
                               &(ConfabOpusPacket){ forwarder->sequence++,
                                                    (guint32) gst_util_uint64_scale_int (
                                                        GST_BUFFER_PTS (buffer), 48000, GST_SECOND),
                                                    map.data, map.size, confab_media_now_ns () });
  gst_buffer_unmap (buffer, &map);
  return GST_FLOW_OK;
}

typedef struct {
  GMutex lock; /* guards samples */
  GArray *samples;
} Ear;

static void
on_heard (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns, gpointer user_data)
{
  Ear *ear = user_data;

  g_mutex_lock (&ear->lock);
  g_array_append_vals (ear->samples, samples, (guint) n_samples);
  g_mutex_unlock (&ear->lock);
}

static gboolean
has_heard_enough (gpointer user_data)
{
  Ear *ear = user_data;
  gboolean enough;

  g_mutex_lock (&ear->lock);
  enough = ear->samples->len >= 3 * 48000;
  g_mutex_unlock (&ear->lock);
  return enough;
}

/* A tone from a file is heard as that tone, in real time, through encoder, hop, jitter buffer and mix. */
static void
test_sound_arrives (void)
{
  g_autofree char *tone = confab_clips_make_wav ("tone.wav", 440, 8000, 1000);
  ConfabCapture *capture = confab_capture_new ();
  ConfabHop *hop = confab_track_get_hop (confab_capture_get_track (capture, CONFAB_MEDIA_AUDIO));
  ConfabPlayback *playback = confab_playback_new ("none");
  Forwarder forwarder = { .stream = confab_playback_add_stream (playback, "tone") };
  Ear ear = { .samples = g_array_new (FALSE, FALSE, sizeof (gint16)) };
  GstAppSinkCallbacks callbacks = { .new_sample = on_packet };
  GstElement *pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *source = confab_hop_source_new (NULL);
  GstElement *sink = gst_element_factory_make_full ("appsink", "sync", FALSE, NULL);
  ConfabOpusReceiverStats stats;
  double share;

  confab_meeting_clock_apply (GST_PIPELINE (pipeline));
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, &forwarder, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  gst_element_link (source, sink);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  confab_hop_subscribe (hop, GST_APP_SRC (source));
  confab_playback_stream_set_tap (forwarder.stream, on_heard, &ear);
  confab_capture_set_microphone (capture, tone);
  confab_clips_wait_for (has_heard_enough, &ear);
  confab_playback_stream_set_tap (forwarder.stream, NULL, NULL);

  share = confab_clips_tone_share ((const gint16 *) (gpointer) ear.samples->data + 48000, 2 * 48000,
                                   440);
  confab_playback_stream_get_stats (forwarder.stream, &stats);
  g_test_message ("%.3f of the energy at 440 Hz; %" G_GUINT64_FORMAT " ms made up, delay %.0f ms",
                  share, stats.concealed_ms, stats.delay_ms);
  g_assert_cmpuint (stats.lost, ==, 0);
  g_assert_cmpfloat (share, >, 0.7);

  confab_hop_unsubscribe (hop, GST_APP_SRC (source));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  g_object_unref (capture);
  confab_playback_stream_remove (forwarder.stream);
  confab_playback_stream_unref (forwarder.stream);
  g_object_unref (playback);
  g_array_unref (ear.samples);
  confab_media_drain ();
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/vertical/pictures-arrive", test_pictures_arrive);
  g_test_add_func ("/vertical/sound-arrives", test_sound_arrives);
  result = g_test_run ();
  confab_clips_remove ();
  return result;
}
