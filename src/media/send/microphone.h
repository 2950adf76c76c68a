/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what lies between a microphone and its encoder: voice processing and the level meter. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* How loud the microphone is. Counted; any thread. */
typedef struct _ConfabMeter ConfabMeter;

ConfabMeter *confab_meter_new (void);
void confab_meter_unref (ConfabMeter *self);
double confab_meter_get_dbfs (ConfabMeter *self);
void confab_meter_reset (ConfabMeter *self);

/**
 * confab_microphone_build:
 * @process: echo cancellation, noise suppression, gain control
 * @echo_probe: (nullable): name of the webrtcechoprobe that hears what the loudspeakers play; NULL: no echo cancellation
 *
 * For ConfabCaptureChainClass.build. Where voice processing is not installed it is left out, with a warning.
 */
GError *confab_microphone_build (GstBin *pipeline, GstElement *source, GstElement *encoder,
                                 ConfabMeter *meter, gboolean process, const char *echo_probe);

G_END_DECLS
