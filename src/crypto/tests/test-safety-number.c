/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/safety-number-private.h"
#include "crypto/tests/model-people.h"

/* (transfer full) */
static char *
signal_half (const char *key_hex, const char *who)
{
  guint8 key[CONFAB_SAFETY_KEY_BYTES], hash[CONFAB_SAFETY_HASH_BYTES];

  g_assert_true (confab_hex_decode (key_hex, key, sizeof key));
  confab_safety_hash (key, who, hash);
  return confab_safety_digits (hash);
}

/* The keys, identifiers and digits of libsignal's own test, as section 16 gives them. */
static void
test_iteration_is_that_of_libsignal (void)
{
  g_autofree char *alice = signal_half (
      "0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868", "+14152222222");
  g_autofree char *bob = signal_half (
      "05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b", "+14153333333");
  g_autofree char *both = g_strconcat (alice, bob, NULL);

  g_assert_cmpstr (both, ==, "300354477692869396892869876765458257569162576843440918079131");
}

/* Digits keep their leading zeros: section 16 has groups 05585, 02543 and 01347. */
static void
test_groups_have_five_digits (void)
{
  guint8 hash[CONFAB_SAFETY_HASH_BYTES] = { 0 };
  g_autofree char *zeros = confab_safety_digits (hash);
  g_autofree char *ones = NULL;

  memset (hash, 0xff, sizeof hash);
  ones = confab_safety_digits (hash);
  g_assert_cmpstr (zeros, ==, "000000000000000000000000000000");
  g_assert_cmpstr (ones, ==, "277752777527775277752777527775"); /* 2^40 - 1 mod 10^5 */
}

static void
test_qr_code_shows_own_half_first (void)
{
  const ConfabVerifyKey *ada = confab_signer_get_key (model_person ("ada")->ik);
  const ConfabVerifyKey *bob = confab_signer_get_key (model_person ("bob")->ik);
  g_autofree char *on_ada = confab_safety_number_qr (ada, bob);
  g_autofree char *on_bob = confab_safety_number_qr (bob, ada);
  guint8 a[64], b[64];

  g_assert_true (g_str_has_prefix (on_ada, "confab-verify:1:"));
  g_assert_true (confab_base64url_decode_exact (on_ada + 16, a, sizeof a));
  g_assert_true (confab_base64url_decode_exact (on_bob + 16, b, sizeof b));
  g_assert_cmpmem (a, 32, b + 32, 32);
  g_assert_cmpmem (a + 32, 32, b, 32);
}

static void
test_scanned_code_fits_the_two_people_only (void)
{
  const ConfabVerifyKey *ada = confab_signer_get_key (model_person ("ada")->ik);
  const ConfabVerifyKey *bob = confab_signer_get_key (model_person ("bob")->ik);
  g_autofree char *on_bob = confab_safety_number_qr (bob, ada);
  ConfabVerifyKey other = *bob;

  other.bytes[0] ^= 1;
  g_assert_true (confab_safety_number_qr_check (on_bob, ada, bob));
  g_assert_false (confab_safety_number_qr_check (on_bob, bob, ada));
  g_assert_false (confab_safety_number_qr_check (on_bob, ada, &other));
  g_assert_false (confab_safety_number_qr_check ("", ada, bob));
}

static void
test_meeting_code_is_of_meeting_and_founder (void)
{
  const ConfabVerifyKey *ada = confab_signer_get_key (model_person ("ada")->ik);
  const ConfabVerifyKey *bob = confab_signer_get_key (model_person ("bob")->ik);
  ConfabDigest gen = { { 1 } }, other_gen = { { 2 } };
  g_autofree char *code = confab_meeting_code (&gen, ada);
  g_autofree char *other_founder = confab_meeting_code (&gen, bob);
  g_autofree char *other_meeting = confab_meeting_code (&other_gen, ada);

  g_assert_cmpuint (strlen (code), ==, 35);
  g_assert_cmpstr (code, !=, other_founder);
  g_assert_cmpstr (code, !=, other_meeting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/safety-number/iteration-is-that-of-libsignal",
                   test_iteration_is_that_of_libsignal);
  g_test_add_func ("/safety-number/groups-have-five-digits", test_groups_have_five_digits);
  g_test_add_func ("/safety-number/qr-code-shows-own-half-first",
                   test_qr_code_shows_own_half_first);
  g_test_add_func ("/safety-number/scanned-code-fits-the-two-people-only",
                   test_scanned_code_fits_the_two_people_only);
  g_test_add_func ("/safety-number/meeting-code-is-of-meeting-and-founder",
                   test_meeting_code_is_of_meeting_and_founder);
  return g_test_run ();
}
