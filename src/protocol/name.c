/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/constants.h"
#include "protocol/protocol-error.h"

/* The characters with the Unicode property Bidi_Control: they can make a name read as
 * another one. */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

static gboolean
refuse (const char *message, GError **error)
{
  g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_NAME, message);
  return FALSE;
}

static gboolean
has_forbidden_character (const char *name, gsize length)
{
  const char *end = name + length;

  for (const char *at = name; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_type (c) == G_UNICODE_CONTROL || is_bidi_control (c))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_nfc (const char *name, gsize length)
{
  g_autofree char *nfc = g_utf8_normalize (name, (gssize) length, G_NORMALIZE_DEFAULT_COMPOSE);

  return nfc != NULL && strlen (nfc) == length && memcmp (nfc, name, length) == 0;
}

gboolean
confab_name_check (const char *name, gsize length, GError **error)
{
  if (length == 0)
    return refuse (_ ("The name is empty; type at least one letter"), error);
  if (!g_utf8_validate_len (name, length, NULL) || has_forbidden_character (name, length) ||
      !is_nfc (name, length))
    return refuse (_ ("The name contains characters that can not be shown"), error);
  if (length > CONFAB_NAME_MAX_BYTES ||
      g_utf8_strlen (name, (gssize) length) > CONFAB_NAME_MAX_CODE_POINTS)
    return refuse (_ ("The name is too long; 64 letters are the most"), error);
  return TRUE;
}

/* White space becomes single spaces between words; direction marks are left out. */
static char *
tidy_spaces (const char *text)
{
  GString *tidy = g_string_new (NULL);
  gboolean space_pending = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_bidi_control (c))
      continue;
    if (g_unichar_isspace (c)) {
      space_pending = tidy->len > 0;
      continue;
    }
    if (space_pending)
      g_string_append_c (tidy, ' ');
    space_pending = FALSE;
    g_string_append_unichar (tidy, c);
  }
  return g_string_free (tidy, FALSE);
}

char *
confab_name_normalize (const char *typed, GError **error)
{
  g_autofree char *tidy = NULL;
  g_autofree char *nfc = NULL;

  if (!g_utf8_validate (typed, -1, NULL)) {
    refuse (_ ("The name contains characters that can not be shown"), error);
    return NULL;
  }
  tidy = tidy_spaces (typed);
  nfc = g_utf8_normalize (tidy, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  if (!confab_name_check (nfc, strlen (nfc), error))
    return NULL;
  return g_steal_pointer (&nfc);
}

gboolean
confab_room_id_check (const char *room)
{
  gsize length = strlen (room);

  if (length < 3 || length > 40)
    return FALSE;
  for (const char *at = room; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-')
      return FALSE;
  return TRUE;
}

char *
confab_room_id_normalize (const char *room)
{
  return confab_room_id_check (room) ? g_ascii_strdown (room, -1) : NULL;
}
