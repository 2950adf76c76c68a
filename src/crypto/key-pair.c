/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/key-pair.h"

#include <sodium.h>

#include "crypto/key-pair-private.h"

G_STATIC_ASSERT (crypto_scalarmult_SCALARBYTES == CONFAB_SECRET_BYTES);
G_STATIC_ASSERT (crypto_scalarmult_BYTES == CONFAB_PUBLIC_KEY_BYTES);

struct _ConfabKeyPair {
  gatomicrefcount ref_count;
  ConfabExchangeKey key;
  ConfabSecret *secret;
};

ConfabKeyPair *
confab_key_pair_new (ConfabSecret *secret)
{
  ConfabKeyPair *pair;

  g_return_val_if_fail (confab_secret_get_length (secret) == CONFAB_SECRET_BYTES, NULL);

  pair = g_new0 (ConfabKeyPair, 1);
  g_atomic_ref_count_init (&pair->ref_count);
  pair->secret = confab_secret_ref (secret);
  crypto_scalarmult_base (pair->key.bytes, confab_secret_get_bytes (secret));
  return pair;
}

ConfabKeyPair *
confab_key_pair_new_random (void)
{
  g_autoptr (ConfabSecret) secret = confab_secret_new_random (CONFAB_SECRET_BYTES);

  return confab_key_pair_new (secret);
}

ConfabKeyPair *
confab_key_pair_ref (ConfabKeyPair *pair)
{
  g_atomic_ref_count_inc (&pair->ref_count);
  return pair;
}

void
confab_key_pair_unref (ConfabKeyPair *pair)
{
  if (!g_atomic_ref_count_dec (&pair->ref_count))
    return;
  confab_secret_unref (pair->secret);
  g_free (pair);
}

const ConfabExchangeKey *
confab_key_pair_get_key (const ConfabKeyPair *pair)
{
  return &pair->key;
}

gboolean
confab_key_pair_agree (const ConfabKeyPair *own, const ConfabExchangeKey *peer, guint8 *shared,
                       GError **error)
{
  /* libsodium refuses all points of low order and every result that is zero. */
  if (crypto_scalarmult (shared, confab_secret_get_bytes (own->secret), peer->bytes) == 0)
    return TRUE;
  g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_WEAK_KEY,
                       "an X25519 key of low order");
  return FALSE;
}

gboolean
confab_exchange_key_is_weak (const ConfabExchangeKey *key)
{
  /* X25519 makes every secret a multiple of 8, the greatest small order: one is as good as any
   * other. */
  static const guint8 any_secret[CONFAB_SECRET_BYTES] = { 1 };
  guint8 shared[CONFAB_SECRET_BYTES];

  return crypto_scalarmult (shared, any_secret, key->bytes) != 0;
}
