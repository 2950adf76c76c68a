/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/row-scale.h"

#include <math.h>

/* Exactly so much as is promised, so that the sanitizers see a step too far. */
static guint8 *
row_new (int width)
{
  return g_malloc0 ((gsize) width + CONFAB_ROW_SCALE_MARGIN);
}

static double
reference (const guint8 *source, int from, int to, gboolean mirrored, int i)
{
  double at = ((mirrored ? to - 1 - i : i) + 0.5) * from / to - 0.5;
  int left;

  at = CLAMP (at, 0, from - 1);
  left = MIN ((int) at, MAX (from - 2, 0));
  return from == 1 ? source[0] : source[left] + (at - left) * (source[left + 1] - source[left]);
}

static gboolean
check (int from, int to, gboolean mirrored)
{
  ConfabRowScale scale = { 0 };
  g_autofree guint8 *source = row_new (from);
  g_autofree guint8 *target = row_new (to);

  if (!confab_row_scale_plan (&scale, from, to, mirrored))
    return FALSE;
  for (int i = 0; i < from; i++)
    source[i] = (guint8) g_test_rand_int ();
  confab_row_scale_run (&scale, source, target);
  for (int i = 0; i < to; i++) {
    double off = target[i] - reference (source, from, to, mirrored, i);

    /* Half a 128th of the largest step for the place, a half for the byte. */
    if (fabs (off) > 1.5)
      g_error ("%d to %d%s: byte %d is off by %g", from, to, mirrored ? " mirrored" : "", i, off);
  }
  confab_row_scale_clear (&scale);
  return TRUE;
}

static void
test_every_byte_is_between_its_neighbours (void)
{
  static const int widths[] = {
    1, 2, 3, 7, 8, 9, 15, 16, 17, 160, 311, 320, 640, 1256, 1280, 1919
  };
  guint n_checked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
      for (int mirrored = 0; mirrored < 2; mirrored++)
        n_checked += check (widths[i], widths[j], mirrored) ? 1 : 0;
  if (n_checked == 0)
    g_test_skip ("this processor has no shuffle of bytes");
}

static void
test_half_the_width_is_refused (void)
{
  ConfabRowScale scale = { 0 };

  g_assert_false (confab_row_scale_plan (&scale, 1280, 640, FALSE));
  g_assert_false (confab_row_scale_plan (&scale, 20000, 10, FALSE));
  confab_row_scale_clear (&scale);
}

static void
test_a_plan_follows_its_widths (void)
{
  ConfabRowScale scale = { 0 };
  g_autofree guint8 *source = row_new (4);
  g_autofree guint8 *target = row_new (4);

  if (!confab_row_scale_plan (&scale, 4, 3, FALSE)) {
    g_test_skip ("this processor has no shuffle of bytes");
    return;
  }
  for (int i = 0; i < 4; i++)
    source[i] = (guint8) (10 * i);
  g_assert_true (confab_row_scale_plan (&scale, 4, 4, FALSE));
  confab_row_scale_run (&scale, source, target);
  g_assert_cmpmem (source, 4, target, 4);
  g_assert_true (confab_row_scale_plan (&scale, 4, 4, TRUE));
  confab_row_scale_run (&scale, source, target);
  g_assert_cmpint (target[0], ==, 30);
  g_assert_cmpint (target[3], ==, 0);
  confab_row_scale_clear (&scale);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-scale/every byte is between its neighbours",
                   test_every_byte_is_between_its_neighbours);
  g_test_add_func ("/row-scale/half the width is refused", test_half_the_width_is_refused);
  g_test_add_func ("/row-scale/a plan follows its widths", test_a_plan_follows_its_widths);
  return g_test_run ();
}
