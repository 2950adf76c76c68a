/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a decoded picture to the pixels of one tile. No state but scratch memory; any thread. */
#pragma once

#include "app/row-scale.h"
#include "media/media.h"

G_BEGIN_DECLS

/**
 * ConfabPaintTarget:
 * @width: of the tile, in device pixels; 0 while it has no size
 * @height: of the tile, in device pixels
 * @mirrored: left and right exchanged, as people expect to see themselves
 * @corner_radius: of the rounded corners, in device pixels
 * @backdrop: 0x00RRGGBB, what is behind the corners
 */
typedef struct {
  int width;
  int height;
  gboolean mirrored;
  int corner_radius;
  guint32 backdrop;
} ConfabPaintTarget;

gboolean confab_paint_target_equal (const ConfabPaintTarget *a, const ConfabPaintTarget *b);

/* Scratch memory of one painter at a time; grows as needed. Zero it before first use. */
typedef struct {
  guint8 *planes; /* two pictures of the tile's size */
  gsize planes_size;
  guint8 *row; /* of the picture's width */
  gsize row_size;
  ConfabRowScale luma, chroma;
} ConfabPaintScratch;

void confab_paint_scratch_clear (ConfabPaintScratch *scratch);

/**
 * confab_paint:
 * @pixels: @target->height rows of @stride bytes, in cairo's RGB24
 *
 * Scales @picture to the size of the tile, cutting off equally on both sides what does not fit its shape, and
 * converts it from BT.601 limited range, which is what VP8 carries (RFC 6386, section 9.2).
 */
void confab_paint (ConfabPaintScratch *scratch, const ConfabPicture *picture,
                   const ConfabPaintTarget *target, guint8 *pixels, int stride);

G_END_DECLS
