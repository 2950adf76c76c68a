/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: a mix (mix.h) as a source element: 48 kHz mono S16LE, 10 ms a buffer. */
#pragma once

#include <gst/gst.h>

#include "media/receive/mix.h"

G_BEGIN_DECLS

/* Returns: (transfer floating) */
GstElement *confab_playback_source_new (ConfabMix *mix);

/**
 * confab_playback_source_set_paced:
 * @paced: 10 ms every 10 ms by the meeting clock, for a sink that takes anything; else as fast as the sink
 *   takes it, which is then the clock of playing
 *
 * While it is in NULL or READY.
 */
void confab_playback_source_set_paced (GstElement *source, gboolean paced);

G_END_DECLS
