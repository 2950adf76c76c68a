/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/address-limits.h"

#define HOUR_MS 3600000
#define ANN "198.51.100.1"
#define BEN "198.51.100.2"
#define CID "198.51.100.3"

static ConfabAddressLimits *
two_an_hour (void)
{
  const ConfabRateLimit full = confab_rate_limit_hourly (2, 0);

  return confab_address_limits_new (&full);
}

static void
test_share (void)
{
  g_autoptr (ConfabAddressLimits) limits = two_an_hour ();

  g_assert_true (confab_address_limits_take (limits, ANN, 1, 0));
  g_assert_true (confab_address_limits_take (limits, ANN, 1, 0));
  g_assert_false (confab_address_limits_take (limits, ANN, 1, 1000));
  g_assert_true (confab_address_limits_take (limits, BEN, 1, 1000));
  g_assert_true (confab_address_limits_take (limits, ANN, 1, HOUR_MS));
}

/* Who did something later than another stays, also if the other came later. */
static void
test_idle (void)
{
  g_autoptr (ConfabAddressLimits) limits = two_an_hour ();

  confab_address_limits_take (limits, ANN, 1, 0);
  confab_address_limits_take (limits, BEN, 1, 1000);
  confab_address_limits_take (limits, ANN, 1, 2000);
  g_assert_cmpuint (confab_address_limits_get_n (limits), ==, 2);
  confab_address_limits_take (limits, CID, 1, HOUR_MS / 2);
  g_assert_cmpuint (confab_address_limits_get_n (limits), ==, 2);
  g_assert_false (confab_address_limits_take (limits, ANN, 2, HOUR_MS / 2));
  confab_address_limits_take (limits, CID, 1, 3 * HOUR_MS);
  g_assert_cmpuint (confab_address_limits_get_n (limits), ==, 1);
}

/* Whoever has a network of addresses fills no memory with them, and costs others no time. */
static void
test_crowd (void)
{
  g_autoptr (ConfabAddressLimits) limits = two_an_hour ();

  for (guint i = 0; i < 100000; i++) {
    g_autofree char *key = g_strdup_printf ("2001:db8:%x:%x::", i >> 16, i & 0xffff);

    g_assert_true (confab_address_limits_take (limits, key, 1, 1000));
  }
  g_assert_cmpuint (confab_address_limits_get_n (limits), <, 100000);
  g_assert_cmpuint (confab_address_limits_get_n (limits), >, 10000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/address-limits/each-address-has-its-share", test_share);
  g_test_add_func ("/service/address-limits/the-idle-are-forgotten", test_idle);
  g_test_add_func ("/service/address-limits/a-crowd-is-bounded", test_crowd);
  return g_test_run ();
}
