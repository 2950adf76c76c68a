/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses to listen on, and what a proxy's header claims. */
#include <stdint.h>

#include "service/address-key.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static const char *const trusted[] = { "10.0.0.0/8", NULL };
  g_autofree char *text = size > 0 ? g_strndup ((const char *) bytes, size) : g_strdup ("");
  g_autoptr (GSocketAddress) address = confab_listen_address_parse (text);
  g_autoptr (GPtrArray) proxies = confab_proxies_parse (trusted);
  g_autoptr (GInetAddress) peer = g_inet_address_new_from_string ("10.0.0.1");
  g_autoptr (GInetAddress) client = confab_proxies_find_client (proxies, peer, text);
  g_autofree char *key = confab_address_key (client);

  g_assert_true (key != NULL && *key != '\0');
  if (address != NULL) {
    g_autofree char *canonical = confab_socket_address_to_text (address);
    g_autoptr (GSocketAddress) again = confab_listen_address_parse (canonical);

    g_assert_nonnull (again);
  }
  return 0;
}
