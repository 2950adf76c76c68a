/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/link-words.h"

#include <locale.h>

#define FRAGMENT "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
#define SERVICE "https://meet.example.org"

static void
assert_link (const char *words, const char *service, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = confab_link_from_words (words, service, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (link, ==, expected);
}

static void
assert_refused (const char *words, const char *service, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_link_from_words (words, service, NULL, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID);
  if (strstr (error->message, sentence) == NULL)
    g_error ("“%s” is not in “%s”", sentence, error->message);
  g_assert_null (strstr (error->message, "AQEB"));
}

static void
test_links_stay_as_they_are (void)
{
  assert_link (" confab://meet.example.org/j/ada#" FRAGMENT "\n", NULL,
               "confab://meet.example.org/j/ada#" FRAGMENT);
  assert_link ("HTTPS://127.0.0.1:8080/j/ada#" FRAGMENT, NULL,
               "HTTPS://127.0.0.1:8080/j/ada#" FRAGMENT);
}

static void
test_a_message_is_searched (void)
{
  assert_link ("Meet me at 5:\n<https://meet.example.org/j/ada#" FRAGMENT ">\nBye", NULL,
               "https://meet.example.org/j/ada#" FRAGMENT);
  assert_link ("Come to https://meet.example.org/j/ada#" FRAGMENT ".", NULL,
               "https://meet.example.org/j/ada#" FRAGMENT);
}

static void
test_places_and_ids_are_completed (void)
{
  assert_link ("meet.example.org/j/ada", NULL, "https://meet.example.org/j/ada");
  assert_link ("127.0.0.1:8080/j/ada#" FRAGMENT, NULL, "https://127.0.0.1:8080/j/ada#" FRAGMENT);
  assert_link ("blue-river", SERVICE, "https://meet.example.org/j/blue-river");
  assert_link ("blue-river", "http://127.0.0.1:8080", "https://127.0.0.1:8080/j/blue-river");
}

static void
test_what_is_wrong_is_named (void)
{
  assert_refused ("blue-river", NULL, "set your meeting service");
  assert_refused ("x", SERVICE, "3 to 40 letters");
  assert_refused ("two words", SERVICE, "not a link to a meeting");
  assert_refused ("", SERVICE, "not a link to a meeting");
  assert_refused ("https://example.org/somewhere", SERVICE, "not a link to a meeting");
  assert_refused ("https://meet.example.org/j/ada#AQEB", SERVICE, "not complete");
  assert_refused ("ada@example.org", SERVICE, "not a link to a meeting");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-words/links stay as they are", test_links_stay_as_they_are);
  g_test_add_func ("/link-words/a message is searched", test_a_message_is_searched);
  g_test_add_func ("/link-words/places and ids are completed", test_places_and_ids_are_completed);
  g_test_add_func ("/link-words/what is wrong is named", test_what_is_wrong_is_named);
  return g_test_run ();
}
