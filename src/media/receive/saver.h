/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what one participant is seen and heard to do, for inspection: BASE-video.mkv with the
 * decoded pictures as MJPEG of high quality and their real times, BASE-audio.wav with 48 kHz mono
 * sound. A fault of the disk ends the saving, never the call. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabPicture ConfabPicture;

#define CONFAB_TYPE_SAVER (confab_saver_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSaver, confab_saver, CONFAB, SAVER, GObject)

/**
 * ConfabSaver signals, on the main thread:
 *
 * "failed" (GError *): a sentence that names the file and says what to do; at most once a file. The
 *   other file goes on
 */

/**
 * confab_saver_new:
 * @dir: made if missing
 * @base_name: file names begin with it; what a file system could not take is replaced by '_'
 *
 * Main thread. Files come into being with the first picture and the first sound. Hand it to
 * confab_link_set_saver (); the next link of the same person takes the same saver.
 *
 * Returns: (transfer full):
 */
ConfabSaver *confab_saver_new (const char *dir, const char *base_name);

/**
 * confab_saver_push_picture:
 *
 * Any thread, never waits: what the disk cannot take in time is dropped and counted.
 */
void confab_saver_push_picture (ConfabSaver *self, ConfabPicture *picture);

/**
 * confab_saver_push_sound:
 * @samples: mono, 48 kHz
 * @meeting_time_ns: of the first sample; gaps of more than 100 ms are filled by silence
 *
 * As confab_saver_push_picture ().
 */
void confab_saver_push_sound (ConfabSaver *self, const gint16 *samples, gsize n_samples,
                              guint64 meeting_time_ns);

/**
 * confab_saver_close_async:
 *
 * Finishes both files (index, lengths) in the background. What is pushed later is dropped. Dropping
 * the last reference closes the files too, without telling when.
 */
void confab_saver_close_async (ConfabSaver *self, GAsyncReadyCallback callback, gpointer user_data);

/* FALSE with @error set if a file is not whole. */
gboolean confab_saver_close_finish (ConfabSaver *self, GAsyncResult *result, GError **error);

G_END_DECLS
