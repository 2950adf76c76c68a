/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/time-words.h"

#include <locale.h>

static void
assert_words (int day, int hour, const char *expected)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 3, 10, 0, 30, 0);
  g_autoptr (GDateTime) then = g_date_time_new_utc (2026, 3, day, hour, 5, 0);
  g_autofree char *words = confab_time_words (then, now);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_days_are_counted_by_midnights (void)
{
  assert_words (10, 0, "today, 00:05");
  assert_words (9, 23, "yesterday, 23:05");
  assert_words (8, 14, "Sunday, 14:05");
  assert_words (4, 14, "Wednesday, 14:05");
  assert_words (3, 14, "03/03/26");
}

/* A clock that was set back. */
static void
test_the_future_is_a_date (void)
{
  assert_words (12, 14, "03/12/26");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-words/days are counted by midnights", test_days_are_counted_by_midnights);
  g_test_add_func ("/time-words/the future is a date", test_the_future_is_a_date);
  return g_test_run ();
}
