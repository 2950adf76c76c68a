/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host-address.h"

/* A computer: its addresses, as in "192.168.1.5/24"; a "~" before one is a tunnel's, a "*" that of a default route. */
typedef struct {
  GPtrArray *list;
  ConfabOwnAddresses own;
} Computer;

static void
computer_clear (Computer *computer)
{
  g_ptr_array_unref (computer->list);
  confab_own_addresses_clear (&computer->own);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Computer, computer_clear)

static void
add_address (Computer *computer, const char *text)
{
  gboolean tunnel = *text == '~';
  gboolean outgoing = text[tunnel] == '*';
  g_auto (GStrv) parts = g_strsplit (text + tunnel + outgoing, "/", 2);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (parts[0]);
  guint family = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  g_ptr_array_add (computer->list,
                   confab_interface_address_new (
                       address, (guint) g_ascii_strtoull (parts[1], NULL, 10), tunnel));
  if (outgoing)
    g_set_object (&computer->own.outgoing[family], address);
}

static Computer
computer_with (const char *addresses)
{
  g_auto (GStrv) words = g_strsplit (addresses, " ", -1);
  Computer computer = { .list = g_ptr_array_new_with_free_func (
                            (GDestroyNotify) confab_interface_address_free) };

  for (guint i = 0; words[i] != NULL; i++)
    add_address (&computer, words[i]);
  return computer;
}

static void
assert_chosen (const char *addresses, const char *expected)
{
  g_auto (Computer) computer = computer_with (addresses);
  const ConfabInterfaceAddress *chosen = confab_host_address_choose (computer.list, &computer.own);
  g_autofree char *text = chosen != NULL ? g_inet_address_to_string (chosen->address) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_default_route_is_first (void)
{
  assert_chosen ("127.0.0.1/8 ::1/128 *192.168.1.5/24 172.17.0.1/16", "192.168.1.5");
  assert_chosen ("127.0.0.1/8 172.17.0.1/16 *192.168.1.5/24", "192.168.1.5");
  assert_chosen ("127.0.0.1/8 10.0.0.7/8 fe80::7/64 *2001:db8::7/64", "10.0.0.7");
}

static void
test_without_a_route_the_network_at_hand (void)
{
  assert_chosen ("127.0.0.1/8 192.168.5.1/24", "192.168.5.1");
  assert_chosen ("127.0.0.1/8 169.254.3.4/16 192.168.5.1/24", "192.168.5.1");
  assert_chosen ("127.0.0.1/8 169.254.3.4/16", "169.254.3.4");
}

/* People who are near are not in the tunnel. */
static void
test_a_network_before_a_tunnel (void)
{
  assert_chosen ("127.0.0.1/8 ~*10.8.0.2/24 192.168.1.5/24", "192.168.1.5");
  assert_chosen ("127.0.0.1/8 ~*10.8.0.2/24", "10.8.0.2");
}

static void
test_ipv6_where_there_is_nothing_else (void)
{
  assert_chosen ("127.0.0.1/8 ::1/128 fe80::5/64 *2001:db8::5/64", "2001:db8::5");
  assert_chosen ("::1/128 fd00::5/64 fe80::5/64", "fd00::5");
  assert_chosen ("127.0.0.1/8 169.254.3.4/16 fd00::5/64", "fd00::5");
}

static void
test_no_network (void)
{
  assert_chosen ("127.0.0.1/8 ::1/128", NULL);
  assert_chosen ("127.0.0.1/8 ::1/128 fe80::5/64", NULL);
}

static void
assert_reach (const char *addresses, const char *at, const char *expected)
{
  g_auto (Computer) computer = computer_with (addresses);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (at);
  const ConfabInterfaceAddress *chosen = confab_host_address_find (computer.list, address);
  g_autofree char *reach = confab_host_address_dup_reach (chosen, computer.list);

  g_assert_true (g_str_has_prefix (reach, expected));
}

static void
test_reach_is_said_in_words (void)
{
  assert_reach ("192.168.1.77/24", "192.168.1.77", "People in your network (192.168.1.0/24) can");
  assert_reach ("10.1.130.9/17", "10.1.130.9", "People in your network (10.1.128.0/17) can");
  assert_reach ("fd00:1:2:3::9/64", "fd00:1:2:3::9", "People in your network (fd00:1:2:3::/64)");
  assert_reach ("~10.8.0.2/24", "10.8.0.2", "People in your network can join");
  assert_reach ("10.0.0.9/32", "10.0.0.9", "People in your network can join");
  assert_reach ("127.0.0.1/8", "127.0.0.1", "Only this computer can join: it is in no network.");
  assert_reach ("127.0.0.1/8 10.0.0.9/8", "127.0.0.1",
                "Only this computer can join: it was in no network when");
}

static void
assert_authority (const char *address, guint16 port, const char *expected)
{
  g_autoptr (GInetAddress) before = g_inet_address_new_from_string (address);
  g_autoptr (GInetAddress) after = NULL;
  g_autofree char *authority = confab_host_address_dup_authority (before, port);
  guint16 port_after = 0;

  g_assert_cmpstr (authority, ==, expected);
  g_assert_true (confab_host_address_parse (authority, &after, &port_after));
  g_assert_true (g_inet_address_equal (before, after));
  g_assert_cmpuint (port_after, ==, port);
}

static void
test_authority_and_back (void)
{
  g_autoptr (GInetAddress) address = NULL;
  guint16 port = 0;

  assert_authority ("192.168.1.5", 26632, "192.168.1.5:26632");
  assert_authority ("fd00::5", 40001, "[fd00::5]:40001");
  g_assert_true (confab_host_address_parse ("192.168.1.5", &address, &port));
  g_assert_cmpuint (port, ==, 443);
  g_assert_false (confab_host_address_parse ("meet.example.org", &address, &port));
  g_assert_false (confab_host_address_parse ("", &address, &port));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function) g_test_add_func ("/host-address/" path, function)
  add ("default-route-is-first", test_default_route_is_first);
  add ("without-a-route-the-network-at-hand", test_without_a_route_the_network_at_hand);
  add ("a-network-before-a-tunnel", test_a_network_before_a_tunnel);
  add ("ipv6-where-there-is-nothing-else", test_ipv6_where_there_is_nothing_else);
  add ("no-network", test_no_network);
  add ("reach-is-said-in-words", test_reach_is_said_in_words);
  add ("authority-and-back", test_authority_and_back);
#undef add
  return g_test_run ();
}
