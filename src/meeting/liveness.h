/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How old the leader's words are (docs/protocol.md 10.2): ages against the fastest one of the term,
 * and the 10, 30 and 60 s without a fresh HEARTBEAT. Plain values, no clock; all times are local
 * monotonic ms.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabLiveness:
 * @term: the term the numbers are of; 0: none yet
 * @min_offset: least (local receipt - time_ms) over the term's HEARTBEATs and LINKs
 * @last_hb: the highest hb taken in this term
 * @since: when the last fresh HEARTBEAT came, or when waiting for the first one began
 * @has_fresh: whether there was a fresh one at all
 */
typedef struct {
  guint32 term;
  gint64 min_offset;
  guint32 last_hb;
  gint64 since;
  gboolean has_fresh;
} ConfabLiveness;

typedef enum {
  CONFAB_LIVENESS_FRESH,
  CONFAB_LIVENESS_WARN, /* 10 s: say so */
  CONFAB_LIVENESS_STOP, /* 30 s: send nothing */
  CONFAB_LIVENESS_LOST, /* 60 s: leave */
} ConfabLivenessStage;

/* A LINK accepted at @now; a new term starts the minimum and hb anew, the waiting goes on. Gives
 * its age. */
gint64
confab_liveness_take_link (ConfabLiveness *liveness, guint32 term, gint64 time_ms, gint64 now);

/* Counts a HEARTBEAT of the term (signature checked) into the minimum, and gives its age in ms. */
gint64 confab_liveness_measure (ConfabLiveness *liveness, gint64 time_ms, gint64 now);

/* A HEARTBEAT that fits (10.2) with a new hb: fresh only if @age is. Gives whether it was. */
gboolean
confab_liveness_take_heartbeat (ConfabLiveness *liveness, guint32 hb, gint64 age, gint64 now);

ConfabLivenessStage confab_liveness_get_stage (const ConfabLiveness *liveness, gint64 now);

/* When the stage changes next without a fresh HEARTBEAT; G_MAXINT64 after the last. */
gint64 confab_liveness_get_deadline (const ConfabLiveness *liveness, gint64 now);

G_END_DECLS
