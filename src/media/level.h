/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: how loud sound is, over 100 ms. Pure; begins as zeros. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What silence is said to have. */
#define CONFAB_LEVEL_SILENCE_DBFS (-100.0)

typedef struct {
  double sum; /* of squares, since the last full 100 ms */
  guint n;
  double dbfs; /* of the last full 100 ms; 0 until then: ask confab_level_get_dbfs () */
  gboolean any;
} ConfabLevel;

/* 48 kHz, mono. */
void confab_level_add (ConfabLevel *self, const gint16 *samples, gsize n_samples);

/* Root mean square, 0 is a full-scale square wave. */
double confab_level_get_dbfs (const ConfabLevel *self);

G_END_DECLS
