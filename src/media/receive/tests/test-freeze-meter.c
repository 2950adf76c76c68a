/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/freeze-meter.h"

#include <math.h>

#define MS G_GINT64_CONSTANT (1000000)

/* Pictures every 33 ms for a second, beginning at @now_ns; returns when the last one was. */
static gint64
run_a_second (ConfabFreezeMeter *meter, gint64 now_ns)
{
  for (guint i = 0; i < 30; i++, now_ns += 33 * MS)
    confab_freeze_meter_picture (meter, now_ns);
  return now_ns - 33 * MS;
}

static void
test_even_pictures_never_freeze (void)
{
  ConfabFreezeMeter meter = { 0 };
  gint64 last_ns = run_a_second (&meter, 5000 * MS);

  g_assert_cmpuint (meter.pictures, ==, 30);
  g_assert_cmpuint (meter.freezes, ==, 0);
  g_assert_cmpint (meter.max_gap_ns, ==, 33 * MS);
  g_assert_cmpfloat_with_epsilon (confab_freeze_meter_get_fps (&meter, last_ns), 1000.0 / 33, 0.01);
}

/* Mean 33 ms: the threshold is mean + 150 ms = 183 ms. */
static void
test_freeze_is_a_pause_beyond_mean_and_150_ms (void)
{
  ConfabFreezeMeter meter = { 0 };
  gint64 last_ns = run_a_second (&meter, 0);

  confab_freeze_meter_picture (&meter, last_ns + 183 * MS);
  g_assert_cmpuint (meter.freezes, ==, 0);

  meter = (ConfabFreezeMeter){ 0 };
  last_ns = run_a_second (&meter, 0);
  confab_freeze_meter_picture (&meter, last_ns + 184 * MS);
  g_assert_cmpuint (meter.freezes, ==, 1);
  g_assert_cmpint (meter.frozen_ns, ==, 184 * MS);
  g_assert_cmpint (meter.max_gap_ns, ==, 184 * MS);
}

/* Mean 100 ms: three times the mean is more than mean + 150 ms. */
static void
test_slow_pictures_freeze_beyond_three_times_the_mean (void)
{
  ConfabFreezeMeter meter = { 0 };

  for (guint i = 0; i < 30; i++)
    confab_freeze_meter_picture (&meter, i * 100 * MS);
  confab_freeze_meter_picture (&meter, 2900 * MS + 300 * MS);
  g_assert_cmpuint (meter.freezes, ==, 0);
  confab_freeze_meter_picture (&meter, 3200 * MS + 330 * MS);
  g_assert_cmpuint (meter.freezes, ==, 1);
}

static void
test_stopping_on_purpose_is_no_freeze (void)
{
  ConfabFreezeMeter meter = { 0 };
  gint64 last_ns = run_a_second (&meter, 0);

  confab_freeze_meter_pause (&meter);
  g_assert_cmpint (confab_freeze_meter_get_max_gap_ns (&meter, last_ns + 9000 * MS), ==, 33 * MS);
  run_a_second (&meter, last_ns + 10000 * MS);
  g_assert_cmpuint (meter.freezes, ==, 0);
  g_assert_cmpint (meter.max_gap_ns, ==, 33 * MS);
}

static void
test_running_freeze_is_seen_before_it_ends (void)
{
  ConfabFreezeMeter meter = { 0 };
  gint64 last_ns = run_a_second (&meter, 0);

  g_assert_cmpint (confab_freeze_meter_get_running_ns (&meter, last_ns + 183 * MS), ==, 0);
  g_assert_cmpint (confab_freeze_meter_get_running_ns (&meter, last_ns + 700 * MS), ==, 700 * MS);
  g_assert_cmpint (confab_freeze_meter_get_max_gap_ns (&meter, last_ns + 700 * MS), ==, 700 * MS);
  g_assert_cmpint (meter.max_gap_ns, ==, 33 * MS);
}

static void
test_rate_is_unknown_without_pictures (void)
{
  ConfabFreezeMeter meter = { 0 };
  gint64 last_ns;

  g_assert_true (isnan (confab_freeze_meter_get_fps (&meter, 0)));
  last_ns = run_a_second (&meter, 0);
  g_assert_false (isnan (confab_freeze_meter_get_fps (&meter, last_ns + 1900 * MS)));
  g_assert_true (isnan (confab_freeze_meter_get_fps (&meter, last_ns + 2100 * MS)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/freeze-meter/even-pictures-never-freeze", test_even_pictures_never_freeze);
  g_test_add_func ("/freeze-meter/freeze-is-a-pause-beyond-mean-and-150-ms",
                   test_freeze_is_a_pause_beyond_mean_and_150_ms);
  g_test_add_func ("/freeze-meter/slow-pictures-freeze-beyond-three-times-the-mean",
                   test_slow_pictures_freeze_beyond_three_times_the_mean);
  g_test_add_func ("/freeze-meter/stopping-on-purpose-is-no-freeze",
                   test_stopping_on_purpose_is_no_freeze);
  g_test_add_func ("/freeze-meter/running-freeze-is-seen-before-it-ends",
                   test_running_freeze_is_seen_before_it_ends);
  g_test_add_func ("/freeze-meter/rate-is-unknown-without-pictures",
                   test_rate_is_unknown_without_pictures);
  return g_test_run ();
}
