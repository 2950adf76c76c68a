/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a saver wrote, as ffprobe and the bytes of the files tell it. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/video/video.h>
#include <math.h>
#include <string.h>

#include "media/media.h"
#include "media/picture-wrap.h"
#include "media/receive/saver.h"

#define MS G_GINT64_CONSTANT (1000000)
#define SOUND_SAMPLES 480

typedef struct {
  ConfabSaver *saver;
  char *folder;
  GError *error; /* of "failed" */
  gboolean closed;
  GError *close_error;
} Fixture;

static void
on_failed (ConfabSaver *saver, GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  fixture->error = g_error_copy (error);
}

static void
set_up (Fixture *fixture, gconstpointer base_name)
{
  fixture->folder = g_dir_make_tmp ("confab-saver-XXXXXX", NULL);
  fixture->saver = confab_saver_new (fixture->folder, base_name);
  g_signal_connect (fixture->saver, "failed", G_CALLBACK (on_failed), fixture);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer base_name)
{
  g_clear_object (&fixture->saver);
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_clear_error (&fixture->error);
  g_clear_error (&fixture->close_error);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  confab_saver_close_finish (CONFAB_SAVER (source), result, &fixture->close_error);
  fixture->closed = TRUE;
}

static void
close_saver (Fixture *fixture)
{
  confab_saver_close_async (fixture->saver, on_closed, fixture);
  while (!fixture->closed)
    g_main_context_iteration (NULL, TRUE);
}

/* A grey picture with the number in it as blocks of 16 pixels, black for 0 and white for 1. */
static ConfabPicture *
picture_new (guint width, guint height, guint number, gint64 meeting_time_ns)
{
  g_autoptr (GstBuffer) buffer = NULL;
  GstVideoInfo info;
  GstVideoFrame frame;
  guint8 *row;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, width, height);
  buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gst_buffer_memset (buffer, 0, 128, info.size);
  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_WRITE));
  for (guint y = 0; y < 16; y++)
    for (guint bit = 0; bit < 10; bit++) {
      row = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0) +
            y * (guint) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0);
      memset (row + bit * 16, (number >> bit & 1) != 0 ? 235 : 16, 16);
    }
  gst_video_frame_unmap (&frame);
  return confab_picture_wrap (buffer, &info, meeting_time_ns);
}

static void
push_pictures (Fixture *fixture, guint width, guint height, guint first, guint n, gint64 from_ns)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (ConfabPicture) picture =
        picture_new (width, height, first + i, from_ns + (gint64) i * 40 * MS);

    confab_saver_push_picture (fixture->saver, picture);
  }
}

/* 10 ms each, of the constant @level. */
static void
push_sounds (Fixture *fixture, gint16 level, guint n, gint64 from_ns)
{
  gint16 samples[SOUND_SAMPLES];

  for (guint i = 0; i < SOUND_SAMPLES; i++)
    samples[i] = level;
  for (guint i = 0; i < n; i++)
    confab_saver_push_sound (fixture->saver, samples, SOUND_SAMPLES,
                             (guint64) (from_ns + (gint64) i * 10 * MS));
}

/* (transfer full): what a program prints; NULL: it is not installed. */
static char *
run (const char *const *argv)
{
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    return NULL;
  process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error));
  g_assert_true (g_subprocess_get_successful (process));
  return g_strdup_printf ("%.*s", (int) g_bytes_get_size (output),
                          (const char *) g_bytes_get_data (output, NULL));
}

static char *
probe_times (const char *path)
{
  const char *const argv[] = {
    "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of",
    "csv=p=0", path, NULL
  };

  return run (argv);
}

static void
test_pictures_keep_their_times (Fixture *fixture, gconstpointer base_name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ada-1-video.mkv", NULL);
  g_autofree char *times = NULL;
  g_auto (GStrv) lines = NULL;

  push_pictures (fixture, 320, 180, 0, 25, 7000 * MS);
  push_pictures (fixture, 320, 180, 25, 25, 9500 * MS); /* after a freeze of 1.5 s */
  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  times = probe_times (path);
  if (times == NULL) {
    g_test_skip ("ffprobe is not installed");
    return;
  }
  lines = g_strsplit (g_strstrip (times), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 50);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (lines[0], NULL), 0, 0.002);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (lines[24], NULL), 0.96, 0.002);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (lines[25], NULL), 2.5, 0.002);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (lines[49], NULL), 3.46, 0.002);
}

/* The number drawn into each picture is still to be read. */
static void
test_pictures_stay_readable (Fixture *fixture, gconstpointer base_name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ada-1-video.mkv", NULL);
  g_autofree char *raw = g_build_filename (fixture->folder, "raw", NULL);
  const char *const argv[] = { "ffmpeg",   "-v",   "error",  "-i", path, "-f", "rawvideo",
                               "-pix_fmt", "gray", "-vsync", "0",  raw,  NULL };
  g_autofree char *output = NULL, *pixels = NULL;
  gsize size;

  push_pictures (fixture, 320, 180, 500, 40, 0);
  close_saver (fixture);
  output = run (argv);
  if (output == NULL) {
    g_test_skip ("ffmpeg is not installed");
    return;
  }
  g_assert_true (g_file_get_contents (raw, &pixels, &size, NULL));
  g_assert_cmpuint (size, ==, 40 * 320 * 180);
  for (guint i = 0; i < 40; i++) {
    guint number = 0;

    for (guint bit = 0; bit < 10; bit++)
      number |= (guint) ((guint8) pixels[i * 320 * 180 + 8 * 320 + bit * 16 + 8] > 128) << bit;
    g_assert_cmpuint (number, ==, 500 + i);
  }
}

static void
test_other_sizes_are_fitted_in (Fixture *fixture, gconstpointer base_name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ada-1-video.mkv", NULL);
  const char *const argv[] = {
    "ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", path, NULL
  };
  g_autofree char *times = NULL, *size = NULL;
  g_auto (GStrv) lines = NULL;

  push_pictures (fixture, 320, 180, 0, 10, 0);
  push_pictures (fixture, 640, 480, 10, 10, 400 * MS);
  push_pictures (fixture, 160, 90, 20, 10, 800 * MS);
  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  times = probe_times (path);
  if (times == NULL) {
    g_test_skip ("ffprobe is not installed");
    return;
  }
  lines = g_strsplit (g_strstrip (times), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 30);
  size = run (argv);
  g_assert_cmpstr (g_strstrip (size), ==, "320,180");
}

/* (transfer full): the samples of the WAV file. */
static gint16 *
read_samples (Fixture *fixture, gsize *n_samples)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ada-1-audio.wav", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint32 length;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 44);
  g_assert_cmpmem (bytes, 4, "RIFF", 4);
  g_assert_cmpmem (bytes + 36, 4, "data", 4);
  memcpy (&length, bytes + 40, sizeof length);
  length = GUINT32_FROM_LE (length);
  /* The header tells the true length: the file was finished. */
  g_assert_cmpuint (length, ==, size - 44);
  *n_samples = length / sizeof (gint16);
  return g_memdup2 (bytes + 44, length);
}

static void
test_sound_keeps_its_times (Fixture *fixture, gconstpointer base_name)
{
  g_autofree gint16 *samples = NULL;
  gsize n_samples;

  push_pictures (fixture, 320, 180, 0, 1, 1000 * MS);
  push_sounds (fixture, 1000, 50, 1500 * MS); /* begins half a second after the first picture */
  push_sounds (fixture, 2000, 50, 3000 * MS); /* after a hole of a second */
  push_sounds (fixture, 3000, 50, 3200 * MS); /* 300 ms of which were there already */
  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  samples = read_samples (fixture, &n_samples);
  g_assert_cmpuint (n_samples, ==, 48 * 2700);
  g_assert_cmpint (samples[48 * 490], ==, 0);
  g_assert_cmpint (samples[48 * 510], ==, 1000);
  g_assert_cmpint (samples[48 * 1500], ==, 0);
  g_assert_cmpint (samples[48 * 2010], ==, 2000);
  g_assert_cmpint (samples[48 * 2490], ==, 2000);
  g_assert_cmpint (samples[48 * 2690], ==, 3000);
}

/* Two clocks are never alike; what they differ by is not patched into the sound. */
static void
test_drift_is_left_alone (Fixture *fixture, gconstpointer base_name)
{
  g_autofree gint16 *samples = NULL;
  gsize n_samples;

  for (guint i = 0; i < 100; i++)
    push_sounds (fixture, 7, 1, (gint64) i * (10 * MS + 100000)); /* 1 % slow: 99 ms in the end */
  close_saver (fixture);
  samples = read_samples (fixture, &n_samples);
  g_assert_cmpuint (n_samples, ==, 48000);
}

static void
test_files_without_content_are_not_made (Fixture *fixture, gconstpointer base_name)
{
  g_autoptr (GDir) entries = NULL;

  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  entries = g_dir_open (fixture->folder, 0, NULL);
  g_assert_null (g_dir_read_name (entries));
}

static void
test_names_can_not_leave_the_folder (Fixture *fixture, gconstpointer base_name)
{
  g_autoptr (GDir) entries = NULL;
  g_autofree char *name = NULL;

  push_sounds (fixture, 1, 10, 0);
  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  entries = g_dir_open (fixture->folder, 0, NULL);
  name = g_strdup (g_dir_read_name (entries));
  g_assert_cmpstr (name, ==, "__.._etc_passwd_-audio.wav");
}

/* 0: not known here. */
static gint64
peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtoll (peak + strlen ("VmHWM:"), NULL, 10) : 0;
}

/* Ten minutes of silence are 58 MB, and the sound of all others waits while they are written. */
static void
test_long_silence_needs_no_memory (Fixture *fixture, gconstpointer base_name)
{
  g_autofree gint16 *samples = NULL;
  gsize n_samples;
  gint64 before;

  push_sounds (fixture, 1, 100, 0);
  before = peak_kib ();
  push_sounds (fixture, 2, 100, 600 * 1000 * MS);
  g_assert_cmpint (peak_kib () - before, <, 20 * 1024);
  close_saver (fixture);
  g_assert_no_error (fixture->close_error);
  samples = read_samples (fixture, &n_samples);
  g_assert_cmpuint (n_samples, ==, 601 * 48000);
  g_assert_cmpint (samples[300 * 48000], ==, 0);
}

static GThread *folder_maker;

/* In place of GLib's: who calls it? */
int
g_mkdir_with_parents (const char *path, int mode)
{
  folder_maker = g_thread_self ();
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? 0 : g_mkdir (path, mode);
}

/* A disk may be slow, and it is the main thread that makes savers. */
static void
test_folder_is_not_made_on_the_main_thread (Fixture *fixture, gconstpointer base_name)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "a", NULL);
  g_autoptr (ConfabSaver) saver = confab_saver_new (folder, "ada-1");

  confab_media_drain ();
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_assert_true (folder_maker != g_thread_self ());
  g_rmdir (folder);
}

static gboolean
has_failed (gpointer user_data)
{
  return ((Fixture *) user_data)->error != NULL;
}

static void
wait_for_failure (Fixture *fixture)
{
  while (!has_failed (fixture))
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (fixture->error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED);
}

/* A file where the folder should be: nobody may make one there, not even root. */
static void
test_folder_that_can_not_be_made_is_told (void)
{
  Fixture fixture = { 0 };
  g_autofree char *folder = g_dir_make_tmp ("confab-saver-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "folder", NULL);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  fixture.saver = confab_saver_new (below, "ada-1");
  g_signal_connect (fixture.saver, "failed", G_CALLBACK (on_failed), &fixture);
  wait_for_failure (&fixture);
  push_sounds (&fixture, 1, 10, 0);
  close_saver (&fixture);
  g_assert_nonnull (fixture.close_error);
  g_clear_object (&fixture.saver);
  g_clear_error (&fixture.error);
  g_clear_error (&fixture.close_error);
  remove_all (folder);
}

/* /dev/full takes no byte: the file of the pictures fails, that of the sound goes on. */
static void
test_full_disk_is_told_and_spoils_one_file_only (Fixture *fixture, gconstpointer base_name)
{
  g_autofree char *path = g_build_filename (fixture->folder, "ada-1-video.mkv", NULL);
  g_autofree gint16 *samples = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gsize n_samples;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS) ||
      !g_file_make_symbolic_link (file, "/dev/full", NULL, NULL)) {
    g_test_skip ("there is no /dev/full");
    return;
  }
  push_pictures (fixture, 320, 180, 0, 25, 0);
  wait_for_failure (fixture);
  push_sounds (fixture, 5, 100, 0);
  close_saver (fixture);
  g_assert_nonnull (fixture->close_error);
  samples = read_samples (fixture, &n_samples);
  g_assert_cmpuint (n_samples, ==, 48000);
}

static void
add (const char *path, const char *base_name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, base_name, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  add ("/saver/pictures-keep-their-times", "ada-1", test_pictures_keep_their_times);
  add ("/saver/pictures-stay-readable", "ada-1", test_pictures_stay_readable);
  add ("/saver/other-sizes-are-fitted-in", "ada-1", test_other_sizes_are_fitted_in);
  add ("/saver/sound-keeps-its-times", "ada-1", test_sound_keeps_its_times);
  add ("/saver/drift-is-left-alone", "ada-1", test_drift_is_left_alone);
  add ("/saver/files-without-content-are-not-made", "ada-1",
       test_files_without_content_are_not_made);
  add ("/saver/names-can-not-leave-the-folder", "./../etc/passwd\n",
       test_names_can_not_leave_the_folder);
  add ("/saver/folder-is-not-made-on-the-main-thread", "ada-1",
       test_folder_is_not_made_on_the_main_thread);
  add ("/saver/long-silence-needs-no-memory", "ada-1", test_long_silence_needs_no_memory);
  g_test_add_func ("/saver/folder-that-can-not-be-made-is-told",
                   test_folder_that_can_not_be_made_is_told);
  add ("/saver/full-disk-is-told-and-spoils-one-file-only", "ada-1",
       test_full_disk_is_told_and_spoils_one_file_only);
  return g_test_run ();
}
