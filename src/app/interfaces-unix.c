/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* (transfer full) (nullable): for IPv4 and IPv6; masks come in the same form. */
static GInetAddress *
read_address (const struct sockaddr *from)
{
  if (from == NULL)
    return NULL;
  if (from->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *) (gconstpointer) from;

    return g_inet_address_new_from_bytes ((const guint8 *) &v4->sin_addr, G_SOCKET_FAMILY_IPV4);
  }
  if (from->sa_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *) (gconstpointer) from;

    return g_inet_address_new_from_bytes ((const guint8 *) &v6->sin6_addr, G_SOCKET_FAMILY_IPV6);
  }
  return NULL;
}

static guint
count_bits (GInetAddress *mask)
{
  const guint8 *bytes = mask != NULL ? g_inet_address_to_bytes (mask) : NULL;
  guint bits = 0;

  for (gsize i = 0; mask != NULL && i < g_inet_address_get_native_size (mask); i++)
    for (guint8 byte = bytes[i]; byte != 0; byte <<= 1)
      bits += (byte & 0x80) != 0;
  return bits;
}

GPtrArray *
confab_interfaces_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_interface_address_free);
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return list;
  for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    g_autoptr (GInetAddress) address = read_address (one->ifa_addr);
    g_autoptr (GInetAddress) mask = read_address (one->ifa_netmask);

    if (address != NULL && (one->ifa_flags & IFF_UP) && (one->ifa_flags & IFF_RUNNING))
      g_ptr_array_add (list,
                       confab_interface_address_new (address, count_bits (mask),
                                                     (one->ifa_flags & IFF_POINTOPOINT) != 0));
  }
  freeifaddrs (all);
  return list;
}
