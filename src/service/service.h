/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meeting service as a library: rooms, signalling, TURN credentials, storage. `confabd` runs it for an
 * organisation, the app runs it to host a meeting on this computer. It forwards what it can not read.
 *
 * Everything here belongs to the thread whose main context was the default one in confab_service_new ().
 */
#pragma once

#include "service/service-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SERVICE (confab_service_get_type ())
G_DECLARE_FINAL_TYPE (ConfabService, confab_service, CONFAB, SERVICE, GObject)

/**
 * confab_service_new:
 * @config: (transfer none): copied
 *
 * Returns: (transfer full): a service that does nothing until it is started
 */
ConfabService *confab_service_new (const ConfabServiceConfig *config);

/**
 * confab_service_start_async:
 *
 * Checks the configuration, opens the storage, loads the certificate and listens. May be called once.
 * What fails leaves nothing behind: no port, no open file. Errors: #ConfabServiceErrorCode.
 */
void confab_service_start_async (ConfabService *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean confab_service_start_finish (ConfabService *self, GAsyncResult *result, GError **error);

/**
 * confab_service_stop_async:
 *
 * Only after confab_service_start_finish (). Says goodbye to every client ("bye", code "restarting"), writes what is not written and closes the
 * storage. Clients keep their meeting and bring it back when a service answers there again.
 */
void confab_service_stop_async (ConfabService *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean confab_service_stop_finish (ConfabService *self, GAsyncResult *result, GError **error);

/**
 * confab_service_get_url:
 *
 * Returns: (nullable): "http://127.0.0.1:40123" or "https://…": where it listens, with the port that was
 *   really taken; %NULL before confab_service_start_finish () succeeded
 */
const char *confab_service_get_url (ConfabService *self);

/* Returns: (transfer full) (nullable): the SHA-256 of the certificate (DER) in use, as links of version 02 carry it;
 *   %NULL while it does not listen, or without TLS */
GBytes *confab_service_dup_certificate_sha256 (ConfabService *self);

/* Looks at certificate and key at once instead of at the next interval; what can not be used is logged and
 * the old pair stays. */
void confab_service_reload_certificate (ConfabService *self);

/* For health and tests: how many WebSockets are open, and how many rooms are in memory. */
guint confab_service_get_n_connections (ConfabService *self);
guint confab_service_get_n_open_rooms (ConfabService *self);

G_END_DECLS
