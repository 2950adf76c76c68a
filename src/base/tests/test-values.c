/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base.h"

static const ConfabPid sample = { { 0x8e, 0x05, 0xce, 0x29, 0x6b, 0x57, 0x8f, 0xc5, 0x2a, 0xa2,
                                    0xe1, 0x8d, 0xd7, 0x23, 0x4b, 0xa2 } };
static const char sample_hex[] = "8e05ce296b578fc52aa2e18dd7234ba2";

static void
test_pid_has_one_hex_form (void)
{
  g_autofree char *hex = confab_pid_to_hex (&sample);
  ConfabPid read = CONFAB_PID_NONE;

  g_assert_cmpstr (hex, ==, sample_hex);
  g_assert_true (confab_pid_from_hex (hex, &read));
  g_assert_true (confab_pid_equal (&read, &sample));
}

static void
test_pid_refuses_every_other_form (void)
{
  static const char *const refused[] = {
    NULL,
    "",
    "8e05ce296b578fc52aa2e18dd7234ba",
    "8e05ce296b578fc52aa2e18dd7234ba20",
    "8E05ce296b578fc52aa2e18dd7234ba2",
    "8g05ce296b578fc52aa2e18dd7234ba2",
    " e05ce296b578fc52aa2e18dd7234ba2",
  };
  ConfabPid untouched = sample;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (confab_pid_from_hex (refused[i], &untouched));
  g_assert_true (confab_pid_equal (&untouched, &sample));
}

static void
test_pid_is_a_hash_table_key (void)
{
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
  ConfabPid other = sample;

  other.bytes[15] ^= 1;
  g_hash_table_insert (names, confab_pid_copy (&sample), (gpointer) "Ada");
  g_assert_cmpstr (g_hash_table_lookup (names, &sample), ==, "Ada");
  g_assert_null (g_hash_table_lookup (names, &other));
  g_assert_cmpuint (confab_pid_hash (&sample), !=, confab_pid_hash (&other));
}

static void
test_values_differ_by_any_byte (void)
{
  ConfabToken tokens[2] = { 0 };
  ConfabDigest digests[2] = { 0 };
  ConfabVerifyKey verify_keys[2] = { 0 };
  ConfabExchangeKey exchange_keys[2] = { 0 };

  g_assert_true (confab_token_equal (&tokens[0], &tokens[1]));
  g_assert_true (confab_digest_equal (&digests[0], &digests[1]));
  g_assert_true (confab_verify_key_equal (&verify_keys[0], &verify_keys[1]));
  g_assert_true (confab_exchange_key_equal (&exchange_keys[0], &exchange_keys[1]));
  tokens[1].bytes[15] = digests[1].bytes[31] = 1;
  verify_keys[1].bytes[31] = exchange_keys[1].bytes[31] = 1;
  g_assert_false (confab_token_equal (&tokens[0], &tokens[1]));
  g_assert_false (confab_digest_equal (&digests[0], &digests[1]));
  g_assert_false (confab_verify_key_equal (&verify_keys[0], &verify_keys[1]));
  g_assert_false (confab_exchange_key_equal (&exchange_keys[0], &exchange_keys[1]));
  g_assert_cmpuint (confab_digest_hash (&digests[0]), !=, confab_digest_hash (&digests[1]));
}

static void
test_zero_is_recognised_by_its_last_byte_too (void)
{
  ConfabPid pid = CONFAB_PID_NONE;
  ConfabToken token = { 0 };
  ConfabDigest digest = { 0 };

  g_assert_true (confab_pid_is_none (&pid));
  g_assert_true (confab_token_is_zero (&token));
  g_assert_true (confab_digest_is_zero (&digest));
  pid.bytes[15] = token.bytes[15] = digest.bytes[31] = 1;
  g_assert_false (confab_pid_is_none (&pid));
  g_assert_false (confab_token_is_zero (&token));
  g_assert_false (confab_digest_is_zero (&digest));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/pid-has-one-hex-form", test_pid_has_one_hex_form);
  g_test_add_func ("/values/pid-refuses-every-other-form", test_pid_refuses_every_other_form);
  g_test_add_func ("/values/pid-is-a-hash-table-key", test_pid_is_a_hash_table_key);
  g_test_add_func ("/values/values-differ-by-any-byte", test_values_differ_by_any_byte);
  g_test_add_func ("/values/zero-is-recognised-by-its-last-byte-too",
                   test_zero_is_recognised_by_its_last_byte_too);
  return g_test_run ();
}
