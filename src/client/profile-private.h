/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile as the flows of this folder use it. */
#pragma once

#include "client/profile-file.h"
#include "client/profile.h"

G_BEGIN_DECLS

/* @dir: (nullable): %NULL is the default profile. Errors: %CONFAB_CLIENT_ERROR. */
void confab_profile_open_async (const char *dir, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
ConfabProfile *confab_profile_open_finish (GAsyncResult *result, GError **error);

/* TRUE for this user's default profile. */
gboolean confab_profile_is_default (ConfabProfile *self);

/* (nullable): where the identity key was put: "keyring" or "file" */
const char *confab_profile_get_identity_place (ConfabProfile *self);
void confab_profile_set_identity_place (ConfabProfile *self, const char *place);

/* (transfer none) (nullable) */
const ConfabOwnedRoom *
confab_profile_find_room (ConfabProfile *self, const char *authority, const char *room);

/* Adds a room, or replaces the one of the same name; written when it finishes. A failure leaves the
 * profile as it was. */
void confab_profile_add_room_async (ConfabProfile *self, const ConfabOwnedRoom *room,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);

/* Writes the profile in its present state. */
void confab_profile_save_async (ConfabProfile *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);

/* Finishes both. */
gboolean confab_profile_save_finish (ConfabProfile *self, GAsyncResult *result, GError **error);

G_END_DECLS
