/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/refusal-words.h"

#include <glib/gi18n-lib.h>

#define MAX_SENTENCE_CHARS 300

/* Those of docs/service.md that a person can do something about; the others mean that one of the two programs
 * is broken, and are for whoever reports it. */
static const struct {
  const char *code;
  const char *words;
} refusals[] = {
  { "room-unknown",
    N_ ("There is no such room here; check the link, or ask the host for a new one") },
  { "room-name",
    N_ ("A room's ID has 3 to 40 letters a to z, digits and hyphens; choose another") },
  { "room-taken", N_ ("This room belongs to somebody else; choose another ID") },
  { "room-certificate", N_ ("The meeting service does not accept the proof of ownership; check "
                            "this computer's clock") },
  { "too-many-rooms", N_ ("Too many new rooms come from this network; try again in an hour") },
  { "own-rooms-only",
    N_ ("This computer keeps the meetings of its own user only; start one in your "
        "own Confab, or use a meeting service") },
  { "too-many-connections",
    N_ ("Too many connections to the meeting service come from this network; close some, or ask "
        "its administrator to allow more") },
  { "rate-limited",
    N_ ("Too much was sent to the meeting service in too short a time; wait a minute and try "
        "again") },
  { "version",
    N_ ("This Confab and the meeting service speak different versions of the protocol; update the "
        "older of the two") },
  { "busy", N_ ("The meeting service has no room for more connections; try again later") },
  { "unavailable",
    N_ ("The meeting service can not reach its storage; try again later, or tell its "
        "administrator") },
  { "storage-full", N_ ("The meeting service's disk is full; tell its administrator") },
  { "not-found", N_ ("What answers at this address is not a meeting service; check the address") },
  { "through-proxy",
    N_ ("This meeting service has another address for its users; ask its administrator") },
};

/* One line of at most 300 characters. */
static char *
clean_sentence (const char *text)
{
  GString *clean = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  guint count = 0;

  for (const char *p = valid; *p != '\0' && count < MAX_SENTENCE_CHARS; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (clean, g_unichar_isprint (c) ? c : ' ');
    count++;
  }
  return g_string_free (clean, FALSE);
}

char *
confab_refusal_words (const char *code, const char *text)
{
  g_autofree char *clean = NULL;

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (refusals); i++) {
    if (g_str_equal (refusals[i].code, code))
      return g_strdup (_ (refusals[i].words));
  }
  clean = clean_sentence (text);
  return g_strdup_printf (_ ("The meeting service says: “%s”"), clean);
}
