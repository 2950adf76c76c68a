/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUN and TURN servers for the next link: introduces signalling/ to media/. The service gives
 * credentials for 10 minutes; every link gets fresh ones. Main thread. */
#pragma once

#include "media/media.h"
#include "signalling/signalling.h"

G_BEGIN_DECLS

typedef struct _ConfabIceSupply ConfabIceSupply;

/* Called once for each confab_ice_supply_ask (), never from inside it. @servers: lent for the call. */
typedef void (*ConfabIceSupplyReady) (const ConfabLinkServer *servers, guint n_servers,
                                      gpointer user_data);

ConfabIceSupply *confab_ice_supply_new (ConfabSignalling *signalling);
void confab_ice_supply_free (ConfabIceSupply *self);

/* Asks before there is a need, so that the first link does not wait. */
void confab_ice_supply_prefetch (ConfabIceSupply *self);

/* @ready comes at once with servers younger than a minute, else when the service has answered; or
 * after 1 s, or without a service, with the last ones known. A later ask replaces an earlier one. */
void confab_ice_supply_ask (ConfabIceSupply *self, ConfabIceSupplyReady ready, gpointer user_data);
void confab_ice_supply_cancel (ConfabIceSupply *self);

/* TRUE if @carrier was the answer to an ask. */
gboolean confab_ice_supply_receive (ConfabIceSupply *self, const ConfabCarrier *carrier);

G_END_DECLS
