/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

static void
expect (const char *line, ConfabCommandLineKind kind, const char *argument)
{
  g_auto (ConfabCommandLine) command;

  confab_command_line_parse (line, &command);
  g_assert_cmpint (command.kind, ==, kind);
  g_assert_cmpstr (command.argument, ==, argument);
}

static void
test_text_is_kept_as_it_is (void)
{
  expect ("chat Hello,  world", CONFAB_COMMAND_LINE_CHAT, "Hello,  world");
  expect ("  chat   \"quoted\" \\n ", CONFAB_COMMAND_LINE_CHAT, "\"quoted\" \\n");
  expect ("admit Ada Lovelace", CONFAB_COMMAND_LINE_ADMIT, "Ada Lovelace");
}

static void
test_fixed_words_are_read (void)
{
  g_auto (ConfabCommandLine) mute;
  g_auto (ConfabCommandLine) hand;

  confab_command_line_parse ("mute video", &mute);
  g_assert_cmpint (mute.kind, ==, CONFAB_COMMAND_LINE_MUTE);
  g_assert_cmpint (mute.word, ==, CONFAB_COMMAND_WORD_VIDEO);
  confab_command_line_parse ("hand down", &hand);
  g_assert_cmpint (hand.kind, ==, CONFAB_COMMAND_LINE_HAND);
  g_assert_cmpint (hand.word, ==, CONFAB_COMMAND_WORD_DOWN);
}

static void
test_what_does_not_fit_is_bad (void)
{
  static const char *const bad[] = { "chat",       "chat   ",   "mute",    "mute all", "mute up",
                                     "hand audio", "leave now", "lock it", "stats 3" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (ConfabCommandLine) command;

    confab_command_line_parse (bad[i], &command);
    g_assert_cmpint (command.kind, ==, CONFAB_COMMAND_LINE_BAD);
    g_assert_nonnull (command.usage);
  }
}

static void
test_unknown_missing_and_empty_are_told_apart (void)
{
  expect ("", CONFAB_COMMAND_LINE_EMPTY, "");
  expect (" \t ", CONFAB_COMMAND_LINE_EMPTY, "");
  expect ("Chat hello", CONFAB_COMMAND_LINE_UNKNOWN, "hello");
  expect ("frobnicate", CONFAB_COMMAND_LINE_UNKNOWN, "");
  expect ("record start", CONFAB_COMMAND_LINE_MISSING, "start");
  expect ("chat\xff bytes", CONFAB_COMMAND_LINE_UNKNOWN, "bytes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/text", test_text_is_kept_as_it_is);
  g_test_add_func ("/command/words", test_fixed_words_are_read);
  g_test_add_func ("/command/bad", test_what_does_not_fit_is_bad);
  g_test_add_func ("/command/unknown", test_unknown_missing_and_empty_are_told_apart);
  return g_test_run ();
}
