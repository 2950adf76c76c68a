/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: how late packets of a stream come, and how long to wait for them. Pure.
 *
 * The packet that came quickest of the last few seconds is the baseline; the others are late by so
 * much. The delay aimed at lets all but the latest few be in time.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_DELAY_WINDOW 256

typedef struct {
  gint64 relative_ns[CONFAB_DELAY_WINDOW]; /* arrival minus time stamp */
  guint n;
  guint next;
  guint since_sorted;
  gint64 baseline_ns;
  gint64 late_ns; /* the quantile, above the baseline */
  gint64 last_relative_ns;
  double jitter_ns; /* RFC 3550 6.4.1 */
  double loss;      /* smoothed, 0..1 */
} ConfabDelayTracker;

void confab_delay_tracker_reset (ConfabDelayTracker *self);

/* @timestamp: extended beyond 32 bits, in 1/48000 s. */
void confab_delay_tracker_add (ConfabDelayTracker *self, gint64 timestamp, gint64 arrival_ns);

/* Each packet, in turn: whether it never came in time. */
void confab_delay_tracker_note (ConfabDelayTracker *self, gboolean lost);

/* When @timestamp is played at best, that is with no delay at all. */
gint64 confab_delay_tracker_baseline (const ConfabDelayTracker *self, gint64 timestamp);

/**
 * confab_delay_tracker_target_ns:
 * @packet_ns: how much sound one packet holds
 *
 * How long after that moment to play. Where packets are lost this is long enough for the next one to be
 * there, which may carry a copy of the lost one.
 */
gint64 confab_delay_tracker_target_ns (const ConfabDelayTracker *self, gint64 packet_ns);

G_END_DECLS
