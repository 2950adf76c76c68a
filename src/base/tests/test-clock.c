/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base.h"

static void
test_boot_clock_never_goes_back (void)
{
  gint64 first = confab_clock_boot_ms ();
  gint64 last = first;

  for (guint i = 0; i < 100000; i++) {
    gint64 now = confab_clock_boot_ms ();

    g_assert_cmpint (now, >=, last);
    last = now;
  }
  g_assert_cmpint (first, >=, 0);
}

/* Milliseconds, not micro- or nanoseconds: 20 of them take GLib's clock 20000 microseconds. */
static void
test_clocks_count_milliseconds (void)
{
  gint64 began_us = g_get_monotonic_time ();
  gint64 began_ms = confab_clock_boot_ms ();

  while (confab_clock_boot_ms () - began_ms < 20)
    g_thread_yield ();
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, 19000);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (ABS (confab_clock_wall_ms () - g_get_real_time () / 1000), <, 10000);
}

/* Linux says in /proc/uptime how long ago it began, the time it slept included. */
static void
test_boot_clock_counts_from_the_start_of_the_computer (void)
{
  g_autofree char *uptime = NULL;
  gint64 uptime_ms;

  if (!g_file_get_contents ("/proc/uptime", &uptime, NULL, NULL)) {
    g_test_skip ("this system does not tell its uptime");
    return;
  }
  uptime_ms = (gint64) (g_ascii_strtod (uptime, NULL) * 1000);
  g_assert_cmpint (ABS (confab_clock_boot_ms () - uptime_ms), <, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/boot-clock-never-goes-back", test_boot_clock_never_goes_back);
  g_test_add_func ("/clock/clocks-count-milliseconds", test_clocks_count_milliseconds);
  g_test_add_func ("/clock/boot-clock-counts-from-the-start-of-the-computer",
                   test_boot_clock_counts_from_the_start_of_the_computer);
  return g_test_run ();
}
