/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connection-quality.h"

#include <math.h>

static ConfabLinkStats
good (void)
{
  ConfabLinkStats stats = { 0 };

  stats.receive[CONFAB_MEDIA_AUDIO].frames = 50;
  stats.receive[CONFAB_MEDIA_AUDIO].rtt_ms = 20;
  stats.receive[CONFAB_MEDIA_VIDEO].frames = 30;
  return stats;
}

static void
test_unknown_until_something_comes (void)
{
  ConfabConnectionQuality quality = { 0 };
  ConfabLinkStats stats = { 0 };

  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 1000), ==,
                   CONFAB_QUALITY_UNKNOWN);
  stats = good ();
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 2000), ==,
                   CONFAB_QUALITY_GOOD);
}

static void
test_falls_at_once_and_rises_slowly (void)
{
  ConfabConnectionQuality quality = { 0 };
  ConfabLinkStats stats = good ();

  confab_connection_quality_update (&quality, &stats, 1000);
  stats.receive[CONFAB_MEDIA_AUDIO].concealed_ms = 200;
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 2000), ==,
                   CONFAB_QUALITY_POOR);
  for (gint64 now = 3000; now < 5000; now += 1000)
    g_assert_cmpint (confab_connection_quality_update (&quality, &stats, now), ==,
                     CONFAB_QUALITY_POOR);
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 5000), ==,
                   CONFAB_QUALITY_GOOD);
}

static void
test_freezes_and_long_ways_count (void)
{
  ConfabConnectionQuality quality = { 0 };
  ConfabLinkStats stats = good ();

  confab_connection_quality_update (&quality, &stats, 1000);
  stats.receive[CONFAB_MEDIA_VIDEO].freeze_s = 0.3;
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 2000), ==,
                   CONFAB_QUALITY_FAIR);
  stats.receive[CONFAB_MEDIA_AUDIO].rtt_ms = 700;
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 3000), ==,
                   CONFAB_QUALITY_POOR);
}

/* What was counted before somebody looked is history. */
static void
test_history_does_not_count (void)
{
  ConfabConnectionQuality quality = { 0 };
  ConfabLinkStats stats = good ();

  stats.receive[CONFAB_MEDIA_AUDIO].concealed_ms = 60000;
  g_assert_cmpint (confab_connection_quality_update (&quality, &stats, 1000), ==,
                   CONFAB_QUALITY_GOOD);
}

static void
test_only_known_figures_are_told (void)
{
  ConfabLinkStats stats = good ();
  g_autoptr (GArray) figures = NULL;

  stats.receive[CONFAB_MEDIA_AUDIO].loss = stats.receive[CONFAB_MEDIA_VIDEO].loss = (double) NAN;
  stats.receive[CONFAB_MEDIA_VIDEO].latency_ms = (double) NAN;
  stats.receive[CONFAB_MEDIA_VIDEO].width = 1280;
  stats.receive[CONFAB_MEDIA_VIDEO].height = 720;
  stats.receive[CONFAB_MEDIA_VIDEO].fps = 29.97;
  figures = confab_connection_figures (&stats);
  g_assert_cmpuint (figures->len, ==, 2);
  g_assert_cmpstr (g_array_index (figures, ConfabFigure, 0).value, ==, "1280 × 720, 30 per second");
  g_assert_cmpstr (g_array_index (figures, ConfabFigure, 1).value, ==, "20 ms");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-quality/unknown until something comes",
                   test_unknown_until_something_comes);
  g_test_add_func ("/connection-quality/falls at once and rises slowly",
                   test_falls_at_once_and_rises_slowly);
  g_test_add_func ("/connection-quality/freezes and long ways count",
                   test_freezes_and_long_ways_count);
  g_test_add_func ("/connection-quality/history does not count", test_history_does_not_count);
  g_test_add_func ("/connection-quality/only known figures are told",
                   test_only_known_figures_are_told);
  return g_test_run ();
}
