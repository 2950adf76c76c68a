/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual comes in the language that suits its reader best. */
#include "app/manual.h"

static const char *
choose (const char *list)
{
  g_auto (GStrv) wanted = g_strsplit (list, ":", -1);

  return confab_manual_choose_language ((const char *const *) wanted);
}

static void
test_language_of_the_reader (void)
{
  g_assert_cmpstr (choose ("de_AT.UTF-8:de_AT:de.UTF-8:de:C"), ==, "de");
  g_assert_cmpstr (choose ("en_GB.UTF-8:en_GB:en.UTF-8:en:C"), ==, "en");
}

static void
test_first_language_that_there_is (void)
{
  g_assert_cmpstr (choose ("fr_FR:fr:de_DE:de:en:C"), ==, "de");
  g_assert_cmpstr (choose ("fr:en_US:en:de:C"), ==, "en");
}

static void
test_english_for_everybody_else (void)
{
  g_assert_cmpstr (choose ("fr_FR.UTF-8:fr_FR:fr:C"), ==, "en");
  g_assert_cmpstr (choose ("C"), ==, "en");
  g_assert_cmpstr (choose (""), ==, "en");
}

/* What a name begins with is not enough: "den" is another language. */
static void
test_whole_names (void)
{
  g_assert_cmpstr (choose ("den_CA:den:C"), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manual/language of the reader", test_language_of_the_reader);
  g_test_add_func ("/manual/first language that there is", test_first_language_that_there_is);
  g_test_add_func ("/manual/english for everybody else", test_english_for_everybody_else);
  g_test_add_func ("/manual/whole names", test_whole_names);
  return g_test_run ();
}
