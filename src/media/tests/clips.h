/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of media/: files whose content can be recognised, and waiting for events. */
#pragma once

#include <gst/gst.h>

#include "media/picture.h"

G_BEGIN_DECLS

/* A new folder for this test program; removed by confab_clips_remove (). */
const char *confab_clips_folder (void);
void confab_clips_remove (void);

/* Returns: (transfer full): path of a y4m clip at @rate pictures a second, each with its number drawn as 20
 * squares of 32 × 32 (10 bits, most significant first, then their inverse). At least 640 wide. */
char *confab_clips_make_y4m (const char *name, int width, int height, int rate, int n_frames);

/* Returns: (transfer full): path of a WAV file (48 kHz, mono): a sine of @hz with @peak */
char *confab_clips_make_wav (const char *name, double hz, int peak, int duration_ms);

/* Returns: (transfer full): path of a file with @bytes */
char *confab_clips_make_file (const char *name, const char *bytes, gsize size);

/* Runs a pipeline of gst-launch to its end. Returns FALSE where an element of it is not installed. */
gboolean confab_clips_run (const char *description);

/* The number drawn into @picture, -1: none that can be read */
int confab_clips_read_number (const ConfabPicture *picture);

/* How much of the sound is a tone of @hz, 0 to 1. Looked at in pieces of 20 ms, so that a busy computer, on which some are
 * made up or stretched, changes little. */
double confab_clips_tone_share (const gint16 *samples, gsize n_samples, double hz);

/* Runs the main context until *@flag; fails the test after a time in which a working program has long done it. */
void confab_clips_wait (const gboolean *flag);

/* The same for a condition, which is looked at again after everything that happens, and every 5 ms. */
void confab_clips_wait_for (gboolean (*condition) (gpointer user_data), gpointer user_data);

G_END_DECLS
