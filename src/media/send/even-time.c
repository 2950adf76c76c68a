/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/send/even-time.h"

#define FIRST_INTERVAL ((double) GST_SECOND / 30)

/* A new rate is believed in after about so many pictures. */
#define SMOOTHING 16

/* The source stood still, or nobody wanted anything: that is not its rate. */
#define LONGEST_INTERVAL (GST_SECOND / 2)

GstClockTime
confab_even_time_enter (ConfabEvenTime *self, GstClockTime real, GstClockTime *duration)
{
  GstClockTime even;

  if (!self->any) {
    self->any = TRUE;
    self->interval = FIRST_INTERVAL;
    self->next_even = real;
  } else if (real > self->last_real && real - self->last_real <= LONGEST_INTERVAL) {
    self->interval += ((double) (real - self->last_real) - self->interval) / SMOOTHING;
  }
  self->last_real = real;

  even = self->next_even;
  *duration = (GstClockTime) self->interval;
  self->next_even += *duration;
  self->pending[self->n++ % CONFAB_EVEN_TIME_PENDING] = (ConfabEvenTimePair){ even, real };
  return even;
}

GstClockTime
confab_even_time_leave (ConfabEvenTime *self, GstClockTime even)
{
  for (guint i = 0; i < MIN (self->n, CONFAB_EVEN_TIME_PENDING); i++) {
    if (self->pending[i].even == even)
      return self->pending[i].real;
  }
  return GST_CLOCK_TIME_NONE;
}
