/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: whatever a camera or a file gives, made what Confab sends: I420, square pixels, even
 * sides, at most CONFAB_MAX_WIDTH × CONFAB_MAX_HEIGHT and CONFAB_MAX_RATE pictures a second, never enlarged. What fits
 * already passes as it is, without a copy.
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define CONFAB_MAX_WIDTH 1280
#define CONFAB_MAX_HEIGHT 720
#define CONFAB_MAX_RATE 30

typedef struct {
  int width;
  int height;
} ConfabPictureSize;

/**
 * confab_picture_fit_size:
 * @pixel_n: a pixel is @pixel_n / @pixel_d times as wide as high
 *
 * The size at which a picture of @width × @height is sent. Pure.
 */
ConfabPictureSize confab_picture_fit_size (int width, int height, int pixel_n, int pixel_d);

/**
 * ConfabRateLimit:
 *
 * Leaves out what is more than CONFAB_MAX_RATE pictures a second, evenly. Begins as zeros. Pure.
 */
typedef struct {
  gboolean any;
  GstClockTime last; /* time of the newest picture that passed */
  GstClockTime next; /* when the next one is wanted */
} ConfabRateLimit;

/* Whether the picture of this time passes. One that is not after the former never does. */
gboolean confab_rate_limit_pass (ConfabRateLimit *self, GstClockTime time);

/* Returns: (transfer floating): a bin with one sink and one source pad that does all of the above. */
GstElement *confab_picture_fit_new (GError **error);

G_END_DECLS
