/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good the connection to one person is, by what reaches us; and the figures behind it in words. Main thread. */
#pragma once

#include "media/media.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_QUALITY_UNKNOWN, /* nothing has come yet */
  CONFAB_QUALITY_POOR,
  CONFAB_QUALITY_FAIR,
  CONFAB_QUALITY_GOOD,
} ConfabQuality;

/* All zero to begin with. It falls at once and rises when it has been better for three seconds. */
typedef struct {
  ConfabQuality quality;

  /*< private >*/
  gboolean running;
  double concealed_ms, freeze_s; /* as counted last time */
  gint64 counted_ms;
  guint n_better;
} ConfabConnectionQuality;

/* Once a second. @now_ms: a clock that only grows */
ConfabQuality confab_connection_quality_update (ConfabConnectionQuality *self,
                                                const ConfabLinkStats *stats, gint64 now_ms);

/* "Good connection" */
const char *confab_quality_words (ConfabQuality quality);
const char *confab_quality_icon (ConfabQuality quality);

/* One figure for a person: "Picture received" and "1280 × 720, 30 pictures a second". */
typedef struct {
  const char *title; /* translated; static */
  char *value;
} ConfabFigure;

/* Returns: (transfer full) (element-type ConfabFigure): those that are known */
GArray *confab_connection_figures (const ConfabLinkStats *stats);

G_END_DECLS
