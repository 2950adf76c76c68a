/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/own-addresses.h"

/* Addresses that routes treat as the rest of the internet; RFC 5737 and RFC 3849 keep them for documentation. */
static const struct {
  GSocketFamily family;
  const char *somewhere;
} families[] = {
  { G_SOCKET_FAMILY_IPV4, "192.0.2.1" },
  { G_SOCKET_FAMILY_IPV6, "2001:db8::1" },
};

/* (transfer full) (nullable): connecting a datagram socket chooses the source address and sends nothing. */
static GInetAddress *
find_outgoing (GSocketFamily family, const char *somewhere)
{
  g_autoptr (GSocket) socket =
      g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) target = g_inet_socket_address_new_from_string (somewhere, 9);
  g_autoptr (GSocketAddress) local = NULL;

  if (socket == NULL || !g_socket_connect (socket, target, NULL, NULL))
    return NULL;
  local = g_socket_get_local_address (socket, NULL);
  if (local == NULL)
    return NULL;
  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

gboolean
confab_own_addresses_refresh (ConfabOwnAddresses *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    g_autoptr (GInetAddress) now = find_outgoing (families[i].family, families[i].somewhere);

    changed |= now != NULL &&
               (self->outgoing[i] == NULL || !g_inet_address_equal (now, self->outgoing[i]));
    g_set_object (&self->outgoing[i], now);
  }
  return changed;
}

void
confab_own_addresses_clear (ConfabOwnAddresses *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->outgoing); i++)
    g_clear_object (&self->outgoing[i]);
}
