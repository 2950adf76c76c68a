/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: the header of a YUV4MPEG2 file (yuv4mpeg(5)). Pure.
 *
 * GStreamer has an element for these files; its 1.22 refuses headers of more than 79 characters, which
 * ffmpeg writes, and does not empty its buffer on a seek. They are what tests and benchmarks play, so
 * they are read here, and cost nothing but the reading.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest first line that is read. */
#define CONFAB_Y4M_MAX_HEADER 256

/**
 * ConfabY4mHeader:
 * @size: of the header line, its newline included
 * @is_420: pictures are 8-bit 4:2:0, that is I420 once read
 * @pixel_n: numerator of the pixels' aspect ratio, 1 when the file does not say
 */
typedef struct {
  gsize size;
  int width;
  int height;
  int rate_n;
  int rate_d;
  int pixel_n;
  int pixel_d;
  gboolean is_420;
} ConfabY4mHeader;

/**
 * confab_y4m_header_parse:
 * @bytes: the beginning of a file
 *
 * Returns: %FALSE, and @header untouched, when this is no YUV4MPEG2 file or not a sensible one
 */
gboolean confab_y4m_header_parse (const char *bytes, gsize size, ConfabY4mHeader *header);

G_END_DECLS
