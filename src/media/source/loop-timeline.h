/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: where in meeting time a position of a repeated file belongs. Pure.
 *
 * Camera and microphone may play the same file. They stay in step for as long as they run because both
 * begin at the same anchor and take the same length for a pass: that of the whole file, even where one
 * of its streams ends earlier.
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct {
  GstClockTime pass_start; /* meeting time of position 0 of this pass */
  GstClockTime pass_end;   /* where the samples of this pass have got to, as a position */
  GstClockTime last_due;   /* of the newest sample: no due time is before it */
  gboolean any;            /* this pass had a sample */
} ConfabLoopTimeline;

/**
 * confab_loop_timeline_start:
 * @anchor: meeting time at which this file was or is first played from its beginning
 * @duration: of one pass, or NONE
 *
 * Returns: the position to begin at, now
 */
GstClockTime confab_loop_timeline_start (ConfabLoopTimeline *self, GstClockTime anchor,
                                         GstClockTime duration, GstClockTime now);

/* When the sample at @position (NONE: after the former) is due. @duration may be NONE. Never before the former. */
GstClockTime
confab_loop_timeline_place (ConfabLoopTimeline *self, GstClockTime position, GstClockTime duration);

/* @duration: of one pass, or NONE. FALSE: the pass had no sample at all. */
gboolean confab_loop_timeline_end_pass (ConfabLoopTimeline *self, GstClockTime duration);

/* Everything from here on is @delay later: the file could not be read in time. */
void confab_loop_timeline_delay (ConfabLoopTimeline *self, GstClockTime delay);

G_END_DECLS
