/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: TLS for libnice's legs to TURN servers. libnice 0.1.21 takes
 * NICE_RELAY_TYPE_TURN_TLS and then speaks plain TCP (its "TLS" is a disguise for Google's and Microsoft's
 * old servers). So libnice connects to a port of ours on loopback, and from there TLS goes to the server
 * (RFC 8656 section 3.1), its name checked against the system's authorities.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One server. Has a thread of its own, since media passes through it. */
typedef struct _ConfabTurnTls ConfabTurnTls;

/**
 * confab_turn_tls_new:
 * @host: its name, or address in numbers
 * @trust: (nullable): whom to believe about its certificate; NULL: the system's authorities
 *
 * Listens at once; the server is asked when libnice connects.
 *
 * Returns: NULL with @error if this machine has no loopback address to listen on
 */
ConfabTurnTls *
confab_turn_tls_new (const char *host, guint16 port, GTlsDatabase *trust, GError **error);

/* Where libnice shall connect to: "127.0.0.1" or, without IPv4, "::1". */
const char *confab_turn_tls_get_address (ConfabTurnTls *self);
guint16 confab_turn_tls_get_port (ConfabTurnTls *self);

/* Cuts what is connected or being connected. The thread ends by itself soon, or when its look-up of the server's name
 * does; confab_teardown_wait_all () waits for it. */
void confab_turn_tls_free (ConfabTurnTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTurnTls, confab_turn_tls_free)

G_END_DECLS
