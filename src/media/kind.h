/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a track carries. */
#pragma once

typedef enum {
  CONFAB_MEDIA_AUDIO,
  CONFAB_MEDIA_VIDEO,
  CONFAB_MEDIA_SCREEN,
} ConfabMediaKind;

#define CONFAB_N_MEDIA_KINDS 3
