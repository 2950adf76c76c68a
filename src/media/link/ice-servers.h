/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: from the service's list of STUN and TURN servers to addresses in numbers. libnice
 * would look names up too, but warns on the console when one is unknown and mixes the order. Main thread.
 */
#pragma once

#include "media/link/ice-uri.h"
#include "media/link/link-config.h"
#include "media/link/turn-tls.h"

G_BEGIN_DECLS

/**
 * ConfabIceServerFound:
 * @address: of @uri's host or, for TLS, of the end of @tunnel here
 * @tunnel: (nullable) (transfer full)
 *
 * In the order in which libnice has to be told: the least preferred of a kind first.
 */
typedef void (*ConfabIceServerFound) (const ConfabIceUri *uri, const char *address,
                                      const char *username, const char *credential,
                                      ConfabTurnTls *tunnel, gpointer user_data);

typedef struct _ConfabIceServers ConfabIceServers;

/**
 * confab_ice_servers_new:
 * @trust: (nullable): for `turns:`
 *
 * Begins to look the names up. URIs of no use are logged and left out.
 */
ConfabIceServers *
confab_ice_servers_new (const ConfabLinkServer *servers, guint n_servers, GTlsDatabase *trust);

/**
 * confab_ice_servers_collect:
 * @done: called once all names are known, or CONFAB_ICE_SERVERS_PATIENCE_MS after this call: before it
 *   with each server found so far in order, and after it with each that is found later
 *
 * Once. @found and @done may run within this call.
 */
void confab_ice_servers_collect (ConfabIceServers *self, ConfabIceServerFound found,
                                 void (*done) (gpointer user_data), gpointer user_data);

/* Nothing of the above is called after this. */
void confab_ice_servers_free (ConfabIceServers *self);

/* A name server that does not answer must not keep people on one network from talking. */
#define CONFAB_ICE_SERVERS_PATIENCE_MS 700

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabIceServers, confab_ice_servers_free)

G_END_DECLS
