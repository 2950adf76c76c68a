/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/liveness.h"

#include "protocol/protocol.h"

/* Milliseconds of local silence after which each stage begins, in order. */
static const gint64 stages[] = {
  CONFAB_HEARTBEAT_WARN_MS,
  CONFAB_HEARTBEAT_STOP_MS,
  CONFAB_HEARTBEAT_LEAVE_MS,
};

gint64
confab_liveness_measure (ConfabLiveness *liveness, gint64 time_ms, gint64 now)
{
  gint64 offset;

  /* time_ms is another person's word: no sum of it may overflow. */
  time_ms = CLAMP (time_ms, G_MININT64 / 4, G_MAXINT64 / 4);
  offset = now - time_ms;
  liveness->min_offset = MIN (liveness->min_offset, offset);
  return offset - liveness->min_offset;
}

gint64
confab_liveness_take_link (ConfabLiveness *liveness, guint32 term, gint64 time_ms, gint64 now)
{
  if (liveness->term == 0)
    liveness->since = now;
  if (liveness->term != term) {
    liveness->term = term;
    liveness->min_offset = G_MAXINT64;
    liveness->last_hb = 0;
  }
  return confab_liveness_measure (liveness, time_ms, now);
}

gboolean
confab_liveness_take_heartbeat (ConfabLiveness *liveness, guint32 hb, gint64 age, gint64 now)
{
  liveness->last_hb = hb;
  if (age > CONFAB_HEARTBEAT_FRESH_AGE_MS)
    return FALSE;
  liveness->since = now;
  liveness->has_fresh = TRUE;
  return TRUE;
}

ConfabLivenessStage
confab_liveness_get_stage (const ConfabLiveness *liveness, gint64 now)
{
  guint stage = 0;

  while (stage < G_N_ELEMENTS (stages) && now - liveness->since >= stages[stage])
    stage++;
  return (ConfabLivenessStage) stage;
}

gint64
confab_liveness_get_deadline (const ConfabLiveness *liveness, gint64 now)
{
  guint stage = confab_liveness_get_stage (liveness, now);

  return stage < G_N_ELEMENTS (stages) ? liveness->since + stages[stage] : G_MAXINT64;
}
