/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of bytes to another width by linear interpolation. No state but its plan; any thread, one at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that a row must have behind its last one, of any value: to be read at the source, to be written at the target. */
#define CONFAB_ROW_SCALE_MARGIN 16

/* What each byte is made of, for one pair of widths. Zero it before first use. */
typedef struct {
  int from, to;
  gboolean mirrored;
  int *first;      /* of each group of bytes: the first byte of the source that it needs */
  guint8 *places;  /* of the two neighbours, counted from the first */
  guint8 *weights; /* of these, in 128ths */
} ConfabRowScale;

/**
 * confab_row_scale_plan:
 * @from: bytes of the source, at least 1
 * @to: bytes of the target, at least 1
 * @mirrored: the target begins with what the source ends with
 *
 * Cheap while nothing changes.
 *
 * Returns: FALSE if this processor, or this pair of widths, is better left to libyuv: down to about half the width
 *   two neighbours tell all, below that they do not.
 */
gboolean confab_row_scale_plan (ConfabRowScale *self, int from, int to, gboolean mirrored);

/**
 * confab_row_scale_run:
 * @source: as many bytes as planned, and %CONFAB_ROW_SCALE_MARGIN more
 * @target: (out): likewise
 *
 * Samples lie in the middle of their pixels; the outermost ones go on beyond the edge. A byte is
 * off by one at most.
 */
void confab_row_scale_run (const ConfabRowScale *self, const guint8 *source, guint8 *target);

void confab_row_scale_clear (ConfabRowScale *self);

G_END_DECLS
