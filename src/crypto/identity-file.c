/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/identity-file.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "crypto/secret-private.h"

#define SALT_BYTES crypto_pwhash_SALTBYTES
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEALED_BYTES (CONFAB_SECRET_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

static const guint8 magic[] = { 'C', 'F', 'I', 'D', 0x01 };

/** Layout: the file, byte by byte. */
typedef struct {
  guint8 magic[sizeof magic];
  guint8 salt[SALT_BYTES];
  guint8 nonce[NONCE_BYTES];
  guint8 sealed[SEALED_BYTES];
} Layout;

G_STATIC_ASSERT (sizeof (Layout) == CONFAB_IDENTITY_FILE_BYTES);

/* (transfer full) the key that the passphrase makes with @salt. */
static ConfabSecret *
derive_key (const ConfabSecret *passphrase, const guint8 salt[SALT_BYTES], GError **error)
{
  guint8 *bytes;
  ConfabSecret *key = confab_secret_new_blank (crypto_aead_xchacha20poly1305_ietf_KEYBYTES, &bytes);

  if (crypto_pwhash (bytes, crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
                     (const char *) confab_secret_get_bytes (passphrase),
                     confab_secret_get_length (passphrase), salt, crypto_pwhash_OPSLIMIT_MODERATE,
                     crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    confab_secret_unref (key);
    g_set_error_literal (
        error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_INIT,
        _ ("There is not enough memory to use the passphrase; close other programs "
           "and try again"));
    return NULL;
  }
  return confab_secret_finish (key);
}

GBytes *
confab_identity_file_seal (const ConfabSecret *seed, const ConfabSecret *passphrase, GError **error)
{
  g_autoptr (ConfabSecret) key = NULL;
  Layout layout;

  g_return_val_if_fail (confab_secret_get_length (seed) == CONFAB_SECRET_BYTES, NULL);
  g_return_val_if_fail (confab_secret_get_length (passphrase) > 0, NULL);

  memcpy (layout.magic, magic, sizeof magic);
  randombytes_buf (layout.salt, sizeof layout.salt);
  randombytes_buf (layout.nonce, sizeof layout.nonce);
  key = derive_key (passphrase, layout.salt, error);
  if (key == NULL)
    return NULL;
  crypto_aead_xchacha20poly1305_ietf_encrypt (layout.sealed, NULL, confab_secret_get_bytes (seed),
                                              CONFAB_SECRET_BYTES, NULL, 0, NULL, layout.nonce,
                                              confab_secret_get_bytes (key));
  return g_bytes_new (&layout, sizeof layout);
}

ConfabSecret *
confab_identity_file_open (GBytes *file, const ConfabSecret *passphrase, GError **error)
{
  gsize length;
  const Layout *layout = g_bytes_get_data (file, &length);
  g_autoptr (ConfabSecret) key = NULL;
  ConfabSecret *seed;
  guint8 *bytes;

  if (length != sizeof *layout || memcmp (layout->magic, magic, sizeof magic) != 0) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                         _ ("The identity file is damaged; restore it from a backup"));
    return NULL;
  }
  key = derive_key (passphrase, layout->salt, error);
  if (key == NULL)
    return NULL;
  seed = confab_secret_new_blank (CONFAB_SECRET_BYTES, &bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (bytes, NULL, NULL, layout->sealed,
                                                  sizeof layout->sealed, NULL, 0, layout->nonce,
                                                  confab_secret_get_bytes (key)) != 0) {
    confab_secret_unref (seed);
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_PASSPHRASE,
                         _ ("The passphrase is wrong, or the identity file was changed"));
    return NULL;
  }
  return confab_secret_finish (seed);
}
