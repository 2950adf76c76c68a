/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From which addresses this computer sends now. A value; main thread, never waits. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One for IPv4 and one for IPv6, each %NULL without a route. Zero-initialised: none. */
typedef struct {
  GInetAddress *outgoing[2];
} ConfabOwnAddresses;

/* Looks anew; TRUE if there is an address that was not there the last time. Systems tell of changes that are
 * none (a lease renewed, a route announced again), and several times of one that is. */
gboolean confab_own_addresses_refresh (ConfabOwnAddresses *self);
void confab_own_addresses_clear (ConfabOwnAddresses *self);

G_END_DECLS
