/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-track.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include "media/hop.h"
#include "media/meeting-clock.h"
#include "media/send/track-new.h"

struct _TestTrack {
  ConfabTrack *track;
  GstElement *pipeline, *encoder, *sink;
  int wanted_ever, stopped; /* atomic */
};

static const char *const pipelines[] = {
  [CONFAB_MEDIA_AUDIO] =
      "audiotestsrc is-live=true samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1 ! "
      "opusenc name=encoder bitrate=32000 ! appsink name=sink sync=false",
  [CONFAB_MEDIA_VIDEO] =
      "videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=180,"
      "framerate=30/1 ! vp8enc name=encoder deadline=1 cpu-used=8 threads=1 "
      "target-bitrate=300000 keyframe-max-dist=3000 error-resilient=default ! "
      "appsink name=sink sync=false",
};

static GstFlowReturn
on_sample (GstAppSink *sink, gpointer user_data)
{
  TestTrack *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (sample != NULL && !g_atomic_int_get (&self->stopped))
    confab_hop_push (confab_track_get_hop (self->track), self, sample);
  return GST_FLOW_OK;
}

static void
on_wanted (gpointer user_data, gboolean wanted)
{
  TestTrack *self = user_data;

  if (wanted)
    g_atomic_int_set (&self->wanted_ever, TRUE);
}

static void
on_make_key_frame (gpointer user_data)
{
  TestTrack *self = user_data;
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->encoder, "src");

  gst_pad_send_event (pad,
                      gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE, TRUE, 0));
}

TestTrack *
test_track_new (ConfabMediaKind kind)
{
  static const ConfabHopProducer producer = { on_wanted, on_make_key_frame };
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GError) error = NULL;
  TestTrack *self = g_new0 (TestTrack, 1);

  self->track = confab_track_new (kind);
  self->pipeline = gst_parse_launch (pipelines[kind], &error);
  g_assert_no_error (error);
  gst_object_ref_sink (self->pipeline);
  self->encoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "encoder");
  self->sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  gst_app_sink_set_callbacks (GST_APP_SINK (self->sink), &callbacks, self, NULL);
  confab_meeting_clock_apply (GST_PIPELINE (self->pipeline));
  confab_hop_set_producer (confab_track_get_hop (self->track), &producer, self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  return self;
}

void
test_track_free (TestTrack *self)
{
  confab_hop_set_producer (confab_track_get_hop (self->track), NULL, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->encoder);
  gst_object_unref (self->sink);
  gst_object_unref (self->pipeline);
  g_object_unref (self->track);
  g_free (self);
}

ConfabTrack *
test_track_get (TestTrack *self)
{
  return self->track;
}

gboolean
test_track_was_wanted (TestTrack *self)
{
  return g_atomic_int_get (&self->wanted_ever);
}

void
test_track_set_stopped (TestTrack *self, gboolean stopped)
{
  g_atomic_int_set (&self->stopped, stopped);
}
