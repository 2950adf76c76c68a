/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/values.h"

const ConfabPid CONFAB_PID_NONE;

static gboolean
all_zero (const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] != 0)
      return FALSE;
  return TRUE;
}

/* FNV-1a (32 bit). The values are random or hashes, but a peer may choose its own pid: that costs a
 * hash table of 256 entries at most. */
static guint
hash_bytes (const guint8 *bytes, gsize length)
{
  guint32 hash = 2166136261U;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * 16777619U;
  return hash;
}

char *
confab_hex_encode (const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (2 * length + 1);

  for (gsize i = 0; i < length; i++) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 0x0f];
  }
  text[2 * length] = '\0';
  return text;
}

static gboolean
is_lower_hex (char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

gboolean
confab_hex_decode (const char *text, guint8 *bytes, gsize length)
{
  if (text == NULL)
    return FALSE;
  for (gsize i = 0; i < 2 * length; i++)
    if (!is_lower_hex (text[i]))
      return FALSE;
  if (text[2 * length] != '\0')
    return FALSE;

  for (gsize i = 0; i < length; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]);
    int low = g_ascii_xdigit_value (text[2 * i + 1]);

    bytes[i] = (guint8) (high << 4 | low);
  }
  return TRUE;
}

char *
confab_pid_to_hex (const ConfabPid *pid)
{
  return confab_hex_encode (pid->bytes, sizeof pid->bytes);
}

gboolean
confab_pid_from_hex (const char *text, ConfabPid *pid)
{
  return confab_hex_decode (text, pid->bytes, sizeof pid->bytes);
}

guint
confab_pid_hash (gconstpointer pid)
{
  return hash_bytes (((const ConfabPid *) pid)->bytes, CONFAB_PID_BYTES);
}

gboolean
confab_pid_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (ConfabPid)) == 0;
}

ConfabPid *
confab_pid_copy (const ConfabPid *pid)
{
  return g_memdup2 (pid, sizeof *pid);
}

guint
confab_digest_hash (gconstpointer digest)
{
  return hash_bytes (((const ConfabDigest *) digest)->bytes, CONFAB_DIGEST_BYTES);
}

gboolean
confab_digest_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (ConfabDigest)) == 0;
}

gboolean
confab_token_equal (const ConfabToken *a, const ConfabToken *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

gboolean
confab_verify_key_equal (const ConfabVerifyKey *a, const ConfabVerifyKey *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

gboolean
confab_exchange_key_equal (const ConfabExchangeKey *a, const ConfabExchangeKey *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

gboolean
confab_pid_is_none (const ConfabPid *pid)
{
  return all_zero (pid->bytes, sizeof pid->bytes);
}

gboolean
confab_token_is_zero (const ConfabToken *token)
{
  return all_zero (token->bytes, sizeof token->bytes);
}

gboolean
confab_digest_is_zero (const ConfabDigest *digest)
{
  return all_zero (digest->bytes, sizeof digest->bytes);
}
