/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/crypto-error.h"

#include <sodium.h>

G_DEFINE_QUARK (confab_crypto_error, confab_crypto_error)

gboolean
confab_crypto_init (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;
  g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_INIT,
                       "libsodium could not start; the system gives no random numbers");
  return FALSE;
}

const char *
confab_crypto_get_version (void)
{
  static char *version;

  if (g_once_init_enter (&version))
    g_once_init_leave (&version, g_strconcat ("libsodium ", sodium_version_string (), NULL));
  return version;
}
