/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/rate-limit.h"

#define PARTS 1000000
#define MS_PER_HOUR 3600000

ConfabRateLimit
confab_rate_limit (guint per_second, guint burst, gint64 now_ms)
{
  return (ConfabRateLimit){
    .level = (guint64) burst * PARTS,
    .capacity = (guint64) burst * PARTS,
    .rate_per_ms = (guint64) per_second * PARTS / 1000,
    .at_ms = now_ms,
  };
}

ConfabRateLimit
confab_rate_limit_hourly (guint per_hour, gint64 now_ms)
{
  return (ConfabRateLimit){
    .level = (guint64) per_hour * PARTS,
    .capacity = (guint64) per_hour * PARTS,
    .rate_per_ms = MAX (1, (guint64) per_hour * PARTS / MS_PER_HOUR),
    .at_ms = now_ms,
  };
}

static void
refill (ConfabRateLimit *limit, gint64 now_ms)
{
  guint64 missing = limit->capacity - limit->level;
  guint64 passed_ms = now_ms > limit->at_ms ? (guint64) (now_ms - limit->at_ms) : 0;

  /* Divided rather than multiplied, so that a pause of years can not overflow. */
  if (limit->rate_per_ms == 0 || passed_ms <= missing / limit->rate_per_ms)
    limit->level += passed_ms * limit->rate_per_ms;
  else
    limit->level = limit->capacity;
  limit->at_ms = now_ms;
}

gboolean
confab_rate_limit_take (ConfabRateLimit *limit, guint64 amount, gint64 now_ms)
{
  refill (limit, now_ms);
  if (amount > limit->level / PARTS)
    return FALSE;
  limit->level -= amount * PARTS;
  return TRUE;
}

gboolean
confab_rate_limit_is_full (ConfabRateLimit *limit, gint64 now_ms)
{
  refill (limit, now_ms);
  return limit->level == limit->capacity;
}
