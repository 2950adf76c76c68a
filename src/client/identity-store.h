/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this installation's identity key rests: docs/protocol.md 3. Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabIdentityPolicy:
 * @use_keyring: keep the key of the default profile in the desktop's keyring (Secret Service)
 * @passphrase: (nullable): opens, or at the first start seals, the identity file of the profile
 * @allow_plain_file: the person chose to keep the key unencrypted (mode 0600) where there is neither
 *   keyring nor passphrase
 * @one_time: a fresh key in memory only, for one-time guests; nothing is read or written
 *
 * Where a key may be looked for and kept. With none of them a new key stays in memory until one of
 * the keep functions is called.
 */
typedef struct {
  gboolean use_keyring;
  const char *passphrase;
  gboolean allow_plain_file;
  gboolean one_time;
} ConfabIdentityPolicy;

typedef enum {
  CONFAB_IDENTITY_IN_MEMORY, /* gone when the program ends, and with it the rooms that it owns */
  CONFAB_IDENTITY_IN_KEYRING,
  CONFAB_IDENTITY_IN_ENCRYPTED_FILE,
  CONFAB_IDENTITY_IN_PLAIN_FILE,
  CONFAB_IDENTITY_ONE_TIME,
} ConfabIdentityPlace;

#define CONFAB_TYPE_IDENTITY_STORE (confab_identity_store_get_type ())
G_DECLARE_FINAL_TYPE (ConfabIdentityStore, confab_identity_store, CONFAB, IDENTITY_STORE, GObject)

/* Property "place" (int) notifies when the key was kept somewhere. */
ConfabIdentityPlace confab_identity_store_get_place (ConfabIdentityStore *self);

/* The public identity key, 64 hex digits: what others compare. */
const char *confab_identity_store_get_key_text (ConfabIdentityStore *self);

/* The person's choice, after the app has said what it means. */
void
confab_identity_store_keep_unencrypted_async (ConfabIdentityStore *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
void confab_identity_store_keep_encrypted_async (ConfabIdentityStore *self, const char *passphrase,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);

/* Finishes both. */
gboolean
confab_identity_store_keep_finish (ConfabIdentityStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
