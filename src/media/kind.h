/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMediaKind:
 * @CONFAB_MEDIA_AUDIO: a microphone
 * @CONFAB_MEDIA_VIDEO: a camera
 * @CONFAB_MEDIA_SCREEN: a window or a screen
 *
 * What a track carries.
 */
typedef enum {
  CONFAB_MEDIA_AUDIO,
  CONFAB_MEDIA_VIDEO,
  CONFAB_MEDIA_SCREEN,
} ConfabMediaKind;

#define CONFAB_N_MEDIA_KINDS 3

/* "audio", "video", "screen": the words of docs/cli.md. */
const char *confab_media_kind_get_name (ConfabMediaKind kind);

G_END_DECLS
