/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures made by hand for the tests of this folder. */
#pragma once

#include "media/media.h"

#include <string.h>

typedef struct {
  ConfabPicture picture;
  guint8 *planes;
} TestPicture;

/* One colour; rows are longer than the picture, as decoders have them. */
static inline TestPicture
test_picture_new (int width, int height, guint8 y, guint8 u, guint8 v)
{
  int stride = width + 32;
  gsize luma = (gsize) stride * (gsize) height;
  gsize chroma = (gsize) (stride / 2) * (gsize) (height / 2);
  guint8 *planes = g_malloc (luma + 2 * chroma);

  memset (planes, y, luma);
  memset (planes + luma, u, chroma);
  memset (planes + luma + chroma, v, chroma);
  return (TestPicture){
    .picture = { .width = width,
                 .height = height,
                 .plane = { planes, planes + luma, planes + luma + chroma },
                 .stride = { stride, stride / 2, stride / 2 } },
    .planes = planes,
  };
}

static inline void
test_picture_fill (TestPicture *self, int x, int y, int width, int height, guint8 luma)
{
  for (int row = y; row < y + height; row++)
    memset (self->planes + (gsize) row * (gsize) self->picture.stride[0] + x, luma, (gsize) width);
}
