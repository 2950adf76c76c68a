/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/chat-markup.h"

#include <string.h>

static gsize
scheme_length (const char *text)
{
  static const char *const schemes[] = { "https://", "http://", "confab://" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      return strlen (schemes[i]);
  return 0;
}

static gboolean
is_in_address (gunichar c)
{
  return g_unichar_isgraph (c) && strchr ("<>\"`", (int) MIN (c, 0x7f)) == NULL;
}

/* A sentence goes on after an address, and the bracket around it is not part of it. */
static const char *
without_punctuation (const char *begin, const char *end)
{
  while (end > begin && strchr (".,;:!?'", end[-1]) != NULL)
    end--;
  if (end > begin && end[-1] == ')' && memchr (begin, '(', (gsize) (end - begin)) == NULL)
    return without_punctuation (begin, end - 1);
  return end;
}

/* A host that may look like another one (letters of other scripts, "bank.example@") makes no link. */
static gboolean
is_plain_host (const char *host, const char *end)
{
  const char *c = host;

  for (; c < end && strchr ("/?#", *c) == NULL; c++)
    if (!g_ascii_isalnum (*c) && strchr (".-:[]", *c) == NULL)
      return FALSE;
  return c > host && (g_ascii_isalnum (*host) || *host == '[');
}

/* Where the address that begins at @text ends; @text itself if there is none. */
static const char *
address_end (const char *text)
{
  gsize scheme = scheme_length (text);
  const char *end = text + scheme;

  if (scheme == 0)
    return text;
  while (*end != '\0' && is_in_address (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  end = without_punctuation (text + scheme, end);
  return is_plain_host (text + scheme, end) ? end : text;
}

static void
append_escaped (GString *markup, const char *text, const char *end)
{
  g_autofree char *escaped = g_markup_escape_text (text, end - text);

  g_string_append (markup, escaped);
}

static void
append_link (GString *markup, const char *text, const char *end)
{
  g_string_append (markup, "<a href=\"");
  append_escaped (markup, text, end);
  g_string_append (markup, "\">");
  append_escaped (markup, text, end);
  g_string_append (markup, "</a>");
}

char *
confab_chat_markup (const char *text)
{
  GString *markup = g_string_new (NULL);
  const char *plain = text;
  gboolean in_word = FALSE;

  for (const char *c = text; *c != '\0';) {
    const char *end = in_word ? c : address_end (c);

    if (end > c) {
      append_escaped (markup, plain, c);
      append_link (markup, c, end);
      plain = c = end;
      continue;
    }
    in_word = g_unichar_isalnum (g_utf8_get_char (c));
    c = g_utf8_next_char (c);
  }
  append_escaped (markup, plain, text + strlen (text));
  return g_string_free (markup, FALSE);
}
