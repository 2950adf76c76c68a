/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one file of media/ that calls libcrypto: webrtcbin's DTLS is OpenSSL, takes our certificate as PEM
 * text and hands out the peer's in the same form; left alone it would make 2048-bit RSA, which takes 100
 * to 450 ms.
 */
#include "media/link/certificate.h"

#include <glib/gi18n-lib.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <string.h>

#include "media/link/certificate-pem.h"
#include "media/link/link-error.h"

/* No meeting is longer, and other computers' clocks may be off by a day. */
#define VALID_SECONDS (30 * 24 * 60 * 60)
#define BACKDATED_SECONDS (24 * 60 * 60)

struct _ConfabCertificate {
  GObject parent_instance;
  char *pem; /* certificate and key */
  GBytes *fingerprint;
};

G_DEFINE_FINAL_TYPE (ConfabCertificate, confab_certificate, G_TYPE_OBJECT)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

static GBytes *
fingerprint_of (X509 *x509)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;

  if (X509_digest (x509, EVP_sha256 (), digest, &length) != 1 || length != CONFAB_FINGERPRINT_BYTES)
    return NULL;
  return g_bytes_new (digest, length);
}

/* Nothing in it tells who we are or links two meetings (RFC 8827 section 6.5, 9.3). */
static X509 *
self_sign (EVP_PKEY *key)
{
  g_autoptr (X509) x509 = X509_new ();
  X509_NAME *name;
  guint64 serial;

  if (x509 == NULL || RAND_bytes ((unsigned char *) &serial, sizeof serial) != 1)
    return NULL;
  serial &= G_MAXINT64; /* RFC 5280 section 4.1.2.2: positive */
  name = X509_get_subject_name (x509);
  if (X509_set_version (x509, X509_VERSION_3) != 1 ||
      ASN1_INTEGER_set_uint64 (X509_get_serialNumber (x509), serial) != 1 ||
      X509_gmtime_adj (X509_getm_notBefore (x509), -BACKDATED_SECONDS) == NULL ||
      X509_gmtime_adj (X509_getm_notAfter (x509), VALID_SECONDS) == NULL ||
      X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const unsigned char *) "WebRTC", -1,
                                  -1, 0) != 1 ||
      X509_set_issuer_name (x509, name) != 1 || X509_set_pubkey (x509, key) != 1 ||
      X509_sign (x509, key, EVP_sha256 ()) == 0)
    return NULL;
  return g_steal_pointer (&x509);
}

static char *
write_pem (X509 *x509, EVP_PKEY *key)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_secmem ());
  char *text;
  long length;

  if (memory == NULL || PEM_write_bio_X509 (memory, x509) != 1 ||
      PEM_write_bio_PrivateKey (memory, key, NULL, NULL, 0, NULL, NULL) != 1)
    return NULL;
  length = BIO_get_mem_data (memory, &text);
  return length > 0 ? g_strndup (text, (gsize) length) : NULL;
}

/* Worker thread. */
static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (ConfabCertificate) self = g_object_new (CONFAB_TYPE_CERTIFICATE, NULL);
  g_autoptr (EVP_PKEY) key = EVP_EC_gen ("P-256");
  g_autoptr (X509) x509 = key != NULL ? self_sign (key) : NULL;

  if (x509 != NULL) {
    self->pem = write_pem (x509, key);
    self->fingerprint = fingerprint_of (x509);
  }
  if (self->pem != NULL && self->fingerprint != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
    return;
  }
  g_debug ("libcrypto: %s", ERR_reason_error_string (ERR_peek_last_error ()));
  ERR_clear_error ();
  g_task_return_new_error (task, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_CERTIFICATE,
                           _ ("The key that protects calls could not be made; restart Confab, and "
                              "install OpenSSL 3 again if that does not help"));
}

void
confab_certificate_new_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_certificate_new_async);
  g_task_run_in_thread (task, make_in_thread);
}

ConfabCertificate *
confab_certificate_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_certificate_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GBytes *
confab_certificate_get_fingerprint (ConfabCertificate *self)
{
  g_return_val_if_fail (CONFAB_IS_CERTIFICATE (self), NULL);

  return self->fingerprint;
}

const char *
confab_certificate_get_pem (ConfabCertificate *self)
{
  g_return_val_if_fail (CONFAB_IS_CERTIFICATE (self), NULL);

  return self->pem;
}

GBytes *
confab_certificate_fingerprint_of_pem (const char *pem)
{
  g_autoptr (BIO) memory = BIO_new_mem_buf (pem, -1);
  g_autoptr (X509) x509 = PEM_read_bio_X509 (memory, NULL, NULL, NULL);
  g_autoptr (X509) second = x509 != NULL ? PEM_read_bio_X509 (memory, NULL, NULL, NULL) : NULL;

  ERR_clear_error (); /* the end of the text is one */
  return x509 != NULL && second == NULL ? fingerprint_of (x509) : NULL;
}

static void
confab_certificate_finalize (GObject *object)
{
  ConfabCertificate *self = CONFAB_CERTIFICATE (object);

  if (self->pem != NULL)
    OPENSSL_cleanse (self->pem, strlen (self->pem));
  g_free (self->pem);
  g_clear_pointer (&self->fingerprint, g_bytes_unref);
  G_OBJECT_CLASS (confab_certificate_parent_class)->finalize (object);
}

static void
confab_certificate_class_init (ConfabCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_certificate_finalize;
}

static void
confab_certificate_init (ConfabCertificate *self)
{
}
