/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each step takes Argon2id's second, so the tests share one sealed file. */
#include "crypto/tests/model-people.h"

static ConfabSecret *
passphrase_of (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  return confab_secret_new_take ((guint8 *) copy, strlen (text));
}

static GBytes *
shared_file (void)
{
  static GBytes *file;

  if (file == NULL) {
    g_autoptr (ConfabSecret) passphrase = passphrase_of ("correct horse");

    file = confab_identity_file_seal (confab_signer_get_seed (model_person ("ada")->ik), passphrase,
                                      NULL);
  }
  return file;
}

static void
test_file_opens_with_its_passphrase (void)
{
  g_autoptr (ConfabSecret) passphrase = passphrase_of ("correct horse");
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSecret) seed = confab_identity_file_open (shared_file (), passphrase, &error);

  g_assert_no_error (error);
  assert_secret_is_model ("ada-ik-seed", seed);
  g_assert_cmpuint (g_bytes_get_size (shared_file ()), ==, 93);
  g_assert_cmpmem (g_bytes_get_data (shared_file (), NULL), 5, "CFID\1", 5);
}

static void
test_wrong_passphrase_does_not_open_it (void)
{
  g_autoptr (ConfabSecret) passphrase = passphrase_of ("correct horsf");
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_identity_file_open (shared_file (), passphrase, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_PASSPHRASE);
}

static void
test_changed_file_does_not_open (void)
{
  static const gsize offsets[] = { 5, 21, 45, 92 }; /* salt, nonce, seed, tag */
  g_autoptr (ConfabSecret) passphrase = passphrase_of ("correct horse");

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++) {
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (shared_file (), NULL), 93);
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GError) error = NULL;

    bytes[offsets[i]] ^= 1;
    changed = g_bytes_new (bytes, 93);
    g_assert_null (confab_identity_file_open (changed, passphrase, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_PASSPHRASE);
  }
}

static void
test_other_files_are_refused_before_any_work (void)
{
  g_autoptr (ConfabSecret) passphrase = passphrase_of ("correct horse");
  const guint8 *good = g_bytes_get_data (shared_file (), NULL);
  guint8 longer[94] = { 0 };

  for (guint way = 0; way < 4; way++) {
    g_autoptr (GBytes) file = NULL;
    g_autoptr (GError) error = NULL;

    memcpy (longer, good, 93);
    if (way == 3)
      longer[4] = 2; /* a later version */
    file = g_bytes_new (longer, way == 0 ? 0 : way == 1 ? 92 : way == 2 ? 94 : 93);
    g_assert_null (confab_identity_file_open (file, passphrase, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/identity-file/file-opens-with-its-passphrase",
                   test_file_opens_with_its_passphrase);
  g_test_add_func ("/identity-file/wrong-passphrase-does-not-open-it",
                   test_wrong_passphrase_does_not_open_it);
  g_test_add_func ("/identity-file/changed-file-does-not-open", test_changed_file_does_not_open);
  g_test_add_func ("/identity-file/other-files-are-refused-before-any-work",
                   test_other_files_are_refused_before_any_work);
  return g_test_run ();
}
