/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/secret.h"

#include <sodium.h>
#include <string.h>

#include "crypto/secret-private.h"

struct _ConfabSecret {
  gatomicrefcount ref_count;
  gsize length;
  guint8 *
      bytes; /* sodium_malloc: guard pages around it, locked where the limits allow, never dumped */
};

ConfabSecret *
confab_secret_new_blank (gsize length, guint8 **writable)
{
  ConfabSecret *secret = g_new0 (ConfabSecret, 1);

  g_atomic_ref_count_init (&secret->ref_count);
  secret->length = length;
  secret->bytes = sodium_malloc (length);
  if (secret->bytes == NULL)
    g_error ("No memory for a secret of %" G_GSIZE_FORMAT " bytes", length);
  *writable = secret->bytes;
  return secret;
}

guint8 *
confab_secret_scratch (void)
{
  static GPrivate of_thread = G_PRIVATE_INIT (sodium_free);
  guint8 *scratch = g_private_get (&of_thread);

  if (scratch != NULL)
    return scratch;
  scratch = sodium_malloc (CONFAB_SCRATCH_BYTES);
  if (scratch == NULL)
    g_error ("No memory for the keys of a thread");
  g_private_set (&of_thread, scratch);
  return scratch;
}

ConfabSecret *
confab_secret_finish (ConfabSecret *secret)
{
  if (sodium_mprotect_readonly (secret->bytes) != 0)
    g_error ("A secret could not be write-protected");
  return secret;
}

ConfabSecret *
confab_secret_new_random (gsize length)
{
  guint8 *bytes;
  ConfabSecret *secret = confab_secret_new_blank (length, &bytes);

  randombytes_buf (bytes, length);
  return confab_secret_finish (secret);
}

ConfabSecret *
confab_secret_new_take (guint8 *bytes, gsize length)
{
  guint8 *own;
  ConfabSecret *secret = confab_secret_new_blank (length, &own);

  memcpy (own, bytes, length);
  sodium_memzero (bytes, length);
  return confab_secret_finish (secret);
}

ConfabSecret *
confab_secret_ref (ConfabSecret *secret)
{
  g_atomic_ref_count_inc (&secret->ref_count);
  return secret;
}

void
confab_secret_unref (ConfabSecret *secret)
{
  if (!g_atomic_ref_count_dec (&secret->ref_count))
    return;
  sodium_free (secret->bytes);
  g_free (secret);
}

const guint8 *
confab_secret_get_bytes (const ConfabSecret *secret)
{
  return secret->bytes;
}

gsize
confab_secret_get_length (const ConfabSecret *secret)
{
  return secret->length;
}

gboolean
confab_secret_equal (const ConfabSecret *a, const ConfabSecret *b)
{
  return a->length == b->length && sodium_memcmp (a->bytes, b->bytes, a->length) == 0;
}
