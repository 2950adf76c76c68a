/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files as devices: the pure parts, and what comes out of the element. */
#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <string.h>

#include "media/error.h"
#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/picture-wrap.h"
#include "media/source/loop-timeline.h"
#include "media/source/paced-source.h"
#include "media/source/picture-fit.h"
#include "media/source/source-name.h"
#include "media/source/y4m.h"
#include "media/tests/clips.h"

static void
test_names (void)
{
  g_autofree char *file = confab_clips_make_file ("Webcam", "x", 1);

  g_assert_cmpint (confab_source_name_parse (NULL), ==, CONFAB_SOURCE_NONE);
  g_assert_cmpint (confab_source_name_parse (""), ==, CONFAB_SOURCE_NONE);
  g_assert_cmpint (confab_source_name_parse ("none"), ==, CONFAB_SOURCE_NONE);
  g_assert_cmpint (confab_source_name_parse ("test"), ==, CONFAB_SOURCE_TEST);
  g_assert_cmpint (confab_source_name_parse ("default"), ==, CONFAB_SOURCE_DEFAULT);
  g_assert_cmpint (confab_source_name_parse ("Logitech C920 / USB"), ==, CONFAB_SOURCE_DEVICE);
  g_assert_cmpint (confab_source_name_parse ("/dev/video0"), ==, CONFAB_SOURCE_DEVICE);
  g_assert_cmpint (confab_source_name_parse ("missing.MP4"), ==, CONFAB_SOURCE_FILE);
  g_assert_cmpint (confab_source_name_parse ("./missing"), ==, CONFAB_SOURCE_FILE);
  g_assert_cmpint (confab_source_name_parse (file), ==, CONFAB_SOURCE_FILE);
}

static void
test_y4m_header (void)
{
  static const char *const bad[] = {
    "",
    "YUV4MPEG2 W640 H480",    /* no end */
    "YUV4MPEG2 H480 F30:1\n", /* no width */
    "YUV4MPEG2 W0 H480\n",
    "YUV4MPEG2 W99999999999 H480\n",
    "YUV4MPEG2 W-4 H480\n",
    "YUV4MPEG2 W640 H480 F30\n",
    "RIFF W640 H480\n",
  };
  const char *text = "YUV4MPEG2 W1280 H720 F30000:1001 Ip A4:3 C420mpeg2 XYSCSS=420MPEG2 "
                     "XCOLORRANGE=LIMITED\nFRAME\n";
  ConfabY4mHeader header;

  g_assert_true (confab_y4m_header_parse (text, strlen (text), &header));
  g_assert_cmpuint (header.size, ==, strlen (text) - strlen ("FRAME\n"));
  g_assert_cmpint (header.width, ==, 1280);
  g_assert_cmpint (header.height, ==, 720);
  g_assert_cmpint (header.rate_n, ==, 30000);
  g_assert_cmpint (header.rate_d, ==, 1001);
  g_assert_cmpint (header.pixel_n, ==, 4);
  g_assert_cmpint (header.pixel_d, ==, 3);
  g_assert_true (header.is_420);

  text = "YUV4MPEG2 W640 H480 F0:0 A0:0 C420p10\n";
  g_assert_true (confab_y4m_header_parse (text, strlen (text), &header));
  g_assert_cmpint (header.rate_n, ==, 30);
  g_assert_cmpint (header.pixel_n, ==, 1);
  g_assert_false (header.is_420);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (confab_y4m_header_parse (bad[i], strlen (bad[i]), &header));
}

static void
assert_fit (int width, int height, int pixel_n, int pixel_d, int fit_width, int fit_height)
{
  ConfabPictureSize size = confab_picture_fit_size (width, height, pixel_n, pixel_d);

  g_assert_cmpint (size.width, ==, fit_width);
  g_assert_cmpint (size.height, ==, fit_height);
}

static void
test_fit_size (void)
{
  assert_fit (1280, 720, 1, 1, 1280, 720);
  assert_fit (640, 360, 1, 1, 640, 360);
  assert_fit (641, 481, 1, 1, 640, 480);
  assert_fit (1920, 1080, 1, 1, 1280, 720);
  assert_fit (3840, 2160, 1, 1, 1280, 720);
  assert_fit (1080, 1920, 1, 1, 404, 720);
  assert_fit (1600, 1200, 1, 1, 960, 720);
  assert_fit (720, 576, 16, 15, 720, 540);
  assert_fit (720, 480, 8, 9, 640, 480);
  assert_fit (16384, 1, 1, 1, 1280, 2);
  assert_fit (1, 1, 1, 1, 2, 2);
}

static int
count_passing (int rate, GstClockTime jitter)
{
  ConfabRateLimit limit = { 0 };
  int passed = 0;

  for (int n = 0; n < rate * 10; n++)
    passed += confab_rate_limit_pass (&limit, gst_util_uint64_scale_int (n, GST_SECOND, rate) +
                                                  (n % 2) * jitter);
  return passed;
}

static void
test_rate_limit (void)
{
  ConfabRateLimit limit = { 0 };

  g_assert_cmpint (count_passing (30, 0), ==, 300);
  g_assert_cmpint (count_passing (30, 5 * GST_MSECOND), ==, 300);
  g_assert_cmpint (count_passing (25, 0), ==, 250);
  g_assert_cmpint (count_passing (5, 0), ==, 50);
  g_assert_cmpint (ABS (count_passing (60, 0) - 300), <=, 1);
  g_assert_cmpint (ABS (count_passing (50, 0) - 300), <=, 10);
  g_assert_cmpint (ABS (count_passing (144, 0) - 300), <=, 15);

  /* After a gap at once; what stands still or goes back never. */
  g_assert_true (confab_rate_limit_pass (&limit, GST_SECOND));
  g_assert_false (confab_rate_limit_pass (&limit, GST_SECOND));
  g_assert_true (confab_rate_limit_pass (&limit, 9 * GST_SECOND));
  g_assert_false (confab_rate_limit_pass (&limit, 8 * GST_SECOND));
}

static void
test_timeline (void)
{
  const GstClockTime second = GST_SECOND;
  ConfabLoopTimeline camera;
  ConfabLoopTimeline microphone;
  GstClockTime former = 0;

  /* Ten seconds a pass; its sound ends half a second earlier. Both stay in step, pass after pass. */
  g_assert_cmpuint (confab_loop_timeline_start (&camera, 100 * second, 10 * second, 100 * second),
                    ==, 0);
  g_assert_cmpuint (
      confab_loop_timeline_start (&microphone, 100 * second, 10 * second, 123 * second), ==,
      3 * second);
  for (int pass = 0; pass < 5; pass++) {
    for (int n = 0; n < 10; n++) {
      GstClockTime due = confab_loop_timeline_place (&camera, n * second, second);

      g_assert_cmpuint (due, ==, (100 + pass * 10 + n) * second);
      g_assert_cmpuint (due, >=, former);
      former = due;
    }
    g_assert_true (confab_loop_timeline_end_pass (&camera, 10 * second));
  }
  confab_loop_timeline_place (&microphone, 9 * second, second / 2);
  g_assert_true (confab_loop_timeline_end_pass (&microphone, 10 * second));
  g_assert_cmpuint (confab_loop_timeline_place (&microphone, 0, second), ==, 130 * second);

  /* Time stamps that go back in the file do not go back in time. */
  former = confab_loop_timeline_place (&camera, 5 * second, second);
  g_assert_cmpuint (confab_loop_timeline_place (&camera, 4 * second, second), >=, former);

  /* A length that can't be true is not believed; a pass without anything is noticed. */
  confab_loop_timeline_start (&camera, 0, GST_CLOCK_TIME_NONE, 7 * second);
  g_assert_cmpuint (confab_loop_timeline_place (&camera, 0, second), ==, 7 * second);
  g_assert_true (confab_loop_timeline_end_pass (&camera, 3600 * second));
  g_assert_cmpuint (confab_loop_timeline_place (&camera, 0, second), ==, 8 * second);
  g_assert_true (confab_loop_timeline_end_pass (&camera, GST_CLOCK_TIME_NONE));
  g_assert_false (confab_loop_timeline_end_pass (&camera, GST_CLOCK_TIME_NONE));
}

/* What a paced source gave. */
typedef struct {
  GstElement *pipeline;
  GMutex lock; /* guards what follows */
  guint n_buffers;
  GstClockTime first;
  GstClockTime last;
  GstClockTime largest_gap;
  gboolean went_back;
  double largest_lateness_ms;
  int number; /* of the newest picture */
  int wrong_numbers;
  GArray *sound;
} Taken;

static GstFlowReturn
on_buffer (GstAppSink *sink, gpointer user_data)
{
  Taken *taken = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstClockTime time = GST_BUFFER_PTS (buffer);
  GstVideoInfo info;

  g_mutex_lock (&taken->lock);
  if (taken->n_buffers++ == 0) {
    taken->first = time;
  } else {
    taken->went_back |= time <= taken->last;
    taken->largest_gap = MAX (taken->largest_gap, time - taken->last);
  }
  taken->last = time;
  if (gst_video_info_from_caps (&info, gst_sample_get_caps (sample))) {
    ConfabPicture *picture = confab_picture_wrap (buffer, &info, 0);

    taken->number = confab_clips_read_number (picture);
    taken->wrong_numbers += taken->number < 0;
    confab_picture_unref (picture);
  } else {
    GstMapInfo map;

    gst_buffer_map (buffer, &map, GST_MAP_READ);
    g_array_append_vals (taken->sound, map.data, (guint) (map.size / sizeof (gint16)));
    gst_buffer_unmap (buffer, &map);
  }
  g_mutex_unlock (&taken->lock);
  return GST_FLOW_OK;
}

static void
taken_start (Taken *taken, const char *path, ConfabMediaKind kind)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_buffer };
  GstElement *source = confab_paced_source_new_for_file (path, kind);
  GstElement *sink = gst_element_factory_make_full ("appsink", "sync", FALSE, NULL);

  *taken = (Taken){ .pipeline = gst_object_ref_sink (gst_pipeline_new (NULL)) };
  g_mutex_init (&taken->lock);
  taken->sound = g_array_new (FALSE, FALSE, sizeof (gint16));
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, taken, NULL);
  confab_meeting_clock_apply (GST_PIPELINE (taken->pipeline));
  gst_bin_add_many (GST_BIN (taken->pipeline), source, sink, NULL);
  if (kind == CONFAB_MEDIA_VIDEO) {
    GstElement *fit = confab_picture_fit_new (NULL);

    gst_bin_add (GST_BIN (taken->pipeline), fit);
    gst_element_link_many (source, fit, sink, NULL);
  } else {
    gst_element_link (source, sink);
  }
  gst_element_set_state (taken->pipeline, GST_STATE_PLAYING);
}

static void
taken_clear (Taken *taken)
{
  gst_element_set_state (taken->pipeline, GST_STATE_NULL);
  gst_object_unref (taken->pipeline);
  g_array_unref (taken->sound);
  g_mutex_clear (&taken->lock);
}

typedef struct {
  Taken *taken;
  GstClockTime duration;
} Wish;

static gboolean
has_taken (gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GstBus) bus = gst_element_get_bus (wish->taken->pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  gboolean enough;

  if (message != NULL) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    g_error ("%s", error->message);
  }
  g_mutex_lock (&wish->taken->lock);
  enough = wish->taken->n_buffers > 0 && wish->taken->last - wish->taken->first >= wish->duration;
  g_mutex_unlock (&wish->taken->lock);
  return enough;
}

static void
taken_wait (Taken *taken, GstClockTime duration)
{
  Wish wish = { taken, duration };

  confab_clips_wait_for (has_taken, &wish);
}

/* Three passes and a bit: in real time, without a jump where the clip begins again. */
static void
assert_plays_camera (const char *path, int n_frames)
{
  GstClockTime began = confab_meeting_clock_now ();
  GstClockTime wanted = gst_util_uint64_scale_int (n_frames * 7 / 2, GST_SECOND, 30);
  GstClockTime took;
  Taken taken;

  taken_start (&taken, path, CONFAB_MEDIA_VIDEO);
  taken_wait (&taken, wanted);
  took = confab_meeting_clock_now () - began;
  gst_element_set_state (taken.pipeline, GST_STATE_NULL);
  g_test_message ("%s: %u pictures in %.2f s, largest gap %.1f ms", path, taken.n_buffers,
                  (double) took / GST_SECOND, (double) taken.largest_gap / GST_MSECOND);
  g_assert_cmpint (taken.wrong_numbers, ==, 0);
  g_assert_false (taken.went_back);
  g_assert_cmpuint (took, >=, wanted);
  /* A picture or two may be left out on a busy computer; the clip begins again without a hole. */
  g_assert_cmpuint (taken.largest_gap, <=, 250 * GST_MSECOND);
  g_assert_cmpuint (taken.n_buffers, >=, (guint) n_frames * 2);
  taken_clear (&taken);
}

static void
test_y4m_repeats (void)
{
  g_autofree char *path = confab_clips_make_y4m ("loop.y4m", 640, 360, 30, 20);

  assert_plays_camera (path, 20);
}

static void
encode_clip (const char *from, const char *to, const char *elements)
{
  g_autofree char *description =
      g_strdup_printf ("filesrc location=%s blocksize=1000000 ! rawvideoparse use-sink-caps=false "
                       "width=640 height=360 "
                       "format=i420 framerate=30/1 ! %s ! filesink location=%s",
                       from, elements, to);

  g_assert_true (confab_clips_run (description));
}

static void
test_other_videos_repeat (void)
{
  g_autofree char *raw = g_build_filename (confab_clips_folder (), "clip.raw", NULL);
  g_autofree char *y4m = confab_clips_make_y4m ("source.y4m", 640, 360, 30, 30);
  g_autofree char *webm = g_build_filename (confab_clips_folder (), "clip.webm", NULL);
  g_autofree char *mp4 = g_build_filename (confab_clips_folder (), "clip.mp4", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) stripped = g_byte_array_new ();
  gsize size;
  const gsize frame = 640 * 360 * 3 / 2;
  const char *at;

  /* y4m without its marks is what rawvideoparse reads. */
  g_assert_true (g_file_get_contents (y4m, &bytes, &size, NULL));
  at = (const char *) memchr (bytes, '\n', size) + 1;
  for (; at + 6 + frame <= bytes + size; at += 6 + frame)
    g_byte_array_append (stripped, (const guint8 *) at + 6, (guint) frame);
  g_assert_true (
      g_file_set_contents (raw, (const char *) stripped->data, (gssize) stripped->len, NULL));

  encode_clip (raw, webm, "vp8enc deadline=1 target-bitrate=2000000 ! webmmux");
  assert_plays_camera (webm, 30);
  encode_clip (raw, mp4, "openh264enc ! h264parse ! mp4mux");
  assert_plays_camera (mp4, 30);
}

/* A whole number of periods fits the file, so a seam would show as another frequency. */
static void
assert_plays_microphone (const char *path, double least_share)
{
  Taken taken;
  double share;

  taken_start (&taken, path, CONFAB_MEDIA_AUDIO);
  taken_wait (&taken, 3 * GST_SECOND);
  gst_element_set_state (taken.pipeline, GST_STATE_NULL);
  share = confab_clips_tone_share ((const gint16 *) (gpointer) taken.sound->data + 4800, 48000 * 2,
                                   1000);
  g_test_message ("%s: %.4f of the energy at 1 kHz, largest gap %.1f ms", path, share,
                  (double) taken.largest_gap / GST_MSECOND);
  g_assert_cmpfloat (share, >, least_share);
  g_assert_cmpuint (taken.largest_gap, ==, 10 * GST_MSECOND);
  g_assert_false (taken.went_back);
  taken_clear (&taken);
}

static void
test_sounds_repeat (void)
{
  g_autofree char *wav = confab_clips_make_wav ("tone.wav", 1000, 8000, 700);
  g_autofree char *ogg = g_build_filename (confab_clips_folder (), "tone.ogg", NULL);
  g_autofree char *description =
      g_strdup_printf ("filesrc location=%s ! wavparse ! audioconvert ! vorbisenc ! oggmux ! "
                       "filesink location=%s",
                       wav, ogg);

  assert_plays_microphone (wav, 0.99);
  g_assert_true (confab_clips_run (description));
  assert_plays_microphone (ogg, 0.97);
}

static void
assert_fails (const char *path, ConfabMediaKind kind, int code, const char *part)
{
  g_autoptr (GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *source = confab_paced_source_new_for_file (path, kind);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  confab_meeting_clock_apply (GST_PIPELINE (pipeline));
  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  gst_element_link (source, sink);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  g_test_message ("%s", error->message);
  g_assert_error (error, CONFAB_MEDIA_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_false (g_str_has_suffix (error->message, "."));
}

static void
test_bad_files (void)
{
  const char *folder = confab_clips_folder ();
  g_autofree char *missing = g_build_filename (folder, "missing.mp4", NULL);
  g_autofree char *empty = confab_clips_make_file ("empty.mp4", "", 0);
  g_autofree char *text =
      confab_clips_make_file ("text.webm", "not a film at all, just text\n", 29);
  g_autofree char *header_only = confab_clips_make_file ("header.y4m", "YUV4MPEG2 W64 H64 F30:1\n",
                                                         strlen ("YUV4MPEG2 W64 H64 F30:1\n"));
  g_autofree char *half = confab_clips_make_file ("half.y4m", "YUV4MPEG2 W64 H64 F30:1\nFRAME\nabc",
                                                  strlen ("YUV4MPEG2 W64 H64 F30:1\nFRAME\nabc"));
  g_autofree char *cut_mp4 = confab_clips_make_file ("cut.mp4",
                                                     "\0\0\0\x18"
                                                     "ftypmp42\0\0\0\0mp42isom\0\0\0\x08moov",
                                                     32);
  g_autofree char *wav = confab_clips_make_wav ("sound.wav", 440, 1000, 300);
  g_autofree char *y4m = confab_clips_make_y4m ("silent.y4m", 64, 48, 30, 3);

  assert_fails (missing, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_NOT_FOUND,
                "There is no file “missing.mp4”");
  assert_fails (folder, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNREADABLE, "folder");
  assert_fails (empty, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED,
                "“empty.mp4” can't be played as a camera");
  assert_fails (text, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED,
                "Choose a video file such as MP4 or WebM");
  assert_fails (header_only, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED, "nothing in it");
  assert_fails (half, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED, "nothing in it");
  assert_fails (cut_mp4, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED, "can't be played");
  assert_fails (wav, CONFAB_MEDIA_VIDEO, CONFAB_MEDIA_ERROR_UNSUPPORTED, "no moving picture");
  assert_fails (y4m, CONFAB_MEDIA_AUDIO, CONFAB_MEDIA_ERROR_UNSUPPORTED, "no sound");
}

/* Where in the film its tick sounds, if it was begun at @began. */
static GstClockTime
find_tick (const Taken *microphone, GstClockTime began, GstClockTime pass)
{
  for (guint i = 0; i < microphone->sound->len; i++) {
    if (ABS (g_array_index (microphone->sound, gint16, i)) > 8000)
      return (microphone->first + gst_util_uint64_scale_int (i, GST_SECOND, 48000) - began) % pass;
  }
  g_assert_not_reached ();
}

/* A film given as camera and as microphone, one after the other: both are at the same place in it, although its
 * picture ends before its sound. */
static void
test_same_file_in_step (void)
{
  g_autofree char *path = g_build_filename (confab_clips_folder (), "both.webm", NULL);
  g_autofree char *description = g_strdup_printf (
      "videotestsrc num-buffers=45 ! video/x-raw,width=640,height=360,framerate=30/1 ! vp8enc "
      "deadline=1 ! webmmux name=mux ! filesink location=%s "
      "audiotestsrc wave=ticks num-buffers=47 samplesperbuffer=1470 ! audio/x-raw,rate=44100 ! "
      "vorbisenc ! mux.",
      path);
  const GstClockTime pass = gst_util_uint64_scale_int (47, GST_SECOND, 30);
  GstClockTime alone;
  GstClockTime joined;
  Taken camera;
  Taken microphone;

  g_assert_true (confab_clips_run (description));
  taken_start (&microphone, path, CONFAB_MEDIA_AUDIO);
  taken_wait (&microphone, 2 * GST_SECOND);
  gst_element_set_state (microphone.pipeline, GST_STATE_NULL);
  alone = find_tick (&microphone, microphone.first, pass);
  taken_clear (&microphone);

  taken_start (&camera, path, CONFAB_MEDIA_VIDEO);
  taken_wait (&camera, 4 * GST_SECOND);
  taken_start (&microphone, path, CONFAB_MEDIA_AUDIO);
  taken_wait (&microphone, 4 * GST_SECOND);
  gst_element_set_state (camera.pipeline, GST_STATE_NULL);
  gst_element_set_state (microphone.pipeline, GST_STATE_NULL);
  joined = find_tick (&microphone, camera.first, pass);
  g_test_message ("the tick sounds at %.3f s alone, at %.3f s beside the camera",
                  (double) alone / GST_SECOND, (double) joined / GST_SECOND);
  g_assert_cmpint (ABS (GST_CLOCK_DIFF (alone, joined)), <, 15 * GST_MSECOND);
  taken_clear (&camera);
  taken_clear (&microphone);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/source/names-are-told-apart", test_names);
  g_test_add_func ("/source/y4m-header-is-read-strictly", test_y4m_header);
  g_test_add_func ("/source/pictures-fit-720p", test_fit_size);
  g_test_add_func ("/source/rate-is-at-most-30", test_rate_limit);
  g_test_add_func ("/source/timeline-never-goes-back", test_timeline);
  g_test_add_func ("/source/y4m-repeats-without-a-gap", test_y4m_repeats);
  g_test_add_func ("/source/other-videos-repeat-without-a-gap", test_other_videos_repeat);
  g_test_add_func ("/source/sounds-repeat-without-a-seam", test_sounds_repeat);
  g_test_add_func ("/source/bad-files-are-a-sentence", test_bad_files);
  g_test_add_func ("/source/camera-and-microphone-of-one-file-are-in-step", test_same_file_in_step);
  result = g_test_run ();
  confab_clips_remove ();
  return result;
}
