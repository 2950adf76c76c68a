/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/level.h"

#include <math.h>

#define WINDOW 4800

void
confab_level_add (ConfabLevel *self, const gint16 *samples, gsize n_samples)
{
  for (gsize i = 0; i < n_samples; i++) {
    double sample = samples[i] / 32768.0;

    self->sum += sample * sample;
    if (++self->n < WINDOW)
      continue;

    self->dbfs = fmax (10 * log10 (self->sum / WINDOW + 1e-30), CONFAB_LEVEL_SILENCE_DBFS);
    self->any = TRUE;
    self->sum = 0;
    self->n = 0;
  }
}

double
confab_level_get_dbfs (const ConfabLevel *self)
{
  return self->any ? self->dbfs : CONFAB_LEVEL_SILENCE_DBFS;
}
