/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/candidates.h"

#include <gio/gio.h>
#include <string.h>

/* Fields of RFC 8839 5.1: foundation component transport priority address port "typ" type ... */
enum { FIELD_ADDRESS = 4, FIELD_PORT = 5, FIELD_TYP = 6, FIELD_TYPE = 7, N_FIELDS };

#define LOWEST_PORT 1024
#define CANDIDATE_MAX_BYTES 1024

/* ::ffff:127.0.0.1 reaches what 127.0.0.1 reaches. */
static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

/* 255.255.255.255, and 0.0.0.0/8 of which Linux delivers 0.0.0.0 to itself. */
static gboolean
is_special_ipv4 (GInetAddress *address)
{
  static const guint8 broadcast[4] = { 255, 255, 255, 255 };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 &&
         (bytes[0] == 0 || memcmp (bytes, broadcast, sizeof broadcast) == 0);
}

static gboolean
is_allowed_address (const char *text, gboolean allow_loopback)
{
  g_autoptr (GInetAddress) written = g_inet_address_new_from_string (text);
  g_autoptr (GInetAddress) address = NULL;

  if (written == NULL)
    return g_str_has_suffix (text, ".local") && !g_str_has_prefix (text, ".");
  address = unmap (written);
  if (g_inet_address_get_is_multicast (address) || g_inet_address_get_is_any (address) ||
      is_special_ipv4 (address))
    return FALSE;
  return allow_loopback || !g_inet_address_get_is_loopback (address);
}

static gboolean
is_allowed_port (const char *text)
{
  guint64 port;

  return g_ascii_string_to_unsigned (text, 10, LOWEST_PORT, G_MAXUINT16, &port, NULL);
}

gboolean
confab_candidate_is_allowed (const char *candidate, gboolean allow_loopback)
{
  g_auto (GStrv) fields = NULL;

  if (*candidate == '\0')
    return TRUE;
  if (strlen (candidate) > CANDIDATE_MAX_BYTES || strpbrk (candidate, "\r\n") != NULL)
    return FALSE;
  if (g_str_has_prefix (candidate, "a="))
    candidate += strlen ("a=");
  if (!g_str_has_prefix (candidate, "candidate:"))
    return FALSE;
  fields = g_strsplit (candidate, " ", -1);
  return g_strv_length (fields) >= N_FIELDS && strcmp (fields[FIELD_TYP], "typ") == 0 &&
         is_allowed_port (fields[FIELD_PORT]) &&
         is_allowed_address (fields[FIELD_ADDRESS], allow_loopback);
}
