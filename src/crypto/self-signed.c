/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of libcrypto, as it alone writes X.509. media/link/certificate.c has its own for DTLS: media keeps that to itself. */
#include "crypto/self-signed.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#define BACKDATED_MS ((gint64) 24 * 60 * 60 * 1000)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

static gboolean
set_serial (X509 *x509)
{
  guint64 serial;

  if (RAND_bytes ((unsigned char *) &serial, sizeof serial) != 1)
    return FALSE;
  serial &= G_MAXINT64; /* RFC 5280 section 4.1.2.2: positive */
  return ASN1_INTEGER_set_uint64 (X509_get_serialNumber (x509), serial) == 1;
}

static gboolean
set_times (X509 *x509, gint64 wall_ms, gint64 life_ms)
{
  return ASN1_TIME_set (X509_getm_notBefore (x509), (time_t) ((wall_ms - BACKDATED_MS) / 1000)) !=
             NULL &&
         ASN1_TIME_set (X509_getm_notAfter (x509), (time_t) ((wall_ms + life_ms) / 1000)) != NULL;
}

static X509 *
self_sign (EVP_PKEY *key, gint64 wall_ms, gint64 life_ms)
{
  g_autoptr (X509) x509 = X509_new ();
  X509_NAME *name;

  if (x509 == NULL)
    return NULL;
  name = X509_get_subject_name (x509);
  if (X509_set_version (x509, X509_VERSION_3) != 1 || !set_serial (x509) ||
      !set_times (x509, wall_ms, life_ms) ||
      X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const unsigned char *) "Confab", -1,
                                  -1, 0) != 1 ||
      X509_set_issuer_name (x509, name) != 1 || X509_set_pubkey (x509, key) != 1 ||
      X509_sign (x509, key, EVP_sha256 ()) == 0)
    return NULL;
  return g_steal_pointer (&x509);
}

static ConfabSecret *
write_pem (EVP_PKEY *key, X509 *x509)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_secmem ());
  char *text;
  long length;

  if (memory == NULL || PEM_write_bio_PrivateKey (memory, key, NULL, NULL, 0, NULL, NULL) != 1 ||
      PEM_write_bio_X509 (memory, x509) != 1)
    return NULL;
  length = BIO_get_mem_data (memory, &text);
  return length > 0 ? confab_secret_new_take ((guint8 *) text, (gsize) length) : NULL;
}

ConfabSecret *
confab_self_signed_new_pem (gint64 wall_ms, gint64 life_ms, GError **error)
{
  g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
  g_autoptr (X509) x509 = key != NULL ? self_sign (key, wall_ms, life_ms) : NULL;
  ConfabSecret *pem = x509 != NULL ? write_pem (key, x509) : NULL;

  if (pem == NULL)
    g_set_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_INIT,
                 "libcrypto made no certificate: %s",
                 ERR_reason_error_string (ERR_peek_last_error ()));
  ERR_clear_error ();
  return pem;
}
