/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: how encoders are set up, as data. Numbers and why: encoder-settings.c. */
#pragma once

#include <gst/gst.h>

#include "media/kind.h"

G_BEGIN_DECLS

/* As in gst-launch. */
typedef struct {
  const char *name;
  const char *value;
} ConfabEncoderProperty;

/**
 * ConfabEncoderSettings:
 * @factory: the GStreamer element
 * @properties: what is set once; ends with a NULL name
 * @bitrate_property: takes bits per second, also while it runs
 * @loss_property: (nullable): takes the expected loss in percent, also while it runs
 * @max_queued: packets that a link may leave untaken before it is skipped
 */
typedef struct {
  ConfabMediaKind kind;
  const char *factory;
  const ConfabEncoderProperty *properties;
  const char *bitrate_property;
  guint bitrate_bps;
  guint min_bitrate_bps;
  guint max_bitrate_bps;
  const char *loss_property;
  guint max_queued;
} ConfabEncoderSettings;

/* Returns: (transfer none): the settings of what is sent as @kind */
const ConfabEncoderSettings *confab_encoder_settings_get (ConfabMediaKind kind);

/* Returns: (transfer floating) (nullable): the encoder, set up; NULL with @error (MISSING_PLUGIN) */
GstElement *confab_encoder_settings_make (const ConfabEncoderSettings *settings, GError **error);

G_END_DECLS
