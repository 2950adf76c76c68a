/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a meeting service answers at an address, before anybody starts a meeting there. Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * confab_service_url_from_typed:
 * @typed: as a person writes it: with or without "https://", with white space around it
 *
 * Returns: (transfer full): a base URL, or %NULL with %CONFAB_CLIENT_ERROR_LINK_INVALID
 */
char *confab_service_url_from_typed (const char *typed, GError **error);

/**
 * confab_service_check_async:
 * @url: as confab_service_url_from_typed () gives it
 *
 * Asks the service how it is. Errors: %CONFAB_CLIENT_ERROR_LINK_INVALID, _SERVICE.
 */
void confab_service_check_async (const char *url, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full): the version that the service says it has, "" if it does not say; %NULL with @error set */
char *confab_service_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
