/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A capture as its owner sees it: what it sends, when, and what it says when it can't. */
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <stdio.h>
#include <string.h>

#include "media/hop.h"
#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/send/encoder.h"
#include "media/send/track-new.h"
#include "media/tests/clips.h"

/* What a capture said. */
typedef struct {
  ConfabCapture *capture;
  guint started[CONFAB_N_MEDIA_KINDS];
  GError *failed[CONFAB_N_MEDIA_KINDS];
  GError *lost[CONFAB_N_MEDIA_KINDS];
} Owner;

static void
on_started (ConfabCapture *capture, guint kind, Owner *owner)
{
  owner->started[kind]++;
}

static void
on_failed (ConfabCapture *capture, guint kind, GError *error, Owner *owner)
{
  g_clear_error (&owner->failed[kind]);
  owner->failed[kind] = g_error_copy (error);
}

static void
on_lost (ConfabCapture *capture, guint kind, GError *error, Owner *owner)
{
  g_clear_error (&owner->lost[kind]);
  owner->lost[kind] = g_error_copy (error);
}

static void
owner_init (Owner *self)
{
  *self = (Owner){ .capture = confab_capture_new () };
  g_signal_connect (self->capture, "source-started", G_CALLBACK (on_started), self);
  g_signal_connect (self->capture, "source-failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->capture, "source-lost", G_CALLBACK (on_lost), self);
}

static void
owner_clear (Owner *self)
{
  g_object_unref (self->capture);
  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++) {
    g_clear_error (&self->failed[i]);
    g_clear_error (&self->lost[i]);
  }
  confab_media_drain ();
}

static gboolean
has_camera (gpointer user_data)
{
  return ((Owner *) user_data)->started[CONFAB_MEDIA_VIDEO] > 0;
}

static gboolean
has_microphone (gpointer user_data)
{
  return ((Owner *) user_data)->started[CONFAB_MEDIA_AUDIO] > 0;
}

static ConfabHop *
get_hop (Owner *owner, ConfabMediaKind kind)
{
  return confab_track_get_hop (confab_capture_get_track (owner->capture, kind));
}

static guint64
count_frames (Owner *owner, ConfabMediaKind kind)
{
  ConfabTrackCounts counts;

  confab_track_get_counts (confab_capture_get_track (owner->capture, kind), &counts);
  return counts.frames;
}

static guint64
count_self_view (Owner *owner)
{
  ConfabMailboxCounts counts;

  confab_mailbox_get_counts (confab_capture_get_self_view (owner->capture), &counts);
  return counts.put;
}

/* A link as far as a capture knows it. */
typedef struct {
  GstElement *pipeline;
  GstAppSrc *source;
} Subscriber;

static void
subscriber_init (Subscriber *self)
{
  GstElement *source = confab_hop_source_new (NULL);
  GstElement *sink = gst_element_factory_make_full ("fakesink", "sync", FALSE, NULL);

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->source = GST_APP_SRC (source);
  confab_meeting_clock_apply (GST_PIPELINE (self->pipeline));
  gst_bin_add_many (GST_BIN (self->pipeline), source, sink, NULL);
  gst_element_link (source, sink);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
subscriber_clear (Subscriber *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
}

typedef struct {
  Owner *owner;
  ConfabMediaKind kind;
  guint64 frames;
  guint64 pictures;
} Wish;

static gboolean
has_frames (gpointer user_data)
{
  Wish *wish = user_data;

  return count_frames (wish->owner, wish->kind) >= wish->frames &&
         count_self_view (wish->owner) >= wish->pictures;
}

static void
wait_for_frames (Owner *owner, ConfabMediaKind kind, guint64 more)
{
  Wish wish = { owner, kind, count_frames (owner, kind) + more, 0 };

  confab_clips_wait_for (has_frames, &wish);
}

static void
wait_for_self_view (Owner *owner, guint64 more)
{
  Wish wish = { owner, CONFAB_MEDIA_VIDEO, 0, count_self_view (owner) + more };

  confab_clips_wait_for (has_frames, &wish);
}

/* Nobody subscribes: the own picture is shown and nothing is encoded. A subscriber comes: it is. It goes: not any more. */
static void
test_encodes_only_when_wanted (void)
{
  Owner owner;
  Subscriber subscriber;
  guint64 frames;

  owner_init (&owner);
  confab_capture_set_camera (owner.capture, "test");
  confab_clips_wait_for (has_camera, &owner);
  wait_for_self_view (&owner, 5);
  g_assert_cmpuint (count_frames (&owner, CONFAB_MEDIA_VIDEO), ==, 0);

  subscriber_init (&subscriber);
  confab_hop_subscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  wait_for_frames (&owner, CONFAB_MEDIA_VIDEO, 5);
  confab_hop_unsubscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  wait_for_self_view (&owner, 3); /* what was in the encoder comes out */
  frames = count_frames (&owner, CONFAB_MEDIA_VIDEO);
  wait_for_self_view (&owner, 10);
  g_assert_cmpuint (count_frames (&owner, CONFAB_MEDIA_VIDEO), ==, frames);

  subscriber_clear (&subscriber);
  owner_clear (&owner);
}

/* The first subscriber gets the newest picture at once: here the next one is a second away. */
static void
test_first_picture_at_once (void)
{
  g_autofree char *slow = confab_clips_make_y4m ("slow.y4m", 640, 360, 1, 4);
  Owner owner;
  Subscriber subscriber;
  guint64 shown;

  owner_init (&owner);
  confab_capture_set_camera (owner.capture, slow);
  confab_clips_wait_for (has_camera, &owner);
  wait_for_self_view (&owner, 1);
  subscriber_init (&subscriber);
  shown = count_self_view (&owner);
  confab_hop_subscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  wait_for_frames (&owner, CONFAB_MEDIA_VIDEO, 1);
  g_assert_cmpuint (count_self_view (&owner), ==, shown);

  confab_hop_unsubscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  subscriber_clear (&subscriber);
  owner_clear (&owner);
}

static int
find_open_descriptor (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  int found = 0;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (link, NULL);

    found += g_strcmp0 (target, path) == 0;
  }
  return found;
}

/* Muted video lets go of the camera: here, of the file that is one. */
static void
test_mute_releases_camera (void)
{
  g_autofree char *clip = confab_clips_make_y4m ("mute.y4m", 640, 360, 30, 30);
  Owner owner;
  Subscriber subscriber;
  guint64 frames;

  if (!g_file_test ("/proc/self/fd", G_FILE_TEST_IS_DIR)) {
    g_test_skip ("needs /proc");
    return;
  }
  owner_init (&owner);
  subscriber_init (&subscriber);
  confab_hop_subscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  confab_capture_set_camera (owner.capture, clip);
  wait_for_frames (&owner, CONFAB_MEDIA_VIDEO, 3);
  g_assert_cmpint (find_open_descriptor (clip), ==, 1);
  g_assert_true (confab_capture_is_sending (owner.capture, CONFAB_MEDIA_VIDEO));

  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_VIDEO, TRUE);
  g_assert_false (confab_capture_is_sending (owner.capture, CONFAB_MEDIA_VIDEO));
  g_assert_null (confab_mailbox_take (confab_capture_get_self_view (owner.capture)));
  confab_media_drain ();
  g_assert_cmpint (find_open_descriptor (clip), ==, 0);
  g_assert_null (confab_mailbox_take (confab_capture_get_self_view (owner.capture)));

  /* Chosen while muted: still off. */
  frames = count_frames (&owner, CONFAB_MEDIA_VIDEO);
  confab_capture_set_camera (owner.capture, clip);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  confab_media_drain ();
  g_assert_cmpint (find_open_descriptor (clip), ==, 0);
  g_assert_cmpuint (count_frames (&owner, CONFAB_MEDIA_VIDEO), ==, frames);

  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_VIDEO, FALSE);
  wait_for_frames (&owner, CONFAB_MEDIA_VIDEO, 3);
  g_assert_true (confab_capture_get_muted (owner.capture, CONFAB_MEDIA_VIDEO) == FALSE);

  confab_hop_unsubscribe (get_hop (&owner, CONFAB_MEDIA_VIDEO), subscriber.source);
  subscriber_clear (&subscriber);
  owner_clear (&owner);
}

/* A camera with its encoder whose driver takes its time to close. */
typedef struct {
  GstElement *pipeline;
  ConfabEncoder *encoder;
  ConfabTrack *track;
  gint pictures; /* atomic: from the camera */
  gint enough;
} SlowCamera;

static GstPadProbeReturn
on_camera_picture (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  g_atomic_int_inc (&((SlowCamera *) user_data)->pictures);
  return GST_PAD_PROBE_OK;
}

static void
slow_camera_init (SlowCamera *self)
{
  GstElement *source = gst_element_factory_make_full ("videotestsrc", "is-live", TRUE, NULL);
  GstElement *format = gst_element_factory_make ("capsfilter", NULL);
  g_autoptr (GstCaps) caps =
      gst_caps_from_string ("video/x-raw,format=I420,width=320,height=180,framerate=30/1");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  GstElement *bin;

  *self = (SlowCamera){ .track = confab_track_new (CONFAB_MEDIA_VIDEO) };
  self->encoder = confab_encoder_new (CONFAB_MEDIA_VIDEO, confab_track_get_hop (self->track), NULL);
  bin = confab_encoder_get_element (self->encoder);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  confab_meeting_clock_apply (GST_PIPELINE (self->pipeline));
  g_object_set (format, "caps", caps, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, format, bin, NULL);
  g_assert_true (gst_element_link_many (source, format, bin, NULL));
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_camera_picture, self, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static gboolean
has_encoded (gpointer user_data)
{
  ConfabTrackCounts counts;

  confab_track_get_counts (((SlowCamera *) user_data)->track, &counts);
  return counts.frames >= 5;
}

static gboolean
has_gone_on (gpointer user_data)
{
  SlowCamera *camera = user_data;

  return g_atomic_int_get (&camera->pictures) >= camera->enough;
}

/* Links that subscribe are no reason to send from a camera that was switched off. */
static void
test_released_camera_sends_nothing_more (void)
{
  SlowCamera camera;
  Subscriber subscriber;
  ConfabTrackCounts before, after;

  slow_camera_init (&camera);
  subscriber_init (&subscriber);
  confab_hop_subscribe (confab_track_get_hop (camera.track), subscriber.source);
  confab_clips_wait_for (has_encoded, &camera);

  confab_encoder_free (camera.encoder);
  confab_track_get_counts (camera.track, &before);
  camera.enough = g_atomic_int_get (&camera.pictures) + 10;
  confab_clips_wait_for (has_gone_on, &camera);
  confab_track_get_counts (camera.track, &after);
  g_assert_cmpuint (after.frames, ==, before.frames);

  confab_hop_unsubscribe (confab_track_get_hop (camera.track), subscriber.source);
  subscriber_clear (&subscriber);
  gst_element_set_state (camera.pipeline, GST_STATE_NULL);
  gst_object_unref (camera.pipeline);
  g_object_unref (camera.track);
}

static gboolean
is_loud (gpointer user_data)
{
  return confab_capture_get_level_dbfs (((Owner *) user_data)->capture) > -20;
}

static gboolean
is_silent (gpointer user_data)
{
  return confab_capture_get_level_dbfs (((Owner *) user_data)->capture) <= -99;
}

/* Muted audio sends no packet at all, and the meter still moves ("you are muted"). */
static void
test_mute_sends_nothing (void)
{
  g_autofree char *tone = confab_clips_make_wav ("loud.wav", 440, 16000, 1000);
  Owner owner;
  Subscriber subscriber;
  guint64 packets;

  owner_init (&owner);
  subscriber_init (&subscriber);
  confab_hop_subscribe (get_hop (&owner, CONFAB_MEDIA_AUDIO), subscriber.source);
  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_AUDIO, TRUE);
  confab_capture_set_microphone (owner.capture, tone);
  confab_clips_wait_for (has_microphone, &owner);
  confab_clips_wait_for (is_loud, &owner);
  g_assert_cmpuint (count_frames (&owner, CONFAB_MEDIA_AUDIO), ==, 0);

  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_AUDIO, FALSE);
  wait_for_frames (&owner, CONFAB_MEDIA_AUDIO, 10);
  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_AUDIO, TRUE);
  packets = count_frames (&owner, CONFAB_MEDIA_AUDIO);
  for (int i = 0; i < 3; i++) {
    Wish wish = { &owner, CONFAB_MEDIA_VIDEO, 0, 0 };

    confab_clips_wait_for (has_frames, &wish);
    confab_clips_wait_for (is_loud, &owner);
  }
  g_assert_cmpuint (count_frames (&owner, CONFAB_MEDIA_AUDIO), <=, packets + 1);

  confab_capture_set_microphone (owner.capture, "none");
  confab_clips_wait_for (is_silent, &owner);
  confab_hop_unsubscribe (get_hop (&owner, CONFAB_MEDIA_AUDIO), subscriber.source);
  subscriber_clear (&subscriber);
  owner_clear (&owner);
}

static gboolean
has_failed_camera (gpointer user_data)
{
  return ((Owner *) user_data)->failed[CONFAB_MEDIA_VIDEO] != NULL;
}

/* One source fails with a sentence; the other goes on, and another choice works. */
static void
test_failure_stays_where_it_is (void)
{
  g_autofree char *missing = g_build_filename (confab_clips_folder (), "missing.mp4", NULL);
  Owner owner;
  Subscriber subscriber;

  owner_init (&owner);
  subscriber_init (&subscriber);
  confab_hop_subscribe (get_hop (&owner, CONFAB_MEDIA_AUDIO), subscriber.source);
  confab_capture_set_microphone (owner.capture, "test");
  confab_capture_set_camera (owner.capture, missing);
  confab_clips_wait_for (has_failed_camera, &owner);
  g_assert_error (owner.failed[CONFAB_MEDIA_VIDEO], CONFAB_MEDIA_ERROR,
                  CONFAB_MEDIA_ERROR_NOT_FOUND);
  g_assert_null (owner.lost[CONFAB_MEDIA_VIDEO]);
  g_assert_cmpuint (owner.started[CONFAB_MEDIA_VIDEO], ==, 0);
  wait_for_frames (&owner, CONFAB_MEDIA_AUDIO, 3);

  confab_capture_set_camera (owner.capture, "test");
  confab_clips_wait_for (has_camera, &owner);
  g_assert_null (owner.failed[CONFAB_MEDIA_AUDIO]);

  confab_hop_unsubscribe (get_hop (&owner, CONFAB_MEDIA_AUDIO), subscriber.source);
  subscriber_clear (&subscriber);
  owner_clear (&owner);
}

static gboolean
has_lost_camera (gpointer user_data)
{
  return ((Owner *) user_data)->lost[CONFAB_MEDIA_VIDEO] != NULL;
}

/* A file that somebody empties while it is played: it worked, so it is lost and not failed. */
static void
test_source_lost (void)
{
  g_autofree char *clip = confab_clips_make_y4m ("emptied.y4m", 640, 360, 30, 30);
  FILE *file;
  Owner owner;

  owner_init (&owner);
  confab_capture_set_camera (owner.capture, clip);
  confab_clips_wait_for (has_camera, &owner);
  file = fopen (clip, "wb"); /* in place: g_file_set_contents () would leave the opened one alone */
  g_assert_nonnull (file);
  fclose (file);
  confab_clips_wait_for (has_lost_camera, &owner);
  g_test_message ("%s", owner.lost[CONFAB_MEDIA_VIDEO]->message);
  g_assert_nonnull (strstr (owner.lost[CONFAB_MEDIA_VIDEO]->message, "emptied.y4m"));
  g_assert_false (confab_capture_is_sending (owner.capture, CONFAB_MEDIA_VIDEO));
  g_assert_null (confab_mailbox_take (confab_capture_get_self_view (owner.capture)));
  owner_clear (&owner);
}

/* Chosen again and again, quicker than anything can be opened: the last choice is what runs. */
static void
test_quick_changes (void)
{
  g_autofree char *clip = confab_clips_make_y4m ("quick.y4m", 640, 360, 30, 30);
  Owner owner;

  owner_init (&owner);
  for (int i = 0; i < 20; i++) {
    confab_capture_set_camera (owner.capture, i % 3 == 0 ? "test" : i % 3 == 1 ? clip : "none");
    confab_capture_set_muted (owner.capture, CONFAB_MEDIA_VIDEO, i % 2);
    g_main_context_iteration (NULL, FALSE);
  }
  confab_capture_set_camera (owner.capture, clip);
  confab_capture_set_muted (owner.capture, CONFAB_MEDIA_VIDEO, FALSE);
  confab_clips_wait_for (has_camera, &owner);
  confab_media_drain ();
  g_assert_cmpint (find_open_descriptor (clip), ==, 1);
  g_assert_null (owner.failed[CONFAB_MEDIA_VIDEO]);
  owner_clear (&owner);
}

/* It ends in the middle of opening a source. */
static void
test_gone_at_once (void)
{
  Owner owner;

  owner_init (&owner);
  confab_capture_set_camera (owner.capture, "test");
  confab_capture_set_microphone (owner.capture, "default");
  owner_clear (&owner);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/capture/encodes-only-when-wanted", test_encodes_only_when_wanted);
  g_test_add_func ("/capture/first-subscriber-gets-a-picture-at-once", test_first_picture_at_once);
  g_test_add_func ("/capture/muted-video-releases-the-camera", test_mute_releases_camera);
  g_test_add_func ("/capture/released-camera-sends-nothing-more",
                   test_released_camera_sends_nothing_more);
  g_test_add_func ("/capture/muted-audio-sends-nothing", test_mute_sends_nothing);
  g_test_add_func ("/capture/a-failure-stays-where-it-is", test_failure_stays_where_it_is);
  g_test_add_func ("/capture/a-source-that-breaks-is-lost", test_source_lost);
  g_test_add_func ("/capture/the-last-choice-wins", test_quick_changes);
  g_test_add_func ("/capture/may-go-while-opening", test_gone_at_once);
  result = g_test_run ();
  confab_clips_remove ();
  return result;
}
