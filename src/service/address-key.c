/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/address-key.h"

#include <string.h>

#define IPV6_NETWORK_BYTES 8
/* ::ffff:0:0/96 (RFC 4291 section 2.5.5.2) */
static const guint8 mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static GInetAddress *
parse_host (const char *host)
{
  if (g_str_equal (host, "*"))
    return g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  return g_inet_address_new_from_string (host);
}

GSocketAddress *
confab_listen_address_parse (const char *text)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;
  guint64 port;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return NULL;
  if (*text == '[' && colon > text + 1 && colon[-1] == ']')
    host = g_strndup (text + 1, colon - text - 2);
  else
    host = g_strndup (text, colon - text);
  if (*text != '[' && strchr (host, ':') != NULL)
    return NULL;

  address = parse_host (host);
  return address != NULL ? g_inet_socket_address_new (address, (guint16) port) : NULL;
}

char *
confab_socket_address_to_text (GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  GInetAddress *host = g_inet_socket_address_get_address (inet);
  g_autofree char *text = g_inet_address_to_string (host);
  gboolean is_ipv6 = g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf (is_ipv6 ? "[%s]:%u" : "%s:%u", text,
                          g_inet_socket_address_get_port (inet));
}

gboolean
confab_address_is_loopback (GSocketAddress *address)
{
  return g_inet_address_get_is_loopback (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* (transfer full): IPv4 where @address is only IPv4 in the clothes of IPv6, as a socket on [::] sees it */
static GInetAddress *
unmap (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (bytes, mapped_prefix, sizeof mapped_prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof mapped_prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

char *
confab_address_key (GInetAddress *address)
{
  g_autoptr (GInetAddress) plain = unmap (address);
  guint8 network[16] = { 0 };
  g_autoptr (GInetAddress) masked = NULL;

  if (g_inet_address_get_family (plain) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (plain);

  memcpy (network, g_inet_address_to_bytes (plain), IPV6_NETWORK_BYTES);
  masked = g_inet_address_new_from_bytes (network, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (masked);
}

GPtrArray *
confab_proxies_parse (const char *const *list)
{
  GPtrArray *proxies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; list != NULL && list[i] != NULL; i++) {
    GInetAddressMask *mask = g_inet_address_mask_new_from_string (list[i], NULL);

    if (mask != NULL)
      g_ptr_array_add (proxies, mask);
  }
  return proxies;
}

gboolean
confab_proxies_contain (const GPtrArray *proxies, GInetAddress *address)
{
  g_autoptr (GInetAddress) plain = unmap (address);

  for (guint i = 0; i < proxies->len; i++)
    if (g_inet_address_mask_matches (proxies->pdata[i], plain))
      return TRUE;
  return FALSE;
}

GInetAddress *
confab_proxies_find_client (const GPtrArray *proxies, GInetAddress *peer, const char *forwarded)
{
  g_auto (GStrv) hops = NULL;

  if (forwarded == NULL || !confab_proxies_contain (proxies, peer))
    return g_object_ref (peer);

  hops = g_strsplit (forwarded, ",", -1);
  for (guint i = g_strv_length (hops); i > 0; i--) {
    g_autoptr (GInetAddress) hop = g_inet_address_new_from_string (g_strstrip (hops[i - 1]));

    if (hop == NULL)
      break;
    if (!confab_proxies_contain (proxies, hop))
      return g_steal_pointer (&hop);
  }
  return g_object_ref (peer);
}
