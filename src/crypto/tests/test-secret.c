/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/crypto.h"

static void
test_taken_bytes_are_wiped_where_they_were (void)
{
  guint8 bytes[32], zero[32] = { 0 };
  g_autoptr (ConfabSecret) secret = NULL;

  memset (bytes, 0x5a, sizeof bytes);
  secret = confab_secret_new_take (bytes, sizeof bytes);
  g_assert_cmpmem (bytes, sizeof bytes, zero, sizeof zero);
  g_assert_cmpuint (confab_secret_get_length (secret), ==, 32);
  g_assert_cmpuint (confab_secret_get_bytes (secret)[31], ==, 0x5a);
}

static void
test_random_secrets_differ (void)
{
  g_autoptr (ConfabSecret) a = confab_secret_new_random (32);
  g_autoptr (ConfabSecret) b = confab_secret_new_random (32);
  g_autoptr (ConfabSecret) shorter = confab_secret_new_random (16);
  g_autoptr (ConfabSecret) same = confab_secret_ref (a);
  ConfabPid pids[2] = { confab_pid_random (), confab_pid_random () };
  ConfabToken tokens[2] = { confab_token_random (), confab_token_random () };
  guint8 bytes[2][32] = { { 0 } };

  g_assert_false (confab_secret_equal (a, b));
  g_assert_false (confab_secret_equal (a, shorter));
  g_assert_true (confab_secret_equal (a, same));
  g_assert_false (confab_pid_equal (&pids[0], &pids[1]));
  g_assert_false (confab_token_equal (&tokens[0], &tokens[1]));
  confab_random_bytes (bytes[0], 32);
  g_assert_cmpint (memcmp (bytes[0], bytes[1], 32), !=, 0);
}

/* Runs in a process of its own, since it must end by a signal. */
static void
test_secret_can_not_be_overwritten (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (ConfabSecret) secret = confab_secret_new_random (32);

    ((guint8 *) confab_secret_get_bytes (secret))[0] ^= 1;
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

/* Whoever forgets a length reads into a guard page, not into the next secret. */
static void
test_reading_past_a_secret_ends_the_process (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (ConfabSecret) secret = confab_secret_new_random (32);
    volatile guint8 byte = confab_secret_get_bytes (secret)[32];

    (void) byte;
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/secret/taken-bytes-are-wiped-where-they-were",
                   test_taken_bytes_are_wiped_where_they_were);
  g_test_add_func ("/secret/random-secrets-differ", test_random_secrets_differ);
  g_test_add_func ("/secret/secret-can-not-be-overwritten", test_secret_can_not_be_overwritten);
  g_test_add_func ("/secret/reading-past-a-secret-ends-the-process",
                   test_reading_past_a_secret_ends_the_process);
  return g_test_run ();
}
