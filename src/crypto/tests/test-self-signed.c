/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/crypto.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#define NOW_MS G_GINT64_CONSTANT (1767225600000) /* 2026-01-01 */
#define DAY_MS ((gint64) 24 * 60 * 60 * 1000)

static X509 *
read_certificate (ConfabSecret *pem, EVP_PKEY **key)
{
  BIO *memory =
      BIO_new_mem_buf (confab_secret_get_bytes (pem), (int) confab_secret_get_length (pem));
  X509 *x509;

  *key = PEM_read_bio_PrivateKey (memory, NULL, NULL, NULL);
  g_assert_nonnull (*key);
  x509 = PEM_read_bio_X509 (memory, NULL, NULL, NULL);
  g_assert_nonnull (x509);
  BIO_free_all (memory);
  return x509;
}

static int
compare_time (const ASN1_TIME *time, gint64 wall_ms)
{
  return ASN1_TIME_cmp_time_t (time, (time_t) (wall_ms / 1000));
}

static void
test_it_proves_its_key_and_names_nobody (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSecret) pem = confab_self_signed_new_pem (NOW_MS, 30 * DAY_MS, &error);
  EVP_PKEY *key = NULL;
  X509 *x509;
  char *name;

  g_assert_no_error (error);
  x509 = read_certificate (pem, &key);
  g_assert_cmpint (X509_verify (x509, key), ==, 1);
  g_assert_cmpint (X509_check_private_key (x509, key), ==, 1);
  g_assert_cmpint (EVP_PKEY_get_bits (key), ==, 256);
  name = X509_NAME_oneline (X509_get_subject_name (x509), NULL, 0);
  g_assert_cmpstr (name, ==, "/CN=Confab");
  g_assert_cmpint (X509_get_ext_count (x509), ==, 0);
  OPENSSL_free (name);
  X509_free (x509);
  EVP_PKEY_free (key);
}

static void
test_it_is_valid_for_as_long_as_asked (void)
{
  g_autoptr (ConfabSecret) pem = confab_self_signed_new_pem (NOW_MS, 30 * DAY_MS, NULL);
  EVP_PKEY *key = NULL;
  X509 *x509 = read_certificate (pem, &key);

  g_assert_cmpint (compare_time (X509_get0_notBefore (x509), NOW_MS - DAY_MS), ==, 0);
  g_assert_cmpint (compare_time (X509_get0_notAfter (x509), NOW_MS + 30 * DAY_MS), ==, 0);
  X509_free (x509);
  EVP_PKEY_free (key);
}

static void
test_no_two_are_the_same (void)
{
  g_autoptr (ConfabSecret) a = confab_self_signed_new_pem (NOW_MS, DAY_MS, NULL);
  g_autoptr (ConfabSecret) b = confab_self_signed_new_pem (NOW_MS, DAY_MS, NULL);

  g_assert_false (confab_secret_equal (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/crypto/self-signed/proves-its-key-and-names-nobody",
                   test_it_proves_its_key_and_names_nobody);
  g_test_add_func ("/crypto/self-signed/is-valid-for-as-long-as-asked",
                   test_it_is_valid_for_as_long_as_asked);
  g_test_add_func ("/crypto/self-signed/no-two-are-the-same", test_no_two_are_the_same);
  return g_test_run ();
}
