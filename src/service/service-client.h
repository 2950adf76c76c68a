/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One client at its WebSocket, as the service sees it: what it may send and how fast, when it is silent for
 * too long, and how much may wait for it unsent. Reads and writes carriers, decides nothing by them. Main
 * thread.
 *
 * Signals:
 *   "hello" (): the first message came, see confab_service_client_get_pid(); the room owes a welcome
 *   "carrier" (const ConfabCarrier *carrier, GBytes *text): a message after the welcome, in order; @text is
 *     its JSON as it came
 *   "closed" (): the connection is gone, last signal; also when the service closed it
 */
#pragma once

#include "protocol/protocol.h"
#include "service/caller.h"
#include "service/refusal.h"
#include "service/service-config.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A restore or sync of the largest kind and a second's worth beside it. */
#define CONFAB_CLIENT_BURST_BYTES (CONFAB_CARRIER_SYNC_MAX_BYTES + CONFAB_SERVICE_BYTES_PER_SECOND)

#define CONFAB_TYPE_SERVICE_CLIENT (confab_service_client_get_type ())
G_DECLARE_FINAL_TYPE (ConfabServiceClient, confab_service_client, CONFAB, SERVICE_CLIENT, GObject)

/* @room: the ID in the address it called. */
ConfabServiceClient *
confab_service_client_new (SoupWebsocketConnection *socket, ConfabCaller *caller, const char *room,
                           const ConfabServiceTimes *times);

const char *confab_service_client_get_room (ConfabServiceClient *self);

/* The pid it named in its hello; nothing follows from it before its JOIN. */
const ConfabPid *confab_service_client_get_pid (ConfabServiceClient *self);

/* Sends the welcome and listens to everything from now on. */
void confab_service_client_welcome (ConfabServiceClient *self, const ConfabCarrier *welcome);

/* Nothing is sent any more once it is closing; a client that does not read is cut off in time. */
void confab_service_client_send (ConfabServiceClient *self, const ConfabCarrier *carrier);
void confab_service_client_send_text (ConfabServiceClient *self, const char *text);

/* Says no; a final refusal, or too many of them, also closes. */
void confab_service_client_refuse (ConfabServiceClient *self, ConfabRefusal refusal);

/* Says goodbye and closes. */
void confab_service_client_dismiss (ConfabServiceClient *self, ConfabFarewell farewell);

/* Closes without a word, as after a "leave". */
void confab_service_client_close (ConfabServiceClient *self);

gboolean confab_service_client_is_closing (ConfabServiceClient *self);

G_END_DECLS
