/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/turn-credentials.h"

/* Made with: printf %s 1767226200:00112233445566778899aabbccddeeff |
 *            openssl dgst -sha1 -hmac north -binary | base64 */
static void
test_known_answer (void)
{
  const gint64 now_ms = G_GINT64_CONSTANT (1767225600999);
  ConfabPid pid;
  g_autoptr (ConfabTurnCredentials) credentials = NULL;

  g_assert_true (confab_pid_from_hex ("00112233445566778899aabbccddeeff", &pid));
  credentials = confab_turn_credentials_new ("north", &pid, now_ms);
  g_assert_cmpstr (credentials->username, ==, "1767226200:00112233445566778899aabbccddeeff");
  g_assert_cmpstr (credentials->password, ==, "f05WmIAZKLboKi1r3CzbumcFV/U=");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/turn-credentials/they-are-what-coturn-computes", test_known_answer);
  return g_test_run ();
}
