/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checker for RFC 8259 texts that builds nothing; JSON-GLib builds what passed. */
#include "protocol/json-strict.h"

#include <string.h>

/* "boxes" has the most legitimate members: one for each roster entry. Bounds what a text full of
 * colliding keys can cost. */
#define MAX_MEMBERS 512
#define MAX_DIGITS 15

/** Checker: what is left of the text; the text is valid UTF-8 without zero bytes. */
typedef struct {
  const char *at;
  const char *end;
  guint depth;
} Checker;

static gboolean check_value (Checker *c);

static void
skip_space (Checker *c)
{
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\n' || *c->at == '\r'))
    c->at++;
}

static gboolean
take (Checker *c, char expected)
{
  if (c->at >= c->end || *c->at != expected)
    return FALSE;
  c->at++;
  return TRUE;
}

static gboolean
take_word (Checker *c, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (c->end - c->at) < length || memcmp (c->at, word, length) != 0)
    return FALSE;
  c->at += length;
  return TRUE;
}

/* The four digits after \u; -1 if they are none. */
static int
take_hex4 (Checker *c)
{
  int value = 0;

  if (c->end - c->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (*c->at++);

    if (digit < 0)
      return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* After "\u": a code point that is not zero; a surrogate only as the first of a pair. */
static gboolean
check_unicode_escape (Checker *c)
{
  int unit = take_hex4 (c);

  if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return FALSE;
  if (unit >= 0xd800 && unit <= 0xdbff) {
    if (!take_word (c, "\\u"))
      return FALSE;
    unit = take_hex4 (c);
    return unit >= 0xdc00 && unit <= 0xdfff;
  }
  return TRUE;
}

static gboolean
check_escape (Checker *c)
{
  if (c->at >= c->end)
    return FALSE;
  switch (*c->at++) {
  case '"':
  case '\\':
  case '/':
  case 'b':
  case 'f':
  case 'n':
  case 'r':
  case 't':
    return TRUE;
  case 'u':
    return check_unicode_escape (c);
  default:
    return FALSE;
  }
}

static gboolean
check_string (Checker *c)
{
  if (!take (c, '"'))
    return FALSE;
  while (c->at < c->end) {
    guchar byte = (guchar) *c->at++;

    if (byte == '"')
      return TRUE;
    if (byte < 0x20 || (byte == '\\' && !check_escape (c)))
      return FALSE;
  }
  return FALSE;
}

static gboolean
check_integer (Checker *c)
{
  const char *digits;
  gsize n_digits;

  (void) take (c, '-');
  digits = c->at;
  while (c->at < c->end && g_ascii_isdigit (*c->at))
    c->at++;
  n_digits = (gsize) (c->at - digits);
  if (n_digits < 1 || n_digits > MAX_DIGITS || (n_digits > 1 && digits[0] == '0'))
    return FALSE;
  return c->at >= c->end || strchr (".eE", *c->at) == NULL;
}

static gboolean
check_array (Checker *c)
{
  c->at++;
  skip_space (c);
  if (take (c, ']'))
    return TRUE;
  do {
    if (!check_value (c))
      return FALSE;
  } while (take (c, ','));
  return take (c, ']');
}

/* An escape could spell a key in a second way, and no key of ours needs one. */
static gboolean
check_key (Checker *c, GHashTable *keys)
{
  const char *key = c->at + 1;
  gsize length;

  if (!check_string (c))
    return FALSE;
  length = (gsize) (c->at - 1 - key);
  return memchr (key, '\\', length) == NULL && g_hash_table_size (keys) < MAX_MEMBERS &&
         g_hash_table_add (keys, g_strndup (key, length));
}

static gboolean
check_object (Checker *c)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  c->at++;
  skip_space (c);
  if (take (c, '}'))
    return TRUE;
  do {
    skip_space (c);
    if (!check_key (c, keys))
      return FALSE;
    skip_space (c);
    if (!take (c, ':') || !check_value (c))
      return FALSE;
  } while (take (c, ','));
  return take (c, '}');
}

static gboolean
check_nested (Checker *c)
{
  gboolean good;

  if (c->depth == CONFAB_JSON_MAX_DEPTH)
    return FALSE;
  c->depth++;
  good = *c->at == '{' ? check_object (c) : check_array (c);
  c->depth--;
  return good;
}

/* A value with the white space around it. Recursion ends at CONFAB_JSON_MAX_DEPTH. */
static gboolean
check_value (Checker *c)
{
  gboolean good;

  skip_space (c);
  if (c->at >= c->end)
    return FALSE;
  switch (*c->at) {
  case '{':
  case '[':
    good = check_nested (c);
    break;
  case '"':
    good = check_string (c);
    break;
  case 't':
    good = take_word (c, "true");
    break;
  case 'f':
    good = take_word (c, "false");
    break;
  case 'n':
    good = take_word (c, "null");
    break;
  default:
    good = check_integer (c);
    break;
  }
  skip_space (c);
  return good;
}

static gboolean
check_text (const char *text, gsize length)
{
  Checker checker = { .at = text, .end = text + length };

  /* An empty GBytes has no memory at all. */
  if (length == 0 || !g_utf8_validate_len (text, length, NULL))
    return FALSE;
  skip_space (&checker);
  return checker.at < checker.end && *checker.at == '{' && check_value (&checker) &&
         checker.at == checker.end;
}

JsonObject *
confab_json_parse_strict (const char *text, gsize length, gsize max_bytes, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;

  if (length > max_bytes) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE,
                 "a JSON text of %" G_GSIZE_FORMAT " bytes where %" G_GSIZE_FORMAT " are the most",
                 length, max_bytes);
    return NULL;
  }
  parser = json_parser_new_immutable ();
  if (!check_text (text, length) ||
      !json_parser_load_from_data (parser, text, (gssize) length, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                         "not a JSON object as the protocol wants it");
    return NULL;
  }
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}
