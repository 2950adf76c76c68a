/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/address-key.h"

static char *
key_of (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return confab_address_key (address);
}

static void
test_keys (void)
{
  static const char *const pairs[][2] = {
    { "198.51.100.7", "198.51.100.7" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
    { "2001:db8:1:2:ffff::1", "2001:db8:1:2::" },
    { "::ffff:198.51.100.7", "198.51.100.7" },
    { "::1", "::" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *key = key_of (pairs[i][0]);

    g_assert_cmpstr (key, ==, pairs[i][1]);
  }
}

static void
test_listen (void)
{
  static const char *const good[][2] = {
    { "127.0.0.1:8470", "127.0.0.1:8470" }, { "[::1]:0", "[::1]:0" },
    { "localhost:80", "127.0.0.1:80" },     { "*:443", "[::]:443" },
    { "0.0.0.0:1", "0.0.0.0:1" },
  };
  static const char *const bad[] = {
    "",      "127.0.0.1",     "127.0.0.1:",   "127.0.0.1:65536",  "127.0.0.1:-1",
    ":80",   "::1:80",        "[::1]",        "[::1]80",          "[127.0.0.1:80",
    "x]:80", "example.org:1", "127.0.0.1:8x", "127.0.0.1:0x1f90", "[]:80",
    "[:80",  "]:80",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GSocketAddress) address = confab_listen_address_parse (good[i][0]);
    g_autofree char *text = NULL;

    g_assert_nonnull (address);
    text = confab_socket_address_to_text (address);
    g_assert_cmpstr (text, ==, good[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (confab_listen_address_parse (bad[i]));
}

static char *
client_behind (const char *const *proxies, const char *peer, const char *forwarded)
{
  g_autoptr (GPtrArray) masks = confab_proxies_parse (proxies);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (peer);
  g_autoptr (GInetAddress) client = confab_proxies_find_client (masks, address, forwarded);

  return g_inet_address_to_string (client);
}

static void
test_forwarded (void)
{
  static const char *const proxies[] = { "10.0.0.0/8", "::1", NULL };
  static const struct {
    const char *peer;
    const char *forwarded;
    const char *client;
  } cases[] = {
    { "10.1.2.3", "203.0.113.9", "203.0.113.9" },
    { "10.1.2.3", "6.6.6.6, 203.0.113.9",
      "203.0.113.9" }, /* the first was the client's own claim */
    { "10.1.2.3", "203.0.113.9, 10.9.9.9", "203.0.113.9" },
    { "10.1.2.3", "203.0.113.9,  2001:db8::1 ", "2001:db8::1" },
    { "10.1.2.3", "nonsense", "10.1.2.3" },
    { "10.1.2.3", "203.0.113.9, nonsense", "10.1.2.3" },
    { "10.1.2.3", "", "10.1.2.3" },
    { "10.1.2.3", NULL, "10.1.2.3" },
    { "203.0.113.5", "1.2.3.4", "203.0.113.5" }, /* no proxy of ours: its header is only a claim */
    { "::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *client = client_behind (proxies, cases[i].peer, cases[i].forwarded);

    g_assert_cmpstr (client, ==, cases[i].client);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/address-key/an-ipv6-customer-is-one-network", test_keys);
  g_test_add_func ("/service/address-key/only-addresses-and-ports-are-listened-on", test_listen);
  g_test_add_func ("/service/address-key/a-proxy-is-believed-and-nobody-else", test_forwarded);
  return g_test_run ();
}
