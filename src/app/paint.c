/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/paint.h"

#include <libyuv.h>
#include <math.h>

/* A picture, or the part of it that is seen, as libyuv takes it. */
typedef struct {
  const guint8 *plane[3];
  int stride[3];
  int width;
  int height;
} Planes;

gboolean
confab_paint_target_equal (const ConfabPaintTarget *a, const ConfabPaintTarget *b)
{
  return a->width == b->width && a->height == b->height && a->mirrored == b->mirrored &&
         a->corner_radius == b->corner_radius && a->backdrop == b->backdrop;
}

void
confab_paint_scratch_clear (ConfabPaintScratch *scratch)
{
  confab_row_scale_clear (&scratch->luma);
  confab_row_scale_clear (&scratch->chroma);
  g_free (scratch->planes);
  g_free (scratch->row);
  *scratch = (ConfabPaintScratch){ 0 };
}

static guint8 *
grow (guint8 **bytes, gsize *size, gsize wanted)
{
  if (*size < wanted) {
    g_free (*bytes);
    *size = wanted;
    *bytes = g_malloc (wanted);
  }
  return *bytes;
}

static int
half (int size)
{
  return (size + 1) / 2;
}

/* Rounded down to even numbers: a chroma sample belongs to a square of four pixels. */
static Planes
crop_to_shape (const ConfabPicture *picture, int width, int height)
{
  Planes seen = { .width = picture->width, .height = picture->height };
  int left, top;

  if ((gint64) picture->width * height > (gint64) width * picture->height)
    seen.width = MAX (2, (int) ((gint64) picture->height * width / height) & ~1);
  else
    seen.height = MAX (2, (int) ((gint64) picture->width * height / width) & ~1);
  left = ((picture->width - seen.width) / 2) & ~1;
  top = ((picture->height - seen.height) / 2) & ~1;

  for (int i = 0; i < 3; i++) {
    int shift = i == 0 ? 0 : 1;

    seen.stride[i] = picture->stride[i];
    seen.plane[i] =
        picture->plane[i] + (gsize) (top >> shift) * (gsize) picture->stride[i] + (left >> shift);
  }
  return seen;
}

/* The @number-th of two scratch pictures of the given size. */
static Planes
scratch_planes (ConfabPaintScratch *scratch, int width, int height, int number)
{
  int stride = width + CONFAB_ROW_SCALE_MARGIN;
  int chroma_stride = half (width) + CONFAB_ROW_SCALE_MARGIN;
  gsize luma = (gsize) stride * (gsize) height;
  gsize chroma = (gsize) chroma_stride * (gsize) half (height);
  gsize picture = luma + 2 * chroma;
  const guint8 *start =
      grow (&scratch->planes, &scratch->planes_size, 2 * picture) + (gsize) number * picture;

  return (Planes){
    .plane = { start, start + luma, start + luma + chroma },
    .stride = { stride, chroma_stride, chroma_stride },
    .width = width,
    .height = height,
  };
}

/* Row @y of @height lies between two rows of the source, which @row takes the mean of. */
static void
scale_plane (const ConfabRowScale *columns, guint8 *row, const guint8 *in, int in_stride,
             int in_height, guint8 *out, int out_stride, int height)
{
  for (int y = 0; y < height; y++) {
    gint64 middle = (gint64) (2 * y + 1) * in_height * 256 / (2 * height) - 128;
    int at = (int) CLAMP (middle, 0, (gint64) (in_height - 1) * 256);
    const guint8 *upper = in + (gsize) (at / 256) * (gsize) in_stride;

    InterpolatePlane (upper, 0, at % 256 == 0 ? upper : upper + in_stride, 0, row, 0, columns->from,
                      1, at % 256);
    confab_row_scale_run (columns, row, out + (gsize) y * (gsize) out_stride);
  }
}

/* FALSE if that is for libyuv: @out is as it was then. */
static gboolean
scale_by_rows (ConfabPaintScratch *scratch, const Planes *in, const ConfabPaintTarget *target,
               Planes *out)
{
  guint8 *row;

  if (!confab_row_scale_plan (&scratch->luma, in->width, target->width, target->mirrored) ||
      !confab_row_scale_plan (&scratch->chroma, half (in->width), half (target->width),
                              target->mirrored))
    return FALSE;
  row = grow (&scratch->row, &scratch->row_size, (gsize) in->width + CONFAB_ROW_SCALE_MARGIN);
  *out = scratch_planes (scratch, target->width, target->height, 0);
  for (int i = 0; i < 3; i++)
    scale_plane (i == 0 ? &scratch->luma : &scratch->chroma, row, in->plane[i], in->stride[i],
                 i == 0 ? in->height : half (in->height), (guint8 *) out->plane[i], out->stride[i],
                 i == 0 ? out->height : half (out->height));
  return TRUE;
}

static Planes
scale (ConfabPaintScratch *scratch, Planes in, int width, int height)
{
  Planes out = scratch_planes (scratch, width, height, 0);

  I420Scale (in.plane[0], in.stride[0], in.plane[1], in.stride[1], in.plane[2], in.stride[2],
             in.width, in.height, (guint8 *) out.plane[0], out.stride[0], (guint8 *) out.plane[1],
             out.stride[1], (guint8 *) out.plane[2], out.stride[2], width, height, kFilterBox);
  return out;
}

static Planes
mirror (ConfabPaintScratch *scratch, Planes in)
{
  Planes out = scratch_planes (scratch, in.width, in.height, 1);

  I420Mirror (in.plane[0], in.stride[0], in.plane[1], in.stride[1], in.plane[2], in.stride[2],
              (guint8 *) out.plane[0], out.stride[0], (guint8 *) out.plane[1], out.stride[1],
              (guint8 *) out.plane[2], out.stride[2], in.width, in.height);
  return out;
}

static guint8
mix (guint8 front, guint8 back, float share)
{
  return (guint8) lrintf ((float) front * share + (float) back * (1.0f - share));
}

static void
blend (guint8 *row, int x, guint32 backdrop, float share)
{
  guint32 pixel = ((guint32 *) (gpointer) row)[x];
  guint32 out = 0;

  for (int shift = 0; shift <= 16; shift += 8)
    out |= (guint32) mix ((guint8) (pixel >> shift), (guint8) (backdrop >> shift), share) << shift;
  ((guint32 *) (gpointer) row)[x] = out;
}

/* As the tile has it: of its size, and mirrored if it is to be. */
static Planes
fit (ConfabPaintScratch *scratch, Planes in, const ConfabPaintTarget *target)
{
  gboolean fits = in.width == target->width && in.height == target->height;
  Planes out = in;

  if (fits && !target->mirrored)
    return in;
  if (scale_by_rows (scratch, &in, target, &out))
    return out;
  if (!fits)
    out = scale (scratch, in, target->width, target->height);
  return target->mirrored ? mirror (scratch, out) : out;
}

/* Cheaper here than a rounded clip, which would send the whole picture through a mask. */
static void
round_corners (const ConfabPaintTarget *target, guint8 *pixels, int stride)
{
  int radius = MIN (target->corner_radius, MIN (target->width, target->height) / 2);

  for (int y = 0; y < radius; y++) {
    guint8 *upper = pixels + (gsize) y * (gsize) stride;
    guint8 *lower = pixels + (gsize) (target->height - 1 - y) * (gsize) stride;

    for (int x = 0; x < radius; x++) {
      float away = hypotf ((float) (radius - x) - 0.5f, (float) (radius - y) - 0.5f);
      float share = CLAMP ((float) radius - away + 0.5f, 0.0f, 1.0f);

      if (share == 1.0f)
        break;
      blend (upper, x, target->backdrop, share);
      blend (upper, target->width - 1 - x, target->backdrop, share);
      blend (lower, x, target->backdrop, share);
      blend (lower, target->width - 1 - x, target->backdrop, share);
    }
  }
}

void
confab_paint (ConfabPaintScratch *scratch, const ConfabPicture *picture,
              const ConfabPaintTarget *target, guint8 *pixels, int stride)
{
  Planes planes;

  g_return_if_fail (target->width > 0 && target->height > 0);
  g_return_if_fail (picture->width > 1 && picture->height > 1);

  planes = fit (scratch, crop_to_shape (picture, target->width, target->height), target);
  /* libyuv names formats by their order in a little-endian word: its ARGB is cairo's RGB24. */
  I420ToARGB (planes.plane[0], planes.stride[0], planes.plane[1], planes.stride[1], planes.plane[2],
              planes.stride[2], pixels, stride, planes.width, planes.height);
  round_corners (target, pixels, stride);
}
