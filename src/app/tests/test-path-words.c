/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/path-words.h"

#include <locale.h>

static void
assert_words (ConfabCallPath path, const char *expected)
{
  g_autofree char *words = confab_path_words (&path);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_way_is_named (void)
{
  assert_words (
      (ConfabCallPath){ .state = CONFAB_PATH_CONNECTED, .local = "host", .remote = "srflx" },
      "Direct between you");
  assert_words ((ConfabCallPath){ .state = CONFAB_PATH_CONNECTED,
                                  .local = "relay",
                                  .remote = "host",
                                  .relay_host = "turn.example.org" },
                "Relayed by turn.example.org");
  assert_words (
      (ConfabCallPath){ .state = CONFAB_PATH_CONNECTED, .local = "host", .remote = "relay" },
      "Relayed");
  assert_words ((ConfabCallPath){ .state = CONFAB_PATH_RECONNECTING, .local = "host" },
                "Reconnecting…");
  assert_words ((ConfabCallPath){ .state = CONFAB_PATH_CLOSED }, "");
}

static void
test_trouble_is_told_once_and_first_things_first (void)
{
  ConfabCallPath good = { .state = CONFAB_PATH_CONNECTED };
  ConfabCallPath cut = { .state = CONFAB_PATH_RECONNECTING };
  g_autofree char *none = confab_path_trouble (&good, "Ada", TRUE, TRUE, NULL);
  g_autofree char *service = confab_path_trouble (&good, "Ada", TRUE, FALSE, NULL);
  g_autofree char *silent = confab_path_trouble (&cut, "Ada", FALSE, FALSE, NULL);
  g_autofree char *both = confab_path_trouble (&cut, "Ada", TRUE, FALSE, NULL);
  g_autofree char *explained = confab_path_trouble (&good, "Ada", TRUE, FALSE, "It has moved");
  g_autofree char *unexplained = confab_path_trouble (&cut, "Ada", TRUE, FALSE, "It has moved");

  g_assert_null (none);
  g_assert_nonnull (strstr (service, "The meeting goes on"));
  g_assert_nonnull (strstr (silent, "Ada does not answer"));
  g_assert_nonnull (strstr (both, "Ada was interrupted"));
  g_assert_cmpstr (explained, ==, "It has moved");
  g_assert_nonnull (strstr (unexplained, "Ada was interrupted"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/the way is named", test_way_is_named);
  g_test_add_func ("/path/trouble is told once, and first things first",
                   test_trouble_is_told_once_and_first_things_first);
  return g_test_run ();
}
