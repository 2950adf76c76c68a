/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A token bucket: so many per second on average, so many at once. Time comes in by parameter. One bucket
 * belongs to one thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ConfabRateLimit: counts in millionths, so that a few an hour do not round to none. */
typedef struct {
  guint64 level;
  guint64 capacity;
  guint64 rate_per_ms; /* millionths that come back each millisecond */
  gint64 at_ms;
} ConfabRateLimit;

/* A full bucket of @burst that gains @per_second. */
ConfabRateLimit confab_rate_limit (guint per_second, guint burst, gint64 now_ms);

/* The same for @per_hour, which may be less than one a second; all of them may come at once. */
ConfabRateLimit confab_rate_limit_hourly (guint per_hour, gint64 now_ms);

/* TRUE, and @amount is taken, if so much is there. A clock that went back gains nothing. */
gboolean confab_rate_limit_take (ConfabRateLimit *limit, guint64 amount, gint64 now_ms);

/* TRUE if nothing was taken for so long that the bucket says nothing any more. */
gboolean confab_rate_limit_is_full (ConfabRateLimit *limit, gint64 now_ms);

G_END_DECLS
