/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Network addresses as the service looks at them: where to listen, who counts as one guest, and which proxy
 * may speak for others. Any thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): of "IP:PORT", "[IPv6]:PORT", "localhost:PORT" or "*:PORT" (all
 *   addresses, IPv6 and IPv4); nothing is looked up */
GSocketAddress *confab_listen_address_parse (const char *text);

/* (transfer full): "127.0.0.1:80", "[::1]:80" */
char *confab_socket_address_to_text (GSocketAddress *address);

gboolean confab_address_is_loopback (GSocketAddress *address);

/* Returns: (transfer full): what connections are counted by: an IPv4 address, or the /64 network that one
 *   IPv6 customer gets (RFC 6177); IPv4 inside IPv6 is IPv4. */
char *confab_address_key (GInetAddress *address);

/* Returns: (transfer full): the networks in @list (addresses or networks as text, all valid) */
GPtrArray *confab_proxies_parse (const char *const *list);

gboolean confab_proxies_contain (const GPtrArray *proxies, GInetAddress *address);

/* Returns: (transfer full): who is behind a proxy's X-Forwarded-For header (@forwarded, nullable): its last
 *   address that is no proxy of ours, as each proxy appends whom it saw and what stands before could be
 *   forged. Without a usable one: @peer itself. */
GInetAddress *
confab_proxies_find_client (const GPtrArray *proxies, GInetAddress *peer, const char *forwarded);

G_END_DECLS
