/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/source/loop-timeline.h"

/* A container's length is believed when the last sample ends at most this much before it, or this much after it: the last
 * block of compressed sound is often longer than what is in it. */
#define MAX_MISSING_TAIL (2 * GST_SECOND)
#define MAX_SURPLUS (100 * GST_MSECOND)

/* Without any length at all a sample is given this one: a thirtieth of a second. */
#define DEFAULT_DURATION (GST_SECOND / 30)

GstClockTime
confab_loop_timeline_start (ConfabLoopTimeline *self, GstClockTime anchor, GstClockTime duration,
                            GstClockTime now)
{
  *self = (ConfabLoopTimeline){ .pass_start = anchor };
  if (now <= anchor)
    return 0;
  if (GST_CLOCK_TIME_IS_VALID (duration) && duration > 0)
    self->pass_start += (now - anchor) / duration * duration;
  else
    self->pass_start = now;
  return now - self->pass_start;
}

GstClockTime
confab_loop_timeline_place (ConfabLoopTimeline *self, GstClockTime position, GstClockTime duration)
{
  GstClockTime due;

  if (!GST_CLOCK_TIME_IS_VALID (position))
    position = self->pass_end;
  if (!GST_CLOCK_TIME_IS_VALID (duration) || duration == 0)
    duration = DEFAULT_DURATION;

  self->any = TRUE;
  self->pass_end = MAX (self->pass_end, position + duration);
  due = MAX (self->pass_start + position, self->last_due);
  self->last_due = due;
  return due;
}

gboolean
confab_loop_timeline_end_pass (ConfabLoopTimeline *self, GstClockTime duration)
{
  GstClockTime length = self->pass_end;

  if (!self->any)
    return FALSE;
  if (GST_CLOCK_TIME_IS_VALID (duration) && duration > 0 && duration + MAX_SURPLUS >= length &&
      duration <= length + MAX_MISSING_TAIL)
    length = duration;
  self->pass_start += length;
  self->pass_end = 0;
  self->any = FALSE;
  return TRUE;
}

void
confab_loop_timeline_delay (ConfabLoopTimeline *self, GstClockTime delay)
{
  self->pass_start += delay;
}
