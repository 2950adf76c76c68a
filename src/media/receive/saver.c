/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See saver.h. Pictures and sound have one zero, the first of either, so that the two files tell which
 * sound belongs to which picture. Streaming threads come in under self->lock, which is held while a picture
 * is copied: the decoder needs its own memory back.
 */
#include "media/receive/saver.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gst/video/video.h>
#include <string.h>

#include "media/error.h"
#include "media/picture.h"
#include "media/receive/save-file.h"

/* Two seconds at 30 a second; ten of sound. */
#define MAX_PICTURES 60
#define MAX_SOUNDS 1000
#define RATE 48000
/* Less than this between clock of sound and clock of meeting is their drift, and left alone. */
#define MAX_DRIFT_SAMPLES (RATE / 10)
#define MAX_NAME_BYTES 200

typedef enum { VIDEO_FILE, AUDIO_FILE, N_FILES } FileIndex;

/* What the runner's thread makes; outlives the saver by as long as that takes. */
typedef struct {
  gatomicrefcount references;
  char *path;
  ConfabPost *post;
  int has_failed; /* atomic */
} Folder;

struct _ConfabSaver {
  GObject parent_instance;
  ConfabPost *post;
  ConfabRunner *runner;
  Folder *folder;
  char *base_name;

  GMutex lock; /* guards all below */
  gboolean closed;
  ConfabSaveFile *file[N_FILES];
  gint64 zero_ns;    /* meeting time; -1 before anything came */
  int width, height; /* of the newest picture */
  guint64 n_samples; /* written */
  gboolean skipping; /* what is there already, to the last sample */
  guint64 n_dropped;
};

G_DEFINE_FINAL_TYPE (ConfabSaver, confab_saver, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
deliver_failure (gpointer object, gpointer data)
{
  g_signal_emit (object, signals[FAILED], 0, data);
}

static Folder *
folder_new (const char *path, ConfabPost *post)
{
  Folder *folder = g_new0 (Folder, 1);

  g_atomic_ref_count_init (&folder->references);
  folder->path = g_strdup (path);
  folder->post = confab_post_ref (post);
  return folder;
}

static Folder *
folder_ref (Folder *folder)
{
  g_atomic_ref_count_inc (&folder->references);
  return folder;
}

static void
folder_unref (Folder *folder)
{
  if (!g_atomic_ref_count_dec (&folder->references))
    return;
  confab_post_unref (folder->post);
  g_free (folder->path);
  g_free (folder);
}

/* The runner's thread, before it opens any file. */
static void
make_folder (gpointer user_data)
{
  Folder *folder = user_data;

  if (g_mkdir_with_parents (folder->path, 0700) != 0) {
    g_atomic_int_set (&folder->has_failed, TRUE);
    confab_post_send (
        folder->post, deliver_failure,
        g_error_new (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                     _ ("The folder “%s” can't be made. Choose another one to save to; "
                        "the meeting goes on"),
                     folder->path),
        (GDestroyNotify) g_error_free);
  }
  folder_unref (folder);
}

/* A name as every file system takes it: no separators, no control or reserved characters, not hidden. */
static char *
plain_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *plain = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);
    gsize length = (gsize) (g_utf8_next_char (c) - c);

    if (plain->len + length > MAX_NAME_BYTES)
      break;
    if (g_unichar_iscntrl (character) ||
        strchr ("/\\<>:\"|?*", (int) MIN (character, 127)) != NULL ||
        (c == valid && character == '.'))
      g_string_append_c (plain, '_');
    else
      g_string_append_len (plain, c, (gssize) length);
  }
  if (plain->len == 0)
    g_string_append_c (plain, '_');
  return g_string_free (plain, FALSE);
}

/* Locked. (nullable): none may be made. */
static ConfabSaveFile *
file_of (ConfabSaver *self, FileIndex index, const char *suffix, const char *chain,
         guint max_buffers)
{
  g_autofree char *name = NULL, *path = NULL;

  if (self->closed || g_atomic_int_get (&self->folder->has_failed))
    return NULL;
  if (self->file[index] == NULL) {
    name = g_strconcat (self->base_name, suffix, NULL);
    path = g_build_filename (self->folder->path, name, NULL);
    self->file[index] =
        confab_save_file_new (path, chain, max_buffers, self->runner, self->post, deliver_failure);
  }
  return self->file[index];
}

/* Locked. Time since the first of all, in ns. */
static guint64
since_zero (ConfabSaver *self, gint64 meeting_time_ns)
{
  if (self->zero_ns < 0)
    self->zero_ns = meeting_time_ns;
  return (guint64) MAX (meeting_time_ns - self->zero_ns, 0);
}

static GstBuffer *
copy_picture (const ConfabPicture *picture, const GstVideoInfo *info)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  GstVideoFrame frame;

  if (!gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE)) {
    gst_buffer_unref (buffer);
    return NULL;
  }
  for (guint plane = 0; plane < 3; plane++) {
    int width = GST_VIDEO_FRAME_COMP_WIDTH (&frame, plane);
    guint8 *to = GST_VIDEO_FRAME_PLANE_DATA (&frame, plane);

    for (int row = 0; row < GST_VIDEO_FRAME_COMP_HEIGHT (&frame, plane); row++)
      memcpy (to + (gsize) row * (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, plane),
              picture->plane[plane] + (gsize) row * (gsize) picture->stride[plane], (gsize) width);
  }
  gst_video_frame_unmap (&frame);
  return buffer;
}

/* Locked. A file has one size, that of its first picture; later sizes are fitted in. */
static ConfabSaveFile *
video_file (ConfabSaver *self, const ConfabPicture *picture)
{
  g_autofree char *chain =
      g_strdup_printf ("videoscale add-borders=true ! "
                       "video/x-raw,width=%d,height=%d,pixel-aspect-ratio=1/1 ! "
                       "jpegenc quality=95 ! matroskamux",
                       picture->width, picture->height);

  return file_of (self, VIDEO_FILE, "-video.mkv", chain, MAX_PICTURES);
}

/* Locked. */
static void
push_picture (ConfabSaver *self, const ConfabPicture *picture)
{
  ConfabSaveFile *file = video_file (self, picture);
  GstVideoInfo info;
  GstBuffer *buffer;

  if (file == NULL || !gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420,
                                                  (guint) picture->width, (guint) picture->height))
    return;
  if (picture->width != self->width || picture->height != self->height) {
    g_autoptr (GstCaps) caps = gst_video_info_to_caps (&info);

    confab_save_file_set_caps (file, caps);
    self->width = picture->width;
    self->height = picture->height;
  }
  buffer = copy_picture (picture, &info);
  if (buffer == NULL)
    return;
  GST_BUFFER_PTS (buffer) = since_zero (self, picture->meeting_time_ns);
  if (!confab_save_file_push (file, buffer))
    self->n_dropped++;
}

void
confab_saver_push_picture (ConfabSaver *self, ConfabPicture *picture)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  push_picture (self, picture);
}

/* Locked. Takes @buffer; FALSE: the disk is too slow, and there is a hole where it should be. */
static gboolean
push_samples (ConfabSaver *self, ConfabSaveFile *file, GstBuffer *buffer, guint64 n_samples)
{
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->n_samples, GST_SECOND, RATE);
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (n_samples, GST_SECOND, RATE);
  if (!confab_save_file_push (file, buffer)) {
    self->n_dropped++;
    return FALSE;
  }
  self->n_samples += n_samples;
  return TRUE;
}

/* Locked. Somebody may have been muted for an hour: one second of nothing serves for all of it. */
static gboolean
push_silence (ConfabSaver *self, ConfabSaveFile *file, guint64 until)
{
  static gint16 second[RATE];

  while (self->n_samples < until) {
    guint64 n_samples = MIN (until - self->n_samples, RATE);
    gsize size = n_samples * sizeof *second;

    if (!push_samples (self, file,
                       gst_buffer_new_wrapped_full (GST_MEMORY_FLAG_READONLY, second, size, 0, size,
                                                    NULL, NULL),
                       n_samples))
      return FALSE;
  }
  return TRUE;
}

/* Locked. */
static ConfabSaveFile *
audio_file (ConfabSaver *self)
{
  gboolean is_new = self->file[AUDIO_FILE] == NULL;
  ConfabSaveFile *file = file_of (self, AUDIO_FILE, "-audio.wav", "wavenc", MAX_SOUNDS);

  if (file != NULL && is_new) {
    g_autoptr (GstCaps) caps =
        gst_caps_from_string ("audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1");

    confab_save_file_set_caps (file, caps);
  }
  return file;
}

/* Locked. A WAV file knows no time but its samples: holes are filled, what comes twice is left out. */
static void
push_sound (ConfabSaver *self, const gint16 *samples, guint64 n_samples, gint64 meeting_time_ns)
{
  ConfabSaveFile *file = audio_file (self);
  guint64 position, skip;

  if (file == NULL)
    return;
  position = gst_util_uint64_scale (since_zero (self, meeting_time_ns), RATE, GST_SECOND);
  if (position > self->n_samples + MAX_DRIFT_SAMPLES && !push_silence (self, file, position))
    return;
  self->skipping = position < self->n_samples &&
                   (self->skipping || position + MAX_DRIFT_SAMPLES < self->n_samples);
  if (self->skipping) {
    skip = MIN (self->n_samples - position, n_samples);
    samples += skip;
    n_samples -= skip;
  }
  if (n_samples > 0)
    push_samples (self, file, gst_buffer_new_memdup (samples, n_samples * sizeof *samples),
                  n_samples);
}

void
confab_saver_push_sound (ConfabSaver *self, const gint16 *samples, gsize n_samples,
                         guint64 meeting_time_ns)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (n_samples > 0)
    push_sound (self, samples, n_samples, (gint64) meeting_time_ns);
}

ConfabSaver *
confab_saver_new (const char *dir, const char *base_name)
{
  ConfabSaver *self = g_object_new (CONFAB_TYPE_SAVER, NULL);

  self->folder = folder_new (dir, self->post);
  self->base_name = plain_name (base_name);
  confab_runner_call (self->runner, make_folder, folder_ref (self->folder));
  return self;
}

/* --- Closing --- */

/* Counted down by the runner, whose files end one after the other. */
typedef struct {
  GTask *task;
  int n_open;     /* atomic */
  int any_spoilt; /* atomic */
} Closing;

static void
closing_done (Closing *closing)
{
  if (g_atomic_int_get (&closing->any_spoilt))
    g_task_return_new_error (closing->task, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                             _ ("A file that was being saved is not complete"));
  else
    g_task_return_boolean (closing->task, TRUE);
  g_object_unref (closing->task);
  g_free (closing);
}

/* The runner's thread, or at once for a file that could not be begun. */
static void
on_file_closed (gboolean whole, gpointer user_data)
{
  Closing *closing = user_data;

  if (!whole)
    g_atomic_int_set (&closing->any_spoilt, TRUE);
  if (g_atomic_int_dec_and_test (&closing->n_open))
    closing_done (closing);
}

/* What is there to be finished; after this nothing more is taken in. */
static guint
take_files (ConfabSaver *self, ConfabSaveFile *files[N_FILES])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint n_files = 0;

  self->closed = TRUE;
  for (guint i = 0; i < N_FILES; i++)
    if (self->file[i] != NULL)
      files[n_files++] = g_steal_pointer (&self->file[i]);
  if (self->n_dropped > 0)
    g_message ("%" G_GUINT64_FORMAT " pictures and pieces of sound could not be saved",
               self->n_dropped);
  self->n_dropped = 0;
  return n_files;
}

void
confab_saver_close_async (ConfabSaver *self, GAsyncReadyCallback callback, gpointer user_data)
{
  Closing *closing = g_new0 (Closing, 1);
  ConfabSaveFile *files[N_FILES];
  guint n_files;

  g_return_if_fail (CONFAB_IS_SAVER (self));

  closing->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (closing->task, confab_saver_close_async);
  closing->any_spoilt = g_atomic_int_get (&self->folder->has_failed);
  n_files = take_files (self, files);
  closing->n_open = (int) n_files + 1; /* and this loop */
  for (guint i = 0; i < n_files; i++)
    confab_save_file_finish (files[i], self->runner, on_file_closed, closing);
  on_file_closed (TRUE, closing);
}

gboolean
confab_saver_close_finish (ConfabSaver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
confab_saver_finalize (GObject *object)
{
  ConfabSaver *self = CONFAB_SAVER (object);
  ConfabSaveFile *files[N_FILES];
  guint n_files = take_files (self, files);

  for (guint i = 0; i < n_files; i++)
    confab_save_file_finish (files[i], self->runner, NULL, NULL);
  confab_runner_free (self->runner);
  confab_post_stop (self->post);
  confab_post_unref (self->post);
  folder_unref (self->folder);
  g_free (self->base_name);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (confab_saver_parent_class)->finalize (object);
}

static void
confab_saver_class_init (ConfabSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_saver_finalize;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
confab_saver_init (ConfabSaver *self)
{
  g_mutex_init (&self->lock);
  self->post = confab_post_new (G_OBJECT (self));
  self->runner = confab_runner_new ();
  self->zero_ns = -1;
}
