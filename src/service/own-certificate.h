/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate of a service that nobody gave one: made once, kept beside the database, and used again, so that links
 * which carry its hash stay good (docs/protocol.md 4). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* No meeting that was planned when a link was handed out should find it renewed. */
#define CONFAB_OWN_CERTIFICATE_LIFE_DAYS 730
#define CONFAB_OWN_CERTIFICATE_RENEW_DAYS 180

/**
 * confab_own_certificate_ensure_async:
 * @folder: made, closed to others, if it is not there
 * @wall_ms: now: one that is valid for less than %CONFAB_OWN_CERTIFICATE_RENEW_DAYS more is replaced, like one that is
 *   damaged or has lost its key; one that could not be read stays, and that is an error
 *
 * Works in a thread of GIO's. Call confab_crypto_init () before. Errors: #ConfabServiceErrorCode.
 */
void
confab_own_certificate_ensure_async (const char *folder, gint64 wall_ms, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full): the PEM file with key and certificate, which this user alone can read; or %NULL */
char *confab_own_certificate_ensure_finish (GAsyncResult *result, GError **error);

G_END_DECLS
