/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: since when a file is played. A file that is both camera and microphone is one moving,
 * talking picture: who comes second joins where the first one is. Any thread.
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The anchor of @path: that of whoever plays it now, or else @now. One release for each. */
GstClockTime confab_anchor_acquire (const char *path, GstClockTime now);
void confab_anchor_release (const char *path);

G_END_DECLS
