/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/chime.h"

#include <math.h>

#define RATE 48000
#define LENGTH_S 1.3

/* E5, then A5, on the bars of a marimba: those are tuned to ring two octaves above as well. */
static const struct {
  double start_s;
  double pitch_hz;
} strokes[] = { { 0, 659.26 }, { 0.28, 880 } };

#define PEAK 0.28
#define RISE_S 0.004
#define DECAY_S 0.26

static double
stroke_at (double pitch_hz, double t)
{
  double rise = fmin (t / RISE_S, 1);

  return rise * (exp (-t / DECAY_S) * sin (2 * G_PI * pitch_hz * t) +
                 0.25 * exp (-4 * t / DECAY_S) * sin (2 * G_PI * 4 * pitch_hz * t));
}

GArray *
confab_chime_new (void)
{
  const guint n_samples = (guint) (LENGTH_S * RATE);
  GArray *samples = g_array_sized_new (FALSE, FALSE, sizeof (gint16), n_samples);

  for (guint n = 0; n < n_samples; n++) {
    double t = (double) n / RATE;
    double end = fmin ((LENGTH_S - t) / 0.1, 1);
    double sum = 0;
    gint16 sample;

    for (guint i = 0; i < G_N_ELEMENTS (strokes); i++)
      if (t >= strokes[i].start_s)
        sum += stroke_at (strokes[i].pitch_hz, t - strokes[i].start_s);
    sample = (gint16) lrint (PEAK * end * sum / 1.25 * G_MAXINT16);
    g_array_append_val (samples, sample);
  }
  return samples;
}
