/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: the streams of all participants and their sum. Knows no GStreamer.
 *
 * Links push packets on their threads, the playback's thread pulls: each stream has a lock of its own, and so has
 * the list of streams. A stream that gives nothing is silent and keeps nobody waiting.
 */
#pragma once

#include "media/receive/opus-receiver.h"

G_BEGIN_DECLS

/* Counted; any thread. */
typedef struct _ConfabMix ConfabMix;

ConfabMix *confab_mix_new (void);
ConfabMix *confab_mix_ref (ConfabMix *self);
void confab_mix_unref (ConfabMix *self);

/* 0 is silent, 1 as it came. */
void confab_mix_set_volume (ConfabMix *self, double volume);

/**
 * confab_mix_play:
 * @samples: 48 kHz mono, mixed in once from the next pull on, instead of what was played so before
 *
 * A sound of our own, that came by no link.
 */
void confab_mix_play (ConfabMix *self, GArray *samples);

/**
 * confab_mix_pull:
 * @now_ns: meeting time
 * @samples: CONFAB_OPUS_PULL_SAMPLES are written
 *
 * The playback's thread. What is too loud together is turned down, not cut off.
 */
void confab_mix_pull (ConfabMix *self, gint64 now_ns, gint16 *samples);

/* Removes all streams: the mix is not pulled any more. */
void confab_mix_clear (ConfabMix *self);

/* How often it was pulled so far: tells whether the loudspeaker still takes anything. */
guint64 confab_mix_get_pulls (ConfabMix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMix, confab_mix_unref)

G_END_DECLS
