/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/candidate.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_LENGTH 512
#define MIN_PORT 1024

enum { FOUNDATION, COMPONENT, TRANSPORT, PRIORITY, ADDRESS, PORT, TYP, TYPE, N_FIELDS };

static gboolean
is_usable_address (const char *text, gboolean allow_loopback)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (address == NULL || g_inet_address_get_is_any (address) ||
      g_inet_address_get_is_multicast (address))
    return FALSE;
  return allow_loopback || !g_inet_address_get_is_loopback (address);
}

static gboolean
is_signalled_type (const char *type)
{
  /* Peer-reflexive ones are found by the checks, not told (RFC 8445 section 7.2.5.3.1). */
  return strcmp (type, "host") == 0 || strcmp (type, "srflx") == 0 || strcmp (type, "relay") == 0;
}

static gboolean
is_plain (const char *text)
{
  gsize length = strlen (text);

  if (length > MAX_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (text[i]))
      return FALSE;
  return TRUE;
}

gboolean
confab_candidate_is_acceptable (const char *text, gboolean allow_loopback)
{
  g_auto (GStrv) fields = NULL;
  guint64 number;

  if (!g_str_has_prefix (text, "candidate:") || !is_plain (text))
    return FALSE;
  fields = g_strsplit (text + strlen ("candidate:"), " ", -1);
  if (g_strv_length (fields) < N_FIELDS || fields[FOUNDATION][0] == '\0')
    return FALSE;
  return strcmp (fields[COMPONENT], "1") == 0 &&
         g_ascii_strcasecmp (fields[TRANSPORT], "udp") == 0 &&
         g_ascii_string_to_unsigned (fields[PRIORITY], 10, 1, G_MAXINT32, &number, NULL) &&
         g_ascii_string_to_unsigned (fields[PORT], 10, MIN_PORT, G_MAXUINT16, &number, NULL) &&
         is_usable_address (fields[ADDRESS], allow_loopback) && strcmp (fields[TYP], "typ") == 0 &&
         is_signalled_type (fields[TYPE]);
}
