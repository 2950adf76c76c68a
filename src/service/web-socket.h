/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an HTTP request to a WebSocket (RFC 6455 section 4.2). Main thread. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* @path: of the request. @socket: lent */
typedef void (*ConfabWebSocketFunc) (SoupServerMessage *message, const char *path,
                                     SoupWebsocketConnection *socket, gpointer user_data);

/* Answers @message with the upgrade and calls @opened once it is written; without the headers for it, with a
 * refusal. No extension is spoken: compressing short signed statements gains nothing, and a message that
 * unpacks to a thousand times its size would pass every limit. */
void confab_web_socket_upgrade (SoupServerMessage *message, const char *path,
                                ConfabWebSocketFunc opened, gpointer user_data);

G_END_DECLS
