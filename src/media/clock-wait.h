/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: how the streaming thread of a live source waits for a moment of meeting time, and how the thread
 * that stops it ends the waiting. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct {
  GMutex lock; /* guards the two below; the streaming thread waits without it */
  GstClockID waiting;
  gboolean interrupted;
} ConfabClockWait;

void confab_clock_wait_init (ConfabClockWait *self);
void confab_clock_wait_clear (ConfabClockWait *self);

/* Streaming thread. FALSE: interrupted. */
gboolean confab_clock_wait_until (ConfabClockWait *self, GstClockTime meeting_time);

/* Any thread. While @interrupted nothing waits. */
void confab_clock_wait_interrupt (ConfabClockWait *self, gboolean interrupted);

G_END_DECLS
