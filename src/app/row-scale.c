/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/row-scale.h"

/*
 * libyuv makes two bytes at a time (ScaleFilterCols), which was a third of what painting a picture cost. Eight bytes of
 * the target lie within sixteen of the source as long as it is not twice as wide: one shuffle brings each its two
 * neighbours, one multiplication mixes them.
 */
#define GROUP 8
#define REACH 16
#define ONE 128 /* the weights of two neighbours together */

#if defined(__x86_64__)

#include <tmmintrin.h>

static gboolean
is_fast_here (void)
{
  return __builtin_cpu_supports ("ssse3") != 0;
}

/* The product of a byte and a weight needs one of them signed: the bytes are, for as long as it takes. */
__attribute__ ((target ("ssse3"))) static void
run (const ConfabRowScale *self, const guint8 *source, guint8 *target)
{
  const __m128i sign = _mm_set1_epi8 ((char) 0x80);
  const __m128i half = _mm_set1_epi16 (ONE / 2);

  for (int i = 0; i * GROUP < self->to; i++) {
    __m128i places = _mm_loadu_si128 ((const __m128i_u *) (self->places + i * REACH));
    __m128i weights = _mm_loadu_si128 ((const __m128i_u *) (self->weights + i * REACH));
    __m128i bytes = _mm_loadu_si128 ((const __m128i_u *) (source + self->first[i]));
    __m128i mixed =
        _mm_maddubs_epi16 (weights, _mm_shuffle_epi8 (_mm_xor_si128 (bytes, sign), places));

    mixed = _mm_srai_epi16 (_mm_add_epi16 (mixed, half), 7);
    _mm_storeu_si64 (target + i * GROUP, _mm_xor_si128 (_mm_packs_epi16 (mixed, mixed), sign));
  }
}

#else

static gboolean
is_fast_here (void)
{
  return FALSE;
}

static void
run (const ConfabRowScale *self, const guint8 *source, guint8 *target)
{
  g_assert_not_reached ();
}

#endif

/* Where byte @i of the target lies in the source, to the nearest 128th of a byte. */
static int
position (const ConfabRowScale *self, int i)
{
  int seen = MIN (i, self->to - 1);
  gint64 at = self->mirrored ? self->to - 1 - seen : seen;
  gint64 middle = ((2 * at + 1) * self->from * ONE + self->to) / (2 * self->to) - ONE / 2;

  return (int) CLAMP (middle, 0, (gint64) (self->from - 1) * ONE);
}

static void
plan_group (ConfabRowScale *self, int group)
{
  guint8 *places = self->places + group * REACH;
  guint8 *weights = self->weights + group * REACH;
  int at[GROUP];
  int first = G_MAXINT;

  for (int i = 0; i < GROUP; i++) {
    at[i] = position (self, group * GROUP + i);
    first = MIN (first, at[i] / ONE);
  }
  for (int i = 0; i < GROUP; i++) {
    places[2 * i] = (guint8) (at[i] / ONE - first);
    places[2 * i + 1] = places[2 * i] + 1;
    weights[2 * i] = (guint8) (ONE - at[i] % ONE);
    weights[2 * i + 1] = (guint8) (at[i] % ONE);
  }
  self->first[group] = first;
}

gboolean
confab_row_scale_plan (ConfabRowScale *self, int from, int to, gboolean mirrored)
{
  int n_groups = (to + GROUP - 1) / GROUP;

  g_return_val_if_fail (from > 0 && to > 0, FALSE);

  /* Between the first and the last of a group: seven steps, and one byte at most for where they begin. */
  if (!is_fast_here () || (gint64) from * (GROUP - 1) > (gint64) to * (REACH - 3))
    return FALSE;
  if (self->from == from && self->to == to && self->mirrored == mirrored)
    return TRUE;
  confab_row_scale_clear (self);
  *self = (ConfabRowScale){ .from = from, .to = to, .mirrored = mirrored };
  self->first = g_new (int, n_groups);
  self->places = g_malloc ((gsize) n_groups * REACH);
  self->weights = g_malloc ((gsize) n_groups * REACH);
  for (int i = 0; i < n_groups; i++)
    plan_group (self, i);
  return TRUE;
}

void
confab_row_scale_run (const ConfabRowScale *self, const guint8 *source, guint8 *target)
{
  g_return_if_fail (self->first != NULL);

  run (self, source, target);
}

void
confab_row_scale_clear (ConfabRowScale *self)
{
  g_free (self->first);
  g_free (self->places);
  g_free (self->weights);
  *self = (ConfabRowScale){ 0 };
}
