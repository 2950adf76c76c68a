/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At which address of this computer a meeting is hosted, and what is said of it (docs/decisions/0006). Pure. */
#pragma once

#include "app/interfaces.h"
#include "client/client.h"

G_BEGIN_DECLS

/**
 * confab_host_address_choose:
 * @list: of ConfabInterfaceAddress
 * @own: from which addresses this computer sends to the rest of the world
 *
 * The address that people near this computer reach best: IPv4 before IPv6, a network before a tunnel, and among those
 * the one of the default route. Link-local IPv6 does not fit into a link.
 *
 * Returns: (transfer none) (nullable): one of @list; %NULL if there is no network
 */
const ConfabInterfaceAddress *
confab_host_address_choose (GPtrArray *list, const ConfabOwnAddresses *own);

/* Returns: (transfer none) (nullable): the one of @list that is @address */
const ConfabInterfaceAddress *confab_host_address_find (GPtrArray *list, GInetAddress *address);

/* Returns: (transfer full): "192.168.1.5:26632", "[fd00::5]:26632": as it stands in links */
char *confab_host_address_dup_authority (GInetAddress *address, guint16 port);

/* The reverse. FALSE, and nothing set, for names and anything else. @address: (out) (transfer full) */
gboolean confab_host_address_parse (const char *authority, GInetAddress **address, guint16 *port);

/* @chosen: where the meeting is; @list: what this computer has now. Returns: (transfer full): who can join, in words */
char *confab_host_address_dup_reach (const ConfabInterfaceAddress *chosen, GPtrArray *list);

G_END_DECLS
