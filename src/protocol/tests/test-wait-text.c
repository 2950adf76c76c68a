/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"

static const char two_languages[] =
    "{\"de\":{\"title\":\"Willkommen\",\"body\":\"Bitte warten\",\"consent\":\"Ja\"},"
    "\"en\":{\"title\":\"Welcome\",\"body\":\"Please wait\",\"notice\":\"Who we are\"}}";

static ConfabWaitWords *
pick (const char *text, const char *const *languages, GError **error)
{
  ConfabWaitTextStatement wait_text = { .text = (char *) text };

  return confab_wait_text_pick (&wait_text, languages, error);
}

static void
test_words_come_in_the_first_language_the_text_has (void)
{
  static const char *const german[] = { "fr", "de", "en", NULL };
  static const char *const french[] = { "fr", "C", NULL };
  g_autoptr (ConfabWaitWords) words = pick (two_languages, german, NULL);
  g_autoptr (ConfabWaitWords) fallback = pick (two_languages, french, NULL);
  g_autoptr (ConfabWaitWords) only = NULL;

  g_assert_cmpstr (words->language, ==, "de");
  g_assert_cmpstr (words->title, ==, "Willkommen");
  g_assert_cmpstr (words->body, ==, "Bitte warten");
  g_assert_cmpstr (words->consent, ==, "Ja");
  g_assert_null (words->notice);
  g_assert_cmpstr (fallback->language, ==, "en");
  g_assert_cmpstr (fallback->notice, ==, "Who we are");
  g_assert_null (fallback->consent);
  only = pick ("{\"it\":{\"title\":\"Ciao\",\"body\":\"\"}}", french, NULL);
  g_assert_cmpstr (only->language, ==, "it");
}

static void
test_text_of_another_form_is_refused (void)
{
  static const char *const refused[] = {
    "Hallo",
    "{}",
    "{\"de\":\"Hallo\"}",
    "{\"de\":{\"title\":\"a\"}}",
    "{\"de\":{\"body\":\"a\"}}",
    "{\"de\":{\"title\":\"a\",\"body\":\"b\",\"html\":\"c\"}}",
    "{\"de\":{\"title\":\"a\",\"body\":\"b\",\"consent\":true}}",
    "{\"de\":{\"title\":\"a\",\"body\":\"b\"},\"de\":{\"title\":\"a\",\"body\":\"b\"}}",
  };
  static const char *const german[] = { "de", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", refused[i]);
    g_assert_null (pick (refused[i], german, &error));
    g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

static void
test_text_has_16384_bytes_at_most (void)
{
  g_autofree char *most = g_strnfill (16384, 'x');
  ConfabWaitTextStatement wait_text = { .text = most };
  g_autoptr (GBytes) body = confab_wait_text_encode (&wait_text);
  g_auto (ConfabWaitTextStatement) decoded = { 0 };
  g_autofree guint8 *longer = g_malloc0 (78 + 16385);
  g_autoptr (GBytes) too_long = NULL;

  g_assert_true (confab_wait_text_decode (body, &decoded, NULL));
  g_assert_cmpstr (decoded.text, ==, most);
  memcpy (longer, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  longer[77]++; /* len: 16385 */
  longer[78 + 16384] = 'x';
  too_long = g_bytes_new (longer, 78 + 16385);
  g_assert_false (confab_wait_text_decode (too_long, &decoded, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wait-text/words-come-in-the-first-language-the-text-has",
                   test_words_come_in_the_first_language_the_text_has);
  g_test_add_func ("/wait-text/text-of-another-form-is-refused",
                   test_text_of_another_form_is_refused);
  g_test_add_func ("/wait-text/text-has-16384-bytes-at-most", test_text_has_16384_bytes_at_most);
  return g_test_run ();
}
