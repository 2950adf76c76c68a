/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/rate-limit.h"

static void
test_burst_then_rate (void)
{
  ConfabRateLimit limit = confab_rate_limit (50, 200, 1000);

  for (guint i = 0; i < 200; i++)
    g_assert_true (confab_rate_limit_take (&limit, 1, 1000));
  g_assert_false (confab_rate_limit_take (&limit, 1, 1000));
  g_assert_false (confab_rate_limit_take (&limit, 1, 1019));
  g_assert_true (confab_rate_limit_take (&limit, 1, 1020));
  g_assert_false (confab_rate_limit_take (&limit, 1, 1020));
}

/* What is refused is not taken: a large wish must not starve the small ones behind it. */
static void
test_refused_takes_nothing (void)
{
  ConfabRateLimit limit = confab_rate_limit (10, 100, 0);

  g_assert_false (confab_rate_limit_take (&limit, 101, 0));
  g_assert_true (confab_rate_limit_take (&limit, 100, 0));
}

static void
test_never_above_burst (void)
{
  ConfabRateLimit limit = confab_rate_limit (256 * 1024, 768 * 1024, 0);

  g_assert_true (confab_rate_limit_take (&limit, 768 * 1024, 0));
  g_assert_false (confab_rate_limit_take (&limit, 768 * 1024 + 1, G_MAXINT64));
  g_assert_true (confab_rate_limit_take (&limit, 768 * 1024, G_MAXINT64));
}

static void
test_clock_going_back_gains_nothing (void)
{
  ConfabRateLimit limit = confab_rate_limit (1, 1, 5000);

  g_assert_true (confab_rate_limit_take (&limit, 1, 5000));
  g_assert_false (confab_rate_limit_take (&limit, 1, 0));
  g_assert_false (confab_rate_limit_take (&limit, 1, 999));
  g_assert_true (confab_rate_limit_take (&limit, 1, 1000));
}

static void
test_hourly (void)
{
  ConfabRateLimit limit = confab_rate_limit_hourly (6, 0);
  const gint64 minute_ms = 60 * 1000;

  for (guint i = 0; i < 6; i++)
    g_assert_true (confab_rate_limit_take (&limit, 1, 0));
  g_assert_false (confab_rate_limit_take (&limit, 1, 9 * minute_ms));
  g_assert_false (confab_rate_limit_is_full (&limit, 30 * minute_ms));
  g_assert_true (confab_rate_limit_take (&limit, 1, 30 * minute_ms));
  g_assert_true (confab_rate_limit_is_full (&limit, 300 * minute_ms));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/rate-limit/a-burst-is-let-through-and-then-the-rate",
                   test_burst_then_rate);
  g_test_add_func ("/service/rate-limit/what-is-refused-takes-nothing", test_refused_takes_nothing);
  g_test_add_func ("/service/rate-limit/a-long-pause-fills-it-no-higher-than-full",
                   test_never_above_burst);
  g_test_add_func ("/service/rate-limit/a-clock-that-goes-back-gains-nothing",
                   test_clock_going_back_gains_nothing);
  g_test_add_func ("/service/rate-limit/a-few-an-hour-are-not-rounded-away", test_hourly);
  return g_test_run ();
}
