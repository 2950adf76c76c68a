/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The identity key's seed in the desktop's keyring: one per platform (identity-keyring-*.c). One seed
 * for this user's default profile; other profiles keep theirs in their folder. Main thread. */
#pragma once

#include "crypto/crypto.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Finishes with the seed, with %NULL and no error where the keyring answers and has none, or with
 * %CONFAB_CLIENT_ERROR_NO_KEYRING. The desktop may ask the person to unlock it. */
void confab_identity_keyring_lookup_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                           gpointer user_data);
ConfabSecret *confab_identity_keyring_lookup_finish (GAsyncResult *result, GError **error);

void confab_identity_keyring_store_async (ConfabSecret *seed, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
gboolean confab_identity_keyring_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
