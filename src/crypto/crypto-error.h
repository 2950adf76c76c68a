/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabCryptoError:
 * @CONFAB_CRYPTO_ERROR_INIT: the library could not start; nothing works
 * @CONFAB_CRYPTO_ERROR_SIGNATURE: a signature does not verify
 * @CONFAB_CRYPTO_ERROR_SEALED: a sealed thing does not open with this key
 * @CONFAB_CRYPTO_ERROR_COMMIT: an epoch secret is not the one the LINK commits to
 * @CONFAB_CRYPTO_ERROR_WEAK_KEY: an X25519 key of low order
 * @CONFAB_CRYPTO_ERROR_PASSPHRASE: the identity file does not open with this passphrase, or was
 * changed
 * @CONFAB_CRYPTO_ERROR_FORMAT: wrong length or form
 * @CONFAB_CRYPTO_ERROR_USED_UP: a key or counter must not be used any more
 */
typedef enum {
  CONFAB_CRYPTO_ERROR_INIT,
  CONFAB_CRYPTO_ERROR_SIGNATURE,
  CONFAB_CRYPTO_ERROR_SEALED,
  CONFAB_CRYPTO_ERROR_COMMIT,
  CONFAB_CRYPTO_ERROR_WEAK_KEY,
  CONFAB_CRYPTO_ERROR_PASSPHRASE,
  CONFAB_CRYPTO_ERROR_FORMAT,
  CONFAB_CRYPTO_ERROR_USED_UP,
} ConfabCryptoError;

#define CONFAB_CRYPTO_ERROR (confab_crypto_error_quark ())
GQuark confab_crypto_error_quark (void);

/* Once at start, before any other function of this folder; further calls do nothing. */
gboolean confab_crypto_init (GError **error);

/* "libsodium 1.0.18" or the like; lent for ever. */
const char *confab_crypto_get_version (void);

G_END_DECLS
