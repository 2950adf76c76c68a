/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/labelled.h"

#include <sodium.h>

#include "crypto/secret-private.h"
#include "crypto/signer-private.h"

static const char prefix[] = "confab/v1/";

ConfabPart
confab_part_of_bytes (GBytes *bytes)
{
  ConfabPart part;

  part.bytes = g_bytes_get_data (bytes, &part.length);
  return part;
}

ConfabPart
confab_part_of_secret (const ConfabSecret *secret)
{
  ConfabPart part = { confab_secret_get_bytes (secret), confab_secret_get_length (secret) };

  return part;
}

void
confab_labelled_mac (const ConfabPart *key, const char *label, const ConfabPart *parts,
                     gsize n_parts, guint8 *out, gsize out_length)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, key->bytes, key->length, out_length);
  crypto_generichash_update (&state, (const guint8 *) prefix, strlen (prefix));
  crypto_generichash_update (&state, (const guint8 *) label, strlen (label) + 1);
  for (gsize i = 0; i < n_parts; i++)
    crypto_generichash_update (&state, parts[i].bytes, parts[i].length);
  crypto_generichash_final (&state, out, out_length);
  sodium_memzero (&state, sizeof state);
}

ConfabDigest
confab_labelled_hash (const char *label, const ConfabPart *parts, gsize n_parts)
{
  static const ConfabPart no_key;
  ConfabDigest digest;

  confab_labelled_mac (&no_key, label, parts, n_parts, digest.bytes, sizeof digest.bytes);
  return digest;
}

ConfabSecret *
confab_labelled_kdf (const ConfabPart *key, const char *label, const ConfabPart *parts,
                     gsize n_parts)
{
  guint8 *bytes;
  ConfabSecret *derived = confab_secret_new_blank (CONFAB_SECRET_BYTES, &bytes);

  confab_labelled_mac (key, label, parts, n_parts, bytes, CONFAB_SECRET_BYTES);
  return confab_secret_finish (derived);
}

/* (transfer full) what Ed25519 signs; nothing secret is ever in it. */
static GByteArray *
join_message (const char *label, const ConfabPart *parts, gsize n_parts)
{
  GByteArray *message = g_byte_array_new ();

  g_byte_array_append (message, (const guint8 *) prefix, strlen (prefix));
  g_byte_array_append (message, (const guint8 *) label, (guint) strlen (label) + 1);
  for (gsize i = 0; i < n_parts; i++)
    g_byte_array_append (message, parts[i].bytes, (guint) parts[i].length);
  return message;
}

ConfabSignature
confab_labelled_sign (const ConfabSigner *signer, const char *label, const ConfabPart *parts,
                      gsize n_parts)
{
  g_autoptr (GByteArray) message = join_message (label, parts, n_parts);
  ConfabSignature signature;

  crypto_sign_detached (signature.bytes, NULL, message->data, message->len,
                        confab_signer_get_secret_key (signer));
  return signature;
}

gboolean
confab_labelled_verify (const ConfabVerifyKey *key, const char *label, const ConfabPart *parts,
                        gsize n_parts, const ConfabSignature *signature)
{
  g_autoptr (GByteArray) message = join_message (label, parts, n_parts);

  return crypto_sign_verify_detached (signature->bytes, message->data, message->len, key->bytes) ==
         0;
}
