/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/local-address.h"

GInetAddress *
confab_local_address_of (GIOStream *connection)
{
  g_autoptr (GSocketAddress) local = NULL;

  if (!G_IS_SOCKET_CONNECTION (connection))
    return NULL;
  local = g_socket_connection_get_local_address (G_SOCKET_CONNECTION (connection), NULL);
  if (!G_IS_INET_SOCKET_ADDRESS (local))
    return NULL;
  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local)));
}

/* Binding a socket to it tells, everywhere alike, and sends nothing. */
gboolean
confab_local_address_is_ours (GInetAddress *address)
{
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocket) probe = g_socket_new (g_inet_address_get_family (address),
                                            G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  return probe == NULL || g_inet_address_get_is_link_local (address) ||
         g_socket_bind (probe, any_port, FALSE, NULL);
}
