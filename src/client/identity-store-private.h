/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/identity-store.h"
#include "client/profile-private.h"
#include "crypto/crypto.h"

G_BEGIN_DECLS

/* Finds the key, or makes one and keeps it as @policy allows. Errors: %CONFAB_CLIENT_ERROR. */
void confab_identity_store_load_async (ConfabProfile *profile, const ConfabIdentityPolicy *policy,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
ConfabIdentityStore *confab_identity_store_load_finish (GAsyncResult *result, GError **error);

/* (transfer none) */
ConfabSigner *confab_identity_store_get_signer (ConfabIdentityStore *self);

G_END_DECLS
