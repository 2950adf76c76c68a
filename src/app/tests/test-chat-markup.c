/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/chat-markup.h"

#include <pango/pango.h>

static const struct {
  const char *text, *markup;
} CASES[] = {
  { "", "" },
  { "2 < 3 & \"so\" on", "2 &lt; 3 &amp; &quot;so&quot; on" },
  { "see https://example.org/a?b=1&c=2.",
    "see <a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>." },
  { "(https://example.org)", "(<a href=\"https://example.org\">https://example.org</a>)" },
  { "https://example.org/a_(b)",
    "<a href=\"https://example.org/a_(b)\">https://example.org/a_(b)</a>" },
  { "confab://meet.example.org/j/room#abc",
    "<a href=\"confab://meet.example.org/j/room#abc\">confab://meet.example.org/j/room#abc</a>" },
  { "https://", "https://" },
  { "xhttps://example.org", "xhttps://example.org" },
  { "javascript://example.org file:///etc/passwd", "javascript://example.org file:///etc/passwd" },
  { "https://\"><b>x", "https://&quot;&gt;&lt;b&gt;x" },
  { "https://a/'b", "<a href=\"https://a/&apos;b\">https://a/&apos;b</a>" },
  { "https://a/ü", "<a href=\"https://a/ü\">https://a/ü</a>" },
  { "https://[::1]:8470/j", "<a href=\"https://[::1]:8470/j\">https://[::1]:8470/j</a>" },
  { "https://p\xd0\xb0ypal.com/", "https://p\xd0\xb0ypal.com/" },
  { "https://example.org@example.net/", "https://example.org@example.net/" },
};

static void
test_addresses_become_links (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++) {
    g_autofree char *markup = confab_chat_markup (CASES[i].text);

    g_assert_cmpstr (markup, ==, CASES[i].markup);
  }
}

/* Whatever it is made of: the label shows what was written, and nothing else. */
static void
test_text_is_never_changed (void)
{
  static const char *const pieces[] = { "https://",  "a",    "<",     "&", "\"", ")",
                                        "(",         ".",    " ",     "'", "ä",  "\n",
                                        "confab://", "</a>", "&amp;", "😀" };

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *markup = NULL;
    g_autofree char *shown = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *plain = NULL;

    for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    markup = confab_chat_markup (text->str);
    {
      /* Pango knows no <a>; GtkLabel takes it out before. */
      g_autoptr (GRegex) link = g_regex_new ("</?a( href=\"[^\"]*\")?>", 0, 0, NULL);

      plain = g_regex_replace_literal (link, markup, -1, 0, "", 0, NULL);
    }
    pango_parse_markup (plain, -1, 0, NULL, &shown, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (shown, ==, text->str);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chat-markup/addresses become links", test_addresses_become_links);
  g_test_add_func ("/chat-markup/text is never changed", test_text_is_never_changed);
  return g_test_run ();
}
