/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: one clock for all pipelines. Every pipeline has the same clock and the same base time,
 * so a running time of one is a running time of any other: meeting time. That is what makes the hop
 * (hop.h) a matter of passing buffers on as they are.
 *
 * Any thread, after confab_media_init ().
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Begins meeting time; confab_media_init () calls it, once. */
void confab_meeting_clock_start (void);

/* Returns: (transfer none): the monotonic system clock. */
GstClock *confab_meeting_clock_get (void);

/* Where meeting time 0 is on that clock: the base time of all pipelines. */
GstClockTime confab_meeting_clock_epoch (void);

/* Meeting time now: running time in every pipeline that confab_meeting_clock_apply () has seen. */
GstClockTime confab_meeting_clock_now (void);

/* Puts @pipeline on the meeting clock; before it leaves READY. */
void confab_meeting_clock_apply (GstPipeline *pipeline);

G_END_DECLS
