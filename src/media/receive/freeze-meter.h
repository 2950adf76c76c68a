/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How smoothly pictures come, as W3C webrtc-stats defines it for inbound video
 * (freezeCount, totalFreezesDuration). A plain struct without clock or lock: the caller says when. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many intervals the mean is over. */
#define CONFAB_FREEZE_WINDOW 30

/**
 * ConfabFreezeMeter:
 * @pictures: seen so far
 * @freezes: intervals longer than max (3 × mean, mean + 150 ms)
 * @frozen_ns: how long those were together
 * @max_gap_ns: the longest interval of all
 */
typedef struct {
  guint64 pictures;
  guint64 freezes;
  gint64 frozen_ns;
  gint64 max_gap_ns;

  /*< private >*/
  gboolean running;
  gint64 last_ns;
  gint64 intervals_ns[CONFAB_FREEZE_WINDOW];
  guint n_intervals, next;
  gint64 sum_ns;
} ConfabFreezeMeter;

/* A picture is there at @now_ns. */
void confab_freeze_meter_picture (ConfabFreezeMeter *self, gint64 now_ns);

/* The peer stopped sending on purpose: what passes until the next picture is no freeze. */
void confab_freeze_meter_pause (ConfabFreezeMeter *self);

/* The longest interval so far with the one that is running now, for watching a freeze while it lasts. */
gint64 confab_freeze_meter_get_max_gap_ns (const ConfabFreezeMeter *self, gint64 now_ns);

/* How long the pictures have been standing still now, if that is a freeze already; else 0. */
gint64 confab_freeze_meter_get_running_ns (const ConfabFreezeMeter *self, gint64 now_ns);

/* Pictures a second over the last CONFAB_FREEZE_WINDOW intervals; NAN before there are two pictures or
 * when the last is older than two seconds. */
double confab_freeze_meter_get_fps (const ConfabFreezeMeter *self, gint64 now_ns);

G_END_DECLS
