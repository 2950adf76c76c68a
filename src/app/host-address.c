/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host-address.h"

#include <glib/gi18n.h>

static gboolean
is_ipv4 (GInetAddress *address)
{
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
}

static gboolean
is_usable (GInetAddress *address)
{
  return !g_inet_address_get_is_loopback (address) && !g_inet_address_get_is_any (address) &&
         !g_inet_address_get_is_multicast (address) &&
         (is_ipv4 (address) || !g_inet_address_get_is_link_local (address));
}

static gboolean
is_outgoing (GInetAddress *address, const ConfabOwnAddresses *own)
{
  for (guint i = 0; i < G_N_ELEMENTS (own->outgoing); i++)
    if (own->outgoing[i] != NULL && g_inet_address_equal (own->outgoing[i], address))
      return TRUE;
  return FALSE;
}

/* The first that two differ in decides. 169.254.x.x is what two computers on one cable give themselves. */
static guint
rank (const ConfabInterfaceAddress *one, const ConfabOwnAddresses *own)
{
  gboolean makeshift = g_inet_address_get_is_link_local (one->address);

  return (!makeshift ? 8 : 0) + (is_ipv4 (one->address) ? 4 : 0) + (!one->point_to_point ? 2 : 0) +
         (is_outgoing (one->address, own) ? 1 : 0);
}

const ConfabInterfaceAddress *
confab_host_address_choose (GPtrArray *list, const ConfabOwnAddresses *own)
{
  const ConfabInterfaceAddress *best = NULL;

  for (guint i = 0; i < list->len; i++) {
    const ConfabInterfaceAddress *one = list->pdata[i];

    if (is_usable (one->address) && (best == NULL || rank (one, own) > rank (best, own)))
      best = one;
  }
  return best;
}

const ConfabInterfaceAddress *
confab_host_address_find (GPtrArray *list, GInetAddress *address)
{
  for (guint i = 0; i < list->len; i++) {
    const ConfabInterfaceAddress *one = list->pdata[i];

    if (g_inet_address_equal (one->address, address))
      return one;
  }
  return NULL;
}

char *
confab_host_address_dup_authority (GInetAddress *address, guint16 port)
{
  g_autofree char *text = g_inet_address_to_string (address);

  return g_strdup_printf (is_ipv4 (address) ? "%s:%u" : "[%s]:%u", text, port);
}

gboolean
confab_host_address_parse (const char *authority, GInetAddress **address, guint16 *port)
{
  g_autoptr (GNetworkAddress) parts =
      G_NETWORK_ADDRESS (g_network_address_parse (authority, 443, NULL));
  GInetAddress *parsed =
      parts != NULL ? g_inet_address_new_from_string (g_network_address_get_hostname (parts))
                    : NULL;

  if (parsed == NULL)
    return FALSE;
  *address = parsed;
  *port = g_network_address_get_port (parts);
  return TRUE;
}

/* (transfer full) (nullable): "192.168.1.0/24"; a tunnel, or an address that is alone, has none to speak of. */
static char *
network_text (const ConfabInterfaceAddress *chosen)
{
  gsize size = g_inet_address_get_native_size (chosen->address);
  g_autofree guint8 *bytes = g_memdup2 (g_inet_address_to_bytes (chosen->address), size);
  g_autoptr (GInetAddress) network = NULL;
  g_autofree char *text = NULL;

  if (chosen->point_to_point || chosen->prefix == 0 || chosen->prefix >= size * 8 - 1)
    return NULL;
  for (guint bit = chosen->prefix; bit < size * 8; bit++)
    bytes[bit / 8] &= (guint8) ~(0x80 >> bit % 8);
  network = g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (chosen->address));
  text = g_inet_address_to_string (network);
  return g_strdup_printf ("%s/%u", text, chosen->prefix);
}

static gboolean
is_in_a_network (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    if (is_usable (((const ConfabInterfaceAddress *) list->pdata[i])->address))
      return TRUE;
  return FALSE;
}

char *
confab_host_address_dup_reach (const ConfabInterfaceAddress *chosen, GPtrArray *list)
{
  g_autofree char *network = NULL;

  if (g_inet_address_get_is_loopback (chosen->address))
    return g_strdup (is_in_a_network (list)
                         ? _ ("Only this computer can join: it was in no network when the link "
                              "was made. To invite others, start a new meeting.")
                         : _ ("Only this computer can join: it is in no network."));
  network = network_text (chosen);
  if (network == NULL)
    return g_strdup (_ ("People in your network can join by this link. For people elsewhere, set "
                        "a meeting service in Preferences."));
  /* Translators: %s is a network as in 192.168.1.0/24 */
  return g_strdup_printf (_ ("People in your network (%s) can join by this link. For people "
                             "elsewhere, set a meeting service in Preferences."),
                          network);
}
