/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: how a link hands one participant's audio to the playback. */
#pragma once

#include "media/receive/opus-receiver.h"
#include "media/receive/playback.h"

G_BEGIN_DECLS

/* One participant's sound on its way out. Counted; the playback holds one reference until it is removed.
 * All functions may be called on any thread. */
typedef struct _ConfabPlaybackStream ConfabPlaybackStream;

/* 10 ms of this stream alone, 48 kHz mono, as it is mixed; @meeting_time_ns is its first sample's. Runs on
 * the playback's thread: copy and return. */
typedef void (*ConfabPlaybackTap) (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns,
                                   gpointer user_data);

/* Returns: (transfer full): starts silent; @label names it in the log (never a display name). */
ConfabPlaybackStream *confab_playback_add_stream (ConfabPlayback *self, const char *label);

ConfabPlaybackStream *confab_playback_stream_ref (ConfabPlaybackStream *self);
void confab_playback_stream_unref (ConfabPlaybackStream *self);

/* Takes it out of the mix. Once this returns the tap does not run again. */
void confab_playback_stream_remove (ConfabPlaybackStream *self);

/* One RTP packet as it arrived (jitter buffers before it only add delay), @packet->arrival_ns on the clock
 * of confab_media_now_ns (). */
void confab_playback_stream_push (ConfabPlaybackStream *self, const ConfabOpusPacket *packet);

void confab_playback_stream_get_stats (ConfabPlaybackStream *self, ConfabOpusReceiverStats *stats);

/* @tap %NULL removes it; once this returns the former does not run again. */
void confab_playback_stream_set_tap (ConfabPlaybackStream *self, ConfabPlaybackTap tap,
                                     gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPlaybackStream, confab_playback_stream_unref)

G_END_DECLS
