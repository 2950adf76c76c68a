/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/certificate-pem.h"

#include <string.h>

/* Made by the openssl program; its digest by `openssl x509 -outform der | sha256sum`. */
static const char *const known_pem =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdzCCAR2gAwIBAgIUe7eL/ck/7dvO5ozH4Ovww4bCKBYwCgYIKoZIzj0EAwIw\n"
    "ETEPMA0GA1UEAwwGV2ViUlRDMB4XDTI2MTEyMzA4MTI0NVoXDTI2MTIyMzA4MTI0\n"
    "NVowETEPMA0GA1UEAwwGV2ViUlRDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
    "cd81OnI9CmZ2hp2JnPK19R6DDHpEOJOFXv6qhhOlN7iI7kN10WRNOD8n390CwfVv\n"
    "Jluz9uY+5iLpOEAC/S/o96NTMFEwHQYDVR0OBBYEFJdPdHnrYx50CQ5DXhCRHYLc\n"
    "LazyMB8GA1UdIwQYMBaAFJdPdHnrYx50CQ5DXhCRHYLcLazyMA8GA1UdEwEB/wQF\n"
    "MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAL+dLY0DfsYJIATc5gE7kCy5VrhbkmwS\n"
    "8ERpKMWhPcsZAiAsbC4be3SCaJnKH7THEIvmaPPLx4WslFsIbEjWCvbMsw==\n"
    "-----END CERTIFICATE-----\n";
static const guint8 known_digest[] = {
  0x01, 0x7f, 0xc8, 0xb9, 0x8c, 0x65, 0x86, 0x83, 0xb6, 0x7c, 0x39, 0xac, 0x55, 0xe1, 0xd8, 0x0e,
  0x2a, 0x84, 0x5f, 0xfc, 0x52, 0xb5, 0x1f, 0xe3, 0x58, 0xe0, 0xbd, 0x68, 0xba, 0x07, 0xb5, 0xb5,
};

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabCertificate **certificate = user_data;
  g_autoptr (GError) error = NULL;

  *certificate = confab_certificate_new_finish (result, &error);
  g_assert_no_error (error);
}

static ConfabCertificate *
make (void)
{
  ConfabCertificate *certificate = NULL;

  confab_certificate_new_async (NULL, on_made, &certificate);
  while (certificate == NULL)
    g_main_context_iteration (NULL, TRUE);
  return certificate;
}

static void
test_fingerprint_is_sha256_of_the_der_form (void)
{
  g_autoptr (GBytes) fingerprint = confab_certificate_fingerprint_of_pem (known_pem);

  g_assert_cmpmem (g_bytes_get_data (fingerprint, NULL), g_bytes_get_size (fingerprint),
                   known_digest, sizeof known_digest);
}

static void
test_what_is_no_single_certificate_has_no_fingerprint (void)
{
  g_autofree char *two = g_strconcat (known_pem, known_pem, NULL);

  g_assert_null (confab_certificate_fingerprint_of_pem (""));
  g_assert_null (confab_certificate_fingerprint_of_pem ("-----BEGIN CERTIFICATE-----\nAAAA\n"));
  g_assert_null (confab_certificate_fingerprint_of_pem (two));
}

static void
test_own_fingerprint_is_that_of_the_pem_handed_to_dtls (void)
{
  g_autoptr (ConfabCertificate) certificate = make ();
  const char *pem = confab_certificate_get_pem (certificate);
  g_autoptr (GBytes) fingerprint = confab_certificate_fingerprint_of_pem (pem);

  g_assert_true (g_bytes_equal (fingerprint, confab_certificate_get_fingerprint (certificate)));
  g_assert_nonnull (strstr (pem, "-----BEGIN PRIVATE KEY-----"));
}

static void
test_no_two_certificates_are_alike (void)
{
  g_autoptr (ConfabCertificate) one = make (), other = make ();

  g_assert_false (g_bytes_equal (confab_certificate_get_fingerprint (one),
                                 confab_certificate_get_fingerprint (other)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/fingerprint-is-sha256-of-the-der-form",
                   test_fingerprint_is_sha256_of_the_der_form);
  g_test_add_func ("/certificate/what-is-no-single-certificate-has-no-fingerprint",
                   test_what_is_no_single_certificate_has_no_fingerprint);
  g_test_add_func ("/certificate/own-fingerprint-is-that-of-the-pem-handed-to-dtls",
                   test_own_fingerprint_is_that_of_the_pem_handed_to_dtls);
  g_test_add_func ("/certificate/no-two-certificates-are-alike",
                   test_no_two_certificates_are_alike);
  return g_test_run ();
}
