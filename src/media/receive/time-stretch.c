/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/time-stretch.h"

#include <math.h>
#include <string.h>

#define MIN_LAG 120 /* 2.5 ms: 400 Hz */
#define OVERLAP 240 /* 5 ms */
#define COARSE 6    /* the first search looks at every sixth sample and lag: 8 kHz */

/* 1 is the same, 0 unrelated. */
#define ALIKE 0.75

/* Mean square of noise at -60 dBFS: what is this quiet is alike enough. */
#define QUIET (32.8 * 32.8)

/* Similarity of the first OVERLAP samples with those @lag later. */
static double
similarity (const gint16 *samples, guint lag, guint step)
{
  double product = 0;
  double energy = 0;
  double lagged_energy = 0;
  double floor_energy = QUIET * OVERLAP / step;

  for (guint i = 0; i < OVERLAP; i += step) {
    double a = samples[i];
    double b = samples[i + lag];

    product += a * b;
    energy += a * a;
    lagged_energy += b * b;
  }
  if (energy < floor_energy && lagged_energy < floor_energy)
    return 1;
  return product / sqrt ((energy + 1) * (lagged_energy + 1));
}

/* The lag at which @samples repeats itself best. */
static guint
find_lag (const gint16 *samples, gsize length, double *best)
{
  guint max_lag = (guint) MIN (CONFAB_STRETCH_MAX_SAMPLES, length - OVERLAP);
  guint coarse = MIN_LAG;
  guint lag;

  *best = -1;
  /* Of equals the longest: silence is cut by most at once. */
  for (guint i = MIN_LAG; i <= max_lag; i += COARSE) {
    double value = similarity (samples, i, COARSE);

    if (value >= *best) {
      *best = value;
      coarse = i;
    }
  }
  lag = coarse;
  *best = similarity (samples, lag, 1);
  for (guint i = MAX (coarse - COARSE, MIN_LAG); i <= MIN (coarse + COARSE, max_lag); i++) {
    double value = similarity (samples, i, 1);

    if (value > *best) {
      *best = value;
      lag = i;
    }
  }
  return lag;
}

/* OVERLAP samples that begin as @from and end as @to. */
static void
cross_fade (gint16 *out, const gint16 *from, const gint16 *to)
{
  for (int i = 0; i < OVERLAP; i++)
    out[i] = (gint16) ((from[i] * (OVERLAP - i) + to[i] * i) / OVERLAP);
}

gsize
confab_time_stretch_shorten (gint16 *samples, gsize length, gboolean force)
{
  double alike;
  guint lag;

  if (length < CONFAB_STRETCH_MIN_LENGTH)
    return length;
  lag = find_lag (samples, length, &alike);
  if (alike < ALIKE && !force)
    return length;

  cross_fade (samples, samples, samples + lag);
  memmove (samples + OVERLAP, samples + lag + OVERLAP,
           (length - lag - OVERLAP) * sizeof samples[0]);
  return length - lag;
}

gsize
confab_time_stretch_lengthen (gint16 *samples, gsize length)
{
  gint16 seam[OVERLAP];
  double alike;
  guint lag;

  if (length < CONFAB_STRETCH_MIN_LENGTH)
    return length;
  lag = find_lag (samples, length, &alike);
  if (alike < ALIKE)
    return length;

  /* The first period, then back to its beginning. */
  cross_fade (seam, samples + lag, samples);
  memmove (samples + lag + OVERLAP, samples + OVERLAP, (length - OVERLAP) * sizeof samples[0]);
  memcpy (samples + lag, seam, sizeof seam);
  return length + lag;
}
