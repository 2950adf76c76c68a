/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets in, pictures out, whatever is wrong in between. */
#include <gst/app/app.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <math.h>

#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/receive/video-receiver.h"

#define PATIENCE_MS 30000
#define CAPS \
  "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000,ssrc=(uint)7"

typedef struct {
  GObject *owner; /* of the post */
  ConfabPost *post;
  ConfabVideoReceiver *receiver;
  GstElement *pipeline, *source;
  guint n_changes;
  GPtrArray *packets; /* GstBuffer: two seconds of pictures, every tenth a key frame */
  guint16 sequence;   /* of the next packet that goes in */
  GstClockTime time;  /* of the next two seconds */
} Fixture;

static Fixture *current; /* for the post's function, which knows only the owner */

static void
on_changed (gpointer object, gpointer data)
{
  current->n_changes++;
}

static void
make_packets (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (
      "videotestsrc num-buffers=60 ! video/x-raw,format=I420,width=160,height=90,framerate=30/1 ! "
      "vp8enc deadline=1 cpu-used=8 keyframe-max-dist=10 ! rtpvp8pay picture-id-mode=15-bit ssrc=7 "
      "! "
      "appsink name=sink sync=false",
      &error);
  g_autoptr (GstElement) sink = NULL;
  GstSample *sample;

  g_assert_no_error (error);
  gst_object_ref_sink (pipeline);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))) != NULL) {
    GstBufferList *list = gst_sample_get_buffer_list (sample);

    if (gst_sample_get_buffer (sample) != NULL)
      g_ptr_array_add (fixture->packets, gst_buffer_ref (gst_sample_get_buffer (sample)));
    for (guint i = 0; list != NULL && i < gst_buffer_list_length (list); i++)
      g_ptr_array_add (fixture->packets, gst_buffer_ref (gst_buffer_list_get (list, i)));
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
set_caps (Fixture *fixture, const char *text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);

  gst_app_src_set_caps (GST_APP_SRC (fixture->source), caps);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GstPad) pad = NULL;

  current = fixture;
  fixture->owner = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->post = confab_post_new (fixture->owner);
  fixture->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  make_packets (fixture);
  fixture->receiver = confab_video_receiver_new (fixture->post, on_changed);
  fixture->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  fixture->source = gst_element_factory_make ("appsrc", NULL);
  g_object_set (fixture->source, "is-live", TRUE, "format", GST_FORMAT_TIME, NULL);
  set_caps (fixture, CAPS);
  gst_bin_add (GST_BIN (fixture->pipeline), fixture->source);
  confab_meeting_clock_apply (GST_PIPELINE (fixture->pipeline));
  gst_element_set_state (fixture->pipeline, GST_STATE_PLAYING);
  pad = gst_element_get_static_pad (fixture->source, "src");
  g_assert_true (
      confab_video_receiver_connect (fixture->receiver, GST_BIN (fixture->pipeline), pad));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gst_element_set_state (fixture->pipeline, GST_STATE_NULL);
  gst_object_unref (fixture->pipeline);
  confab_video_receiver_unref (fixture->receiver);
  confab_post_unref (fixture->post);
  g_object_unref (fixture->owner);
  g_ptr_array_unref (fixture->packets);
}

static ConfabVideoReceiverStats
stats_of (Fixture *fixture)
{
  ConfabVideoReceiverStats stats;

  confab_video_receiver_snapshot (fixture->receiver, &stats);
  return stats;
}

static gboolean
on_time_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Fixture *fixture, gboolean (*condition) (Fixture *fixture, guint64 number),
          guint64 number, const char *what)
{
  gboolean over = FALSE;
  guint timeout = g_timeout_add (PATIENCE_MS, on_time_over, &over);
  guint timer = g_timeout_add (10, wake, NULL);

  while (!condition (fixture, number)) {
    if (over)
      g_error ("it never came about that %s", what);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (timer);
  g_source_remove (timeout);
}

static gboolean
has_pictures (Fixture *fixture, guint64 number)
{
  return stats_of (fixture).pictures >= number;
}

static gboolean
has_changes (Fixture *fixture, guint64 number)
{
  return fixture->n_changes >= number;
}

static gboolean
has_taken_all (Fixture *fixture, guint64 number)
{
  return gst_app_src_get_current_level_buffers (GST_APP_SRC (fixture->source)) == 0;
}

/* The stream goes on: RTP numbers and times of @packet become those of now. */
static void
renumber (Fixture *fixture, GstBuffer *packet)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  g_assert_true (gst_rtp_buffer_map (packet, GST_MAP_READWRITE, &rtp));
  gst_rtp_buffer_set_seq (&rtp, fixture->sequence++);
  gst_rtp_buffer_set_timestamp (&rtp, gst_rtp_buffer_get_timestamp (&rtp) +
                                          (guint32) (fixture->time * 90000 / GST_SECOND));
  gst_rtp_buffer_unmap (&rtp);
  GST_BUFFER_PTS (packet) += fixture->time;
}

/* @change: (nullable): what is done to each packet before it goes in */
static void
push_all (Fixture *fixture, void (*change) (GstBuffer *packet))
{
  for (guint i = 0; i < fixture->packets->len; i++) {
    GstBuffer *packet = gst_buffer_copy_deep (g_ptr_array_index (fixture->packets, i));

    renumber (fixture, packet);
    if (change != NULL)
      change (packet);
    g_assert_cmpint (gst_app_src_push_buffer (GST_APP_SRC (fixture->source), packet), ==,
                     GST_FLOW_OK);
  }
  fixture->time += 2 * GST_SECOND;
}

static void
test_pictures_come_out (Fixture *fixture, gconstpointer unused)
{
  ConfabMailbox *mailbox = confab_video_receiver_get_mailbox (fixture->receiver);
  g_autoptr (ConfabPicture) picture = NULL;

  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, 60, "all pictures are decoded");
  g_assert_cmpuint (stats_of (fixture).width, ==, 160);
  g_assert_cmpuint (stats_of (fixture).height, ==, 90);
  g_assert_true (stats_of (fixture).running);
  g_assert_cmpuint (stats_of (fixture).restarts, ==, 0);
  picture = confab_mailbox_take (mailbox);
  g_assert_cmpint (picture->width, ==, 160);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_changes, ==, 1);
}

/* As webrtcbin's jitter buffer does it: captured an hour ago by the sender's clock. */
static void
stamp_with_sender_time (GstBuffer *packet)
{
  g_autoptr (GstCaps) ntp = gst_caps_new_empty_simple ("timestamp/x-ntp");
  guint64 seconds = (guint64) (g_get_real_time () / G_USEC_PER_SEC) + 2208988800u - 3600;

  gst_buffer_add_reference_timestamp_meta (packet, ntp, seconds * GST_SECOND, GST_CLOCK_TIME_NONE);
}

/* Whoever else looks at the receiver meanwhile takes nothing away. */
static void
test_transit_is_over_all_pictures (Fixture *fixture, gconstpointer unused)
{
  double transit_ms;

  push_all (fixture, stamp_with_sender_time);
  wait_for (fixture, has_pictures, 60, "all pictures are decoded");
  stats_of (fixture);
  transit_ms = confab_video_receiver_take_transit (fixture->receiver);
  g_assert_cmpfloat (transit_ms, >=, 3600e3);
  g_assert_cmpfloat (transit_ms, <, 3700e3);
  g_assert_true (isnan (confab_video_receiver_take_transit (fixture->receiver)));
}

static void
test_pause_empties_the_mailbox_and_the_next_picture_is_news (Fixture *fixture, gconstpointer unused)
{
  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, 60, "all pictures are decoded");
  confab_video_receiver_pause (fixture->receiver);
  g_assert_false (stats_of (fixture).running);
  g_assert_null (confab_mailbox_take (confab_video_receiver_get_mailbox (fixture->receiver)));
  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, 120, "pictures come again");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

static void
test_unseen_pictures_are_told (Fixture *fixture, gconstpointer unused)
{
  confab_mailbox_set_wanted (confab_video_receiver_get_mailbox (fixture->receiver), FALSE);
  for (guint i = 1; i <= 2; i++) {
    push_all (fixture, NULL);
    wait_for (fixture, has_changes, i, "it is told that pictures come");
    wait_for (fixture, has_taken_all, 0, "the packets are taken");
    confab_video_receiver_pause (fixture->receiver);
    g_assert_cmpuint (stats_of (fixture).width, ==, 160);
    g_assert_cmpuint (stats_of (fixture).height, ==, 90);
    g_assert_cmpuint (stats_of (fixture).pictures, ==, 0);
    g_assert_cmpuint (fixture->n_changes, ==, i);
  }
}

/* Anything behind the payload descriptor (RFC 7741 section 4.2: 4 bytes here). */
static void
spoil (GstBuffer *packet)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  g_assert_true (gst_rtp_buffer_map (packet, GST_MAP_READWRITE, &rtp));
  for (guint i = 4; i < gst_rtp_buffer_get_payload_len (&rtp); i++)
    ((guint8 *) gst_rtp_buffer_get_payload (&rtp))[i] ^= (guint8) g_random_int ();
  gst_rtp_buffer_unmap (&rtp);
}

static void
test_damaged_pictures_do_not_end_the_stream (Fixture *fixture, gconstpointer unused)
{
  guint64 before;

  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, 60, "all pictures are decoded");
  push_all (fixture, spoil);
  wait_for (fixture, has_taken_all, 0, "the damaged packets are taken");
  before = stats_of (fixture).pictures;
  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, before + 45, "sound pictures are decoded again");
}

static gboolean
pictures_after_restart (Fixture *fixture, guint64 number)
{
  if (has_taken_all (fixture, 0))
    push_all (fixture, NULL);
  return stats_of (fixture).restarts >= 1 && stats_of (fixture).pictures >= number;
}

static GstPadProbeReturn
answer_with_error (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  gst_clear_buffer ((GstBuffer **) &GST_PAD_PROBE_INFO_DATA (info));
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_ERROR;
  return GST_PAD_PROBE_HANDLED;
}

/* From now on, until it is replaced. (transfer full): the decoder */
static GstObject *
break_decoder (Fixture *fixture)
{
  GstObject *decoder;
  GstIterator *decoders =
      gst_bin_iterate_all_by_element_factory_name (GST_BIN (fixture->pipeline), "vp8dec");
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GstPad) pad = NULL;

  g_assert_cmpint (gst_iterator_next (decoders, &value), ==, GST_ITERATOR_OK);
  pad = gst_element_get_static_pad (g_value_get_object (&value), "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, answer_with_error, NULL, NULL);
  decoder = g_value_dup_object (&value);
  gst_iterator_free (decoders);
  return decoder;
}

/* webrtcbin's jitter buffer would stop for good if it saw the error. */
static void
test_failed_decoder_is_replaced (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GstObject) decoder = NULL;
  guint64 before;

  push_all (fixture, NULL);
  wait_for (fixture, has_pictures, 60, "all pictures are decoded");
  decoder = break_decoder (fixture);
  push_all (fixture, NULL);
  wait_for (fixture, has_taken_all, 0, "the packets are taken all the same");
  before = stats_of (fixture).pictures;
  wait_for (fixture, pictures_after_restart, before + 30, "the new decoder gives pictures");
  g_assert_null (GST_OBJECT_PARENT (decoder));
  g_assert_true (confab_video_receiver_owns (fixture->receiver, decoder));
  g_assert_false (confab_video_receiver_owns (fixture->receiver, GST_OBJECT (fixture->source)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add ("/video-receiver/pictures-come-out", Fixture, NULL, set_up, test_pictures_come_out,
              tear_down);
  g_test_add ("/video-receiver/pause-empties-the-mailbox-and-the-next-picture-is-news", Fixture,
              NULL, set_up, test_pause_empties_the_mailbox_and_the_next_picture_is_news, tear_down);
  g_test_add ("/video-receiver/unseen-pictures-are-told", Fixture, NULL, set_up,
              test_unseen_pictures_are_told, tear_down);
  g_test_add ("/video-receiver/transit-is-over-all-pictures", Fixture, NULL, set_up,
              test_transit_is_over_all_pictures, tear_down);
  g_test_add ("/video-receiver/damaged-pictures-do-not-end-the-stream", Fixture, NULL, set_up,
              test_damaged_pictures_do_not_end_the_stream, tear_down);
  g_test_add ("/video-receiver/failed-decoder-is-replaced", Fixture, NULL, set_up,
              test_failed_decoder_is_replaced, tear_down);
  return g_test_run ();
}
