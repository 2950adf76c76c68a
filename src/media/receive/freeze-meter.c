/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/freeze-meter.h"

#include <math.h>

/* W3C webrtc-stats, freezeCount. */
#define FREEZE_FACTOR 3
#define FREEZE_EXTRA_NS (150 * G_GINT64_CONSTANT (1000000))
#define STALE_NS (2 * G_GINT64_CONSTANT (1000000000))

static gboolean
is_freeze (const ConfabFreezeMeter *self, gint64 interval_ns)
{
  gint64 mean_ns;

  if (self->n_intervals == 0)
    return FALSE;
  mean_ns = self->sum_ns / self->n_intervals;
  return interval_ns > MAX (FREEZE_FACTOR * mean_ns, mean_ns + FREEZE_EXTRA_NS);
}

static void
remember (ConfabFreezeMeter *self, gint64 interval_ns)
{
  if (self->n_intervals == CONFAB_FREEZE_WINDOW)
    self->sum_ns -= self->intervals_ns[self->next];
  else
    self->n_intervals++;
  self->intervals_ns[self->next] = interval_ns;
  self->sum_ns += interval_ns;
  self->next = (self->next + 1) % CONFAB_FREEZE_WINDOW;
}

void
confab_freeze_meter_picture (ConfabFreezeMeter *self, gint64 now_ns)
{
  gint64 interval_ns = now_ns - self->last_ns;

  self->pictures++;
  self->last_ns = now_ns;
  if (!self->running) {
    self->running = TRUE;
    return;
  }
  if (is_freeze (self, interval_ns)) {
    self->freezes++;
    self->frozen_ns += interval_ns;
  }
  self->max_gap_ns = MAX (self->max_gap_ns, interval_ns);
  remember (self, interval_ns);
}

void
confab_freeze_meter_pause (ConfabFreezeMeter *self)
{
  self->running = FALSE;
}

gint64
confab_freeze_meter_get_max_gap_ns (const ConfabFreezeMeter *self, gint64 now_ns)
{
  return self->running ? MAX (self->max_gap_ns, now_ns - self->last_ns) : self->max_gap_ns;
}

gint64
confab_freeze_meter_get_running_ns (const ConfabFreezeMeter *self, gint64 now_ns)
{
  gint64 interval_ns = now_ns - self->last_ns;

  return self->running && is_freeze (self, interval_ns) ? interval_ns : 0;
}

double
confab_freeze_meter_get_fps (const ConfabFreezeMeter *self, gint64 now_ns)
{
  if (!self->running || self->n_intervals == 0 || self->sum_ns <= 0 ||
      now_ns - self->last_ns > STALE_NS)
    return (double) NAN;
  return self->n_intervals * 1e9 / (double) self->sum_ns;
}
