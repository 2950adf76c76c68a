/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service's HTTP interface: /health, rooms to look at and to register, and the door to a room's
 * WebSocket. Main thread.
 */
#pragma once

#include "service/caller.h"
#include "service/room-store.h"
#include "service/service-config.h"

G_BEGIN_DECLS

typedef struct _ConfabWeb ConfabWeb;

/**
 * ConfabWebEvents:
 * @is_running: whether a meeting runs in room @id
 * @registered: an owner registered @record, perhaps again
 * @socket_opened: a WebSocket to room @id
 *
 * What the rest of the service has to do with it.
 */
typedef struct {
  gboolean (*is_running) (const char *id, gpointer user_data);
  void (*registered) (const ConfabRoomRecord *record, gpointer user_data);
  void (*socket_opened) (const char *id, SoupWebsocketConnection *socket, ConfabCaller *caller,
                         gpointer user_data);
} ConfabWebEvents;

/* (transfer full): answers the requests to @server from now on. @config, @storage and @events outlive it. */
ConfabWeb *
confab_web_new (SoupServer *server, ConfabStorage *storage, const ConfabServiceConfig *config,
                const ConfabWebEvents *events, gpointer user_data);

/* The storage is about to be closed: what still comes is refused. */
void confab_web_close (ConfabWeb *web);

/* Nothing is answered any more; the storage is closed, so nothing waits for it. */
void confab_web_free (ConfabWeb *web);

G_END_DECLS
