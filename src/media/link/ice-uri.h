/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: URIs of STUN and TURN servers (RFC 7064, RFC 7065). Pure. */
#pragma once

#include <glib.h>

#include "media/link/link-path.h"

G_BEGIN_DECLS

/**
 * ConfabIceUri:
 * @is_turn: TURN, else STUN
 * @transport: between us and the server
 * @host: a name or a numeric address, without brackets
 */
typedef struct {
  gboolean is_turn;
  ConfabLinkTransport transport;
  char *host;
  guint16 port;
} ConfabIceUri;

/**
 * confab_ice_uri_parse:
 * @text: "stun:host", "turn:host:port?transport=tcp", "turns:[2001:db8::1]:443?transport=tcp", …
 *
 * STUN over TCP or TLS is of no use to UDP candidates and DTLS to a TURN server is not to be had, so
 * `stuns:` and `turns:` with transport=udp are refused.
 *
 * Returns: FALSE, and @uri untouched, for anything else
 */
gboolean confab_ice_uri_parse (const char *text, ConfabIceUri *uri);
void confab_ice_uri_clear (ConfabIceUri *uri);

G_END_DECLS
