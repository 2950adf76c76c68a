/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/media.h"
#include "media/runner.h"

/* A driver that hangs for as long as the test likes. */
static void
hang (gpointer user_data)
{
  g_mutex_lock (user_data);
  g_mutex_unlock (user_data);
}

static void
test_draining_does_not_wait_for_what_hangs (void)
{
  ConfabRunner *runner = confab_runner_new ();
  GMutex driver;
  gint64 before;

  g_mutex_init (&driver);
  g_mutex_lock (&driver);
  confab_runner_call (runner, hang, &driver);
  before = g_get_monotonic_time ();
  g_assert_false (confab_runner_drain (50));
  g_assert_cmpint (g_get_monotonic_time () - before, >=, 50 * G_TIME_SPAN_MILLISECOND);

  g_mutex_unlock (&driver);
  g_assert_true (confab_runner_drain (30000));
  confab_runner_free (runner);
  g_mutex_clear (&driver);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/runner/draining-does-not-wait-for-what-hangs",
                   test_draining_does_not_wait_for_what_hangs);
  return g_test_run ();
}
