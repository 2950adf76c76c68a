/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/delay-tracker.h"

#include <stdlib.h>
#include <string.h>

#define MS G_GINT64_CONSTANT (1000000)
#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define RATE 48000

/* Below the first there is nothing to gain: sound is pulled 10 ms at a time, and not evenly. */
#define MIN_TARGET_NS (20 * MS)
#define MAX_TARGET_NS (400 * MS)
#define PULL_NS (10 * MS)

/* One packet in 33 may be later than what is waited for. */
#define QUANTILE 0.97
#define SORT_EVERY 5

/* A jump of the sender's clock, not lateness. */
#define MAX_PLAUSIBLE_NS (5 * NS_PER_S)

#define LOSS_SMOOTHING 0.01
#define LOSS_WORTH_WAITING 0.005

static gint64
to_ns (gint64 timestamp)
{
  /* In two parts: the product of the whole would not fit after two days. */
  return timestamp / RATE * NS_PER_S + timestamp % RATE * NS_PER_S / RATE;
}

void
confab_delay_tracker_reset (ConfabDelayTracker *self)
{
  double loss = self->loss;

  *self = (ConfabDelayTracker){ .loss = loss };
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
sort_window (ConfabDelayTracker *self)
{
  gint64 sorted[CONFAB_DELAY_WINDOW];

  memcpy (sorted, self->relative_ns, self->n * sizeof sorted[0]);
  qsort (sorted, self->n, sizeof sorted[0], compare);
  self->baseline_ns = sorted[0];
  self->late_ns = sorted[(guint) (QUANTILE * (self->n - 1))] - self->baseline_ns;
  self->since_sorted = 0;
}

static void
update_jitter (ConfabDelayTracker *self, gint64 relative_ns)
{
  gint64 change = relative_ns - self->last_relative_ns;

  if (self->n > 0)
    self->jitter_ns += ((double) ABS (change) - self->jitter_ns) / 16;
  self->last_relative_ns = relative_ns;
}

void
confab_delay_tracker_add (ConfabDelayTracker *self, gint64 timestamp, gint64 arrival_ns)
{
  gint64 relative_ns = arrival_ns - to_ns (timestamp);

  if (self->n > 0 && ABS (relative_ns - self->last_relative_ns) > MAX_PLAUSIBLE_NS)
    confab_delay_tracker_reset (self);
  update_jitter (self, relative_ns);

  self->relative_ns[self->next] = relative_ns;
  self->next = (self->next + 1) % CONFAB_DELAY_WINDOW;
  self->n = MIN (self->n + 1, CONFAB_DELAY_WINDOW);
  if (self->n == 1 || relative_ns < self->baseline_ns || ++self->since_sorted >= SORT_EVERY)
    sort_window (self);
}

void
confab_delay_tracker_note (ConfabDelayTracker *self, gboolean lost)
{
  self->loss += LOSS_SMOOTHING * ((lost ? 1.0 : 0.0) - self->loss);
}

gint64
confab_delay_tracker_baseline (const ConfabDelayTracker *self, gint64 timestamp)
{
  return self->baseline_ns + to_ns (timestamp);
}

gint64
confab_delay_tracker_target_ns (const ConfabDelayTracker *self, gint64 packet_ns)
{
  gint64 target_ns = self->late_ns + PULL_NS;

  if (self->loss > LOSS_WORTH_WAITING)
    target_ns += packet_ns;
  return CLAMP (target_ns, MIN_TARGET_NS, MAX_TARGET_NS);
}
