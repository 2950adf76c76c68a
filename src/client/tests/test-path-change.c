/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/path-change.h"

static void
test_nothing_is_due_without_a_wish (void)
{
  ConfabPathChange change = { 0 };

  g_assert_cmpint (confab_path_change_due (&change, 1000), ==, CONFAB_PATH_CHANGE_NONE);
  g_assert_cmpint (confab_path_change_next_ms (&change), ==, G_MAXINT64);
}

static void
test_a_wish_is_due_at_its_time (void)
{
  ConfabPathChange change = { 0 };

  confab_path_change_wish (&change, 1000);
  confab_path_change_wish (&change, 5000);
  g_assert_cmpint (confab_path_change_next_ms (&change), ==, 1000); /* the earlier time stands */
  confab_path_change_reset (&change);
  confab_path_change_wish (&change, 5000);
  confab_path_change_wish (&change, 1000);
  g_assert_cmpint (confab_path_change_due (&change, 999), ==, CONFAB_PATH_CHANGE_NONE);
  g_assert_cmpint (confab_path_change_due (&change, 1000), ==, CONFAB_PATH_CHANGE_BUILD);
}

static void
test_an_attempt_is_not_doubled_and_not_waited_for_forever (void)
{
  ConfabPathChange change = { 0 };

  confab_path_change_began (&change, 1000);
  confab_path_change_wish (&change, 1100);
  g_assert_cmpint (confab_path_change_due (&change, 1100), ==, CONFAB_PATH_CHANGE_NONE);
  g_assert_cmpint (confab_path_change_due (&change, 1000 + CONFAB_PATH_ATTEMPT_MS), ==,
                   CONFAB_PATH_CHANGE_GIVE_UP);
}

static void
test_failures_are_retried_later_and_later (void)
{
  ConfabPathChange change = { 0 };
  static const gint64 longest_ms[] = { 500, 1000, 2000, 4000, 8000, 10000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (longest_ms); i++) {
    confab_path_change_began (&change, 0);
    confab_path_change_failed (&change, 0, 0.0);
    g_assert_cmpint (confab_path_change_next_ms (&change), ==, longest_ms[i] / 2);
    confab_path_change_began (&change, 0);
    change.failures = i;
    confab_path_change_failed (&change, 0, 1.0);
    g_assert_cmpint (confab_path_change_next_ms (&change), ==, longest_ms[i]);
  }
  confab_path_change_connected (&change);
  g_assert_cmpint (confab_path_change_next_ms (&change), ==, G_MAXINT64);
}

/* An attempt that was begun on the old network is given up, and a burst of changes is one. */
static void
test_a_changed_network_begins_anew_when_it_has_settled (void)
{
  ConfabPathChange change = { 0 };

  confab_path_change_began (&change, 1000);
  confab_path_change_network (&change, 2000);
  confab_path_change_network (&change, 2100);
  g_assert_cmpint (confab_path_change_due (&change, 2100 + CONFAB_PATH_SETTLE_MS - 1), ==,
                   CONFAB_PATH_CHANGE_NONE);
  g_assert_cmpint (confab_path_change_due (&change, 2100 + CONFAB_PATH_SETTLE_MS), ==,
                   CONFAB_PATH_CHANGE_BUILD);
}

/* An offer that was made while the line was down never left. */
static void
test_a_returned_line_begins_anew_at_once (void)
{
  ConfabPathChange change = { 0 };

  confab_path_change_line_returned (&change, 500);
  g_assert_cmpint (confab_path_change_next_ms (&change), ==, G_MAXINT64);

  confab_path_change_began (&change, 1000);
  confab_path_change_line_returned (&change, 1500);
  g_assert_cmpint (confab_path_change_due (&change, 1500), ==, CONFAB_PATH_CHANGE_BUILD);

  confab_path_change_failed (&change, 1500, 1.0);
  confab_path_change_line_returned (&change, 1600);
  g_assert_cmpint (confab_path_change_due (&change, 1600), ==, CONFAB_PATH_CHANGE_BUILD);
}

static void
test_a_request_that_crossed_with_an_offer_is_answered_by_it (void)
{
  ConfabPathChange change = { 0 };

  confab_path_change_began (&change, 1000);
  confab_path_change_renew (&change, 1000 + CONFAB_PATH_CROSSED_MS - 1);
  g_assert_cmpint (confab_path_change_due (&change, 3000), ==, CONFAB_PATH_CHANGE_NONE);
  confab_path_change_renew (&change, 1000 + CONFAB_PATH_CROSSED_MS);
  g_assert_cmpint (confab_path_change_due (&change, 3000), ==, CONFAB_PATH_CHANGE_BUILD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path-change/nothing", test_nothing_is_due_without_a_wish);
  g_test_add_func ("/path-change/wish", test_a_wish_is_due_at_its_time);
  g_test_add_func ("/path-change/attempt",
                   test_an_attempt_is_not_doubled_and_not_waited_for_forever);
  g_test_add_func ("/path-change/retries", test_failures_are_retried_later_and_later);
  g_test_add_func ("/path-change/network", test_a_changed_network_begins_anew_when_it_has_settled);
  g_test_add_func ("/path-change/line", test_a_returned_line_begins_anew_at_once);
  g_test_add_func ("/path-change/crossed",
                   test_a_request_that_crossed_with_an_offer_is_answered_by_it);
  return g_test_run ();
}
