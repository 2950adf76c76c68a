/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabPlayback:
 *
 * Sound out; one in a client. Links add streams (see receive/playback-stream.h), which are mixed and
 * played. One stream's fault never stops the others, and a lost loudspeaker never stops the meeting.
 *
 * Signals, on the main thread:
 * - "sink-lost" (GError): the loudspeaker failed or is not there; nothing is heard until
 *   confab_playback_set_sink () finds one, but everything else goes on
 */
#define CONFAB_TYPE_PLAYBACK (confab_playback_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPlayback, confab_playback, CONFAB, PLAYBACK, GObject)

/**
 * confab_playback_new:
 * @sink: (nullable): "default", "none" (plays to nobody, in real time), the name or id of a loudspeaker, or
 *   "file:PATH" for a WAV file
 */
ConfabPlayback *confab_playback_new (const char *sink);

/* Changes where it is heard, streams go on. Returns at once. */
void confab_playback_set_sink (ConfabPlayback *self, const char *sink);

/* 0 is silent, 1 as it came. Any thread. */
void confab_playback_set_volume (ConfabPlayback *self, double volume);

/* Plays two soft tones, among whatever else is heard: a person finds out which loudspeaker this is. */
void confab_playback_play_test_sound (ConfabPlayback *self);

/* Returns: (transfer none) (nullable): name of the webrtcechoprobe that hears what is played; for
 * the webrtcdsp of a microphone */
const char *confab_playback_get_echo_probe (ConfabPlayback *self);

/**
 * confab_playback_close_async:
 *
 * Stops playing and finishes a WAV file. After that nothing is heard any more.
 */
void confab_playback_close_async (ConfabPlayback *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
gboolean confab_playback_close_finish (ConfabPlayback *self, GAsyncResult *result, GError **error);

G_END_DECLS
