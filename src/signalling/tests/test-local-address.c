/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/local-address.h"

static void
test_a_connection_tells_its_own_end (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GInetAddress) local = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &taken, &error);
  g_assert_no_error (error);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (taken), NULL, &error);
  g_assert_no_error (error);

  local = confab_local_address_of (G_IO_STREAM (connection));
  g_assert_true (g_inet_address_equal (local, loopback));
  g_assert_true (confab_local_address_is_ours (local));
}

/* 192.0.2.0/24 and 2001:db8::/32 are for documentation: nobody has them (RFC 5737, RFC 3849). */
static void
test_an_address_of_somebody_else_is_not_ours (void)
{
  static const char *const texts[] = { "192.0.2.1", "2001:db8::1" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (texts[i]);

    g_assert_false (confab_local_address_is_ours (address));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-address/own", test_a_connection_tells_its_own_end);
  g_test_add_func ("/local-address/other", test_an_address_of_somebody_else_is_not_ours);
  return g_test_run ();
}
