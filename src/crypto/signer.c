/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/signer.h"

#include <sodium.h>

#include "crypto/labelled.h"
#include "crypto/secret-private.h"
#include "crypto/signer-private.h"

G_STATIC_ASSERT (crypto_sign_SEEDBYTES == CONFAB_SECRET_BYTES);
G_STATIC_ASSERT (crypto_sign_PUBLICKEYBYTES == CONFAB_PUBLIC_KEY_BYTES);
G_STATIC_ASSERT (crypto_sign_BYTES == CONFAB_SIGNATURE_BYTES);

struct _ConfabSigner {
  gatomicrefcount ref_count;
  ConfabSignerKind kind;
  ConfabVerifyKey key;
  ConfabSecret *seed;
  ConfabSecret *secret_key;
};

ConfabSigner *
confab_signer_new (ConfabSignerKind kind, ConfabSecret *seed)
{
  ConfabSigner *signer;
  guint8 *secret_key;

  g_return_val_if_fail (confab_secret_get_length (seed) == CONFAB_SECRET_BYTES, NULL);

  signer = g_new0 (ConfabSigner, 1);
  g_atomic_ref_count_init (&signer->ref_count);
  signer->kind = kind;
  signer->seed = confab_secret_ref (seed);
  signer->secret_key = confab_secret_new_blank (crypto_sign_SECRETKEYBYTES, &secret_key);
  crypto_sign_seed_keypair (signer->key.bytes, secret_key, confab_secret_get_bytes (seed));
  confab_secret_finish (signer->secret_key);
  return signer;
}

ConfabSigner *
confab_signer_new_random (ConfabSignerKind kind)
{
  g_autoptr (ConfabSecret) seed = confab_secret_new_random (CONFAB_SECRET_BYTES);

  return confab_signer_new (kind, seed);
}

ConfabSigner *
confab_signer_ref (ConfabSigner *signer)
{
  g_atomic_ref_count_inc (&signer->ref_count);
  return signer;
}

void
confab_signer_unref (ConfabSigner *signer)
{
  if (!g_atomic_ref_count_dec (&signer->ref_count))
    return;
  confab_secret_unref (signer->seed);
  confab_secret_unref (signer->secret_key);
  g_free (signer);
}

ConfabSignerKind
confab_signer_get_kind (const ConfabSigner *signer)
{
  return signer->kind;
}

const ConfabVerifyKey *
confab_signer_get_key (const ConfabSigner *signer)
{
  return &signer->key;
}

ConfabSecret *
confab_signer_get_seed (const ConfabSigner *signer)
{
  return signer->seed;
}

const guint8 *
confab_signer_get_secret_key (const ConfabSigner *signer)
{
  return confab_secret_get_bytes (signer->secret_key);
}

ConfabSecret *
confab_signer_derive_contacts_key (const ConfabSigner *signer)
{
  const ConfabPart key = confab_part_of_secret (signer->seed);

  return confab_labelled_kdf (&key, "contacts", NULL, 0);
}
