/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base64url.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int
digit_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;
  return c == '_' ? 63 : -1;
}

gsize
confab_base64url_length (gsize length)
{
  static const gsize of_remainder[] = { 0, 2, 3 };

  return length / 3 * 4 + of_remainder[length % 3];
}

char *
confab_base64url_encode (const guint8 *bytes, gsize length)
{
  char *text = g_malloc (confab_base64url_length (length) + 1);
  char *out = text;
  guint32 bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < length; i++) {
    bits = bits << 8 | bytes[i];
    for (n_bits += 8; n_bits >= 6; n_bits -= 6)
      *out++ = alphabet[bits >> (n_bits - 6) & 0x3f];
  }
  if (n_bits > 0)
    *out++ = alphabet[bits << (6 - n_bits) & 0x3f];
  *out = '\0';
  return text;
}

char *
confab_base64url_encode_bytes (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return confab_base64url_encode (data, length);
}

/* Fills @out, which has room for all whole bytes of @length characters. */
static gboolean
decode_into (const char *text, gsize length, guint8 *out)
{
  guint32 bits = 0;
  guint n_bits = 0;

  if (length % 4 == 1)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    int value = digit_value (text[i]);

    if (value < 0)
      return FALSE;
    bits = bits << 6 | (guint32) value;
    n_bits += 6;
    if (n_bits >= 8) {
      n_bits -= 8;
      *out++ = (guint8) (bits >> n_bits);
    }
  }
  /* RFC 4648 section 3.5: bits that no byte uses must be zero, or two texts would mean the same. */
  return (bits & ((1U << n_bits) - 1)) == 0;
}

GBytes *
confab_base64url_decode (const char *text)
{
  gsize length, n_bytes;
  g_autofree guint8 *bytes = NULL;

  if (text == NULL)
    return NULL;
  length = strlen (text);
  n_bytes = length / 4 * 3 + length % 4 * 3 / 4;
  bytes = g_malloc (n_bytes + 1);
  if (!decode_into (text, length, bytes))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), n_bytes);
}

gboolean
confab_base64url_decode_exact (const char *text, guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) decoded = NULL;

  if (text == NULL || strlen (text) != confab_base64url_length (length))
    return FALSE;
  decoded = confab_base64url_decode (text);
  if (decoded == NULL)
    return FALSE;
  if (length > 0)
    memcpy (bytes, g_bytes_get_data (decoded, NULL), length);
  return TRUE;
}
