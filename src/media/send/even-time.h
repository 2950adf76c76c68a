/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: evenly spaced times for an encoder, and the way back.
 *
 * libvpx gives each VP8 frame a budget by the time since the frame before. When single pictures are left out it
 * believes in a slower camera for one frame and in a quicker one for the next, and sends 45 % too much
 * (measured: one picture in ten left out, 2.2 Mbit/s for a target of 1.5). So it sees a steady camera of the
 * average rate, and what comes out of it gets its real time back.
 *
 * Pure; one thread.
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* More than any encoder keeps inside. */
#define CONFAB_EVEN_TIME_PENDING 16

typedef struct {
  GstClockTime even;
  GstClockTime real;
} ConfabEvenTimePair;

/* Begins as zeros. */
typedef struct {
  gboolean any;
  GstClockTime last_real;
  GstClockTime next_even;
  double interval; /* smoothed, in ns */
  ConfabEvenTimePair pending[CONFAB_EVEN_TIME_PENDING];
  guint n; /* of all that ever entered */
} ConfabEvenTime;

/* Returns: the time the encoder is shown; @duration: until the next one */
GstClockTime
confab_even_time_enter (ConfabEvenTime *self, GstClockTime real, GstClockTime *duration);

/* Returns: the real time of what was shown as @even; NONE: nothing was */
GstClockTime confab_even_time_leave (ConfabEvenTime *self, GstClockTime even);

G_END_DECLS
