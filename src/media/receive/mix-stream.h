/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/receive: what a mix and its streams know of each other. */
#pragma once

#include "media/receive/mix.h"
#include "media/receive/playback-stream.h"

G_BEGIN_DECLS

/* Returns: (transfer full): in the mix */
ConfabPlaybackStream *confab_mix_add (ConfabMix *self, const char *label);

/* The playback's thread. @sum: CONFAB_OPUS_PULL_SAMPLES, added to. */
void confab_playback_stream_add_to (ConfabPlaybackStream *self, gint64 now_ns, gint32 *sum);

ConfabPlaybackStream *confab_playback_stream_new (ConfabMix *mix, const char *label);
void confab_mix_remove (ConfabMix *self, ConfabPlaybackStream *stream);

G_END_DECLS
