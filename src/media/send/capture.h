/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "media/kind.h"
#include "media/mailbox.h"
#include "media/receive/playback.h"
#include "media/send/track.h"

G_BEGIN_DECLS

/**
 * ConfabCapture:
 *
 * This participant's camera and microphone and their encoders; one in a client. Camera and microphone are
 * pipelines of their own: a fault of one never stops the other. Encoders run only while a link wants
 * what they make.
 *
 * A source (SRC) is "none", "test", "default", the name or id of a ConfabDevice, or the path of a file
 * (y4m, mp4, webm, wav, ogg), which is played in real time and repeated. What is absolute, begins with "./"
 * or "../", ends like a media file or is a file that is there counts as a path.
 *
 * Signals, all on the main thread:
 * - "source-started" (ConfabMediaKind as uint): the first picture or sample is there
 * - "source-failed" (ConfabMediaKind as uint, GError): a source could not be used
 * - "source-lost" (ConfabMediaKind as uint, GError): it stopped while it was used (unplugged, damaged file)
 * After the latter two that source is off until it is set again.
 */
#define CONFAB_TYPE_CAPTURE (confab_capture_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCapture, confab_capture, CONFAB, CAPTURE, GObject)

/**
 * ConfabVoiceProcessing:
 * @CONFAB_VOICE_PROCESSING_AUTO: microphones are processed, files and the test tone are sent as they are
 * @CONFAB_VOICE_PROCESSING_ON: whatever the source
 * @CONFAB_VOICE_PROCESSING_OFF: never
 *
 * Echo cancellation, noise suppression and gain control together.
 */
typedef enum {
  CONFAB_VOICE_PROCESSING_AUTO,
  CONFAB_VOICE_PROCESSING_ON,
  CONFAB_VOICE_PROCESSING_OFF,
} ConfabVoiceProcessing;

ConfabCapture *confab_capture_new (void);

/**
 * confab_capture_set_playback:
 * @playback: (nullable): what the loudspeakers play, for the echo canceller; none without it
 *
 * Applies from the next confab_capture_set_microphone () on.
 */
void confab_capture_set_playback (ConfabCapture *self, ConfabPlayback *playback);
void confab_capture_set_voice_processing (ConfabCapture *self, ConfabVoiceProcessing mode);

/**
 * confab_capture_set_camera:
 * @source: (nullable): a SRC as above; %NULL is "none"
 *
 * Returns at once; how it went comes as a signal. Setting the same source again opens it anew.
 */
void confab_capture_set_camera (ConfabCapture *self, const char *source);
void confab_capture_set_microphone (ConfabCapture *self, const char *source);

/**
 * confab_capture_set_muted:
 * @kind: audio or video
 *
 * Muted video releases the camera (its lamp goes out) and empties the self view. Muted audio sends nothing
 * at all; the microphone stays open for confab_capture_get_level_dbfs ().
 */
void confab_capture_set_muted (ConfabCapture *self, ConfabMediaKind kind, gboolean muted);
gboolean confab_capture_get_muted (ConfabCapture *self, ConfabMediaKind kind);

/* Whether @kind has a source that runs now and is not muted. */
gboolean confab_capture_is_sending (ConfabCapture *self, ConfabMediaKind kind);

/* Returns: (transfer none): what the own camera sees, not mirrored. */
ConfabMailbox *confab_capture_get_self_view (ConfabCapture *self);

/* Returns: (transfer none): the audio or the video track. */
ConfabTrack *confab_capture_get_track (ConfabCapture *self, ConfabMediaKind kind);

/* Level of the microphone over the last 100 ms in dBFS, -100 when silent or off. Any thread. */
double confab_capture_get_level_dbfs (ConfabCapture *self);

/* Applies at once; clamped to what the encoder can do. */
void confab_capture_set_bitrate (ConfabCapture *self, ConfabMediaKind kind, guint target_bps);

/* How much loss Opus shall protect its packets against, 0 to 100. */
void confab_capture_set_expected_loss (ConfabCapture *self, guint loss_percent);

G_END_DECLS
