/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/turn-credentials.h"

#define SHA1_BYTES 20

static char *
mac_base64 (const char *secret, const char *text)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) secret, strlen (secret));
  guint8 digest[SHA1_BYTES];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  return g_base64_encode (digest, length);
}

ConfabTurnCredentials *
confab_turn_credentials_new (const char *secret, const ConfabPid *pid, gint64 now_ms)
{
  ConfabTurnCredentials *credentials = g_new0 (ConfabTurnCredentials, 1);
  g_autofree char *hex = confab_pid_to_hex (pid);

  credentials->username =
      g_strdup_printf ("%" G_GINT64_FORMAT ":%s", now_ms / 1000 + CONFAB_TURN_TTL_S, hex);
  credentials->password = mac_base64 (secret, credentials->username);
  return credentials;
}

void
confab_turn_credentials_free (ConfabTurnCredentials *credentials)
{
  if (credentials == NULL)
    return;
  g_free (credentials->username);
  g_free (credentials->password);
  g_free (credentials);
}
