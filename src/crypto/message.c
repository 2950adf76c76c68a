/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/message.h"

#include <sodium.h>

#include "crypto/labelled.h"

#define PAD_BLOCK_BYTES 64
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define PAD_MAX_BYTES (CONFAB_MESSAGE_PAYLOAD_MAX_BYTES + PAD_BLOCK_BYTES)

G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == CONFAB_MESSAGE_NONCE_BYTES);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_KEYBYTES == CONFAB_SECRET_BYTES);

/* What the sender signs: head || link_hash || H("payload", pad). The digest is kept by
 * the caller. */
static void
fill_signed_parts (ConfabPart parts[3], const ConfabPart *head, const ConfabDigest *link_hash,
                   const ConfabPart *pad, ConfabDigest *payload_hash)
{
  *payload_hash = confab_labelled_hash ("payload", pad, 1);
  parts[0] = *head;
  parts[1] = (ConfabPart) CONFAB_PART (link_hash);
  parts[2] = (ConfabPart) CONFAB_PART (payload_hash);
}

/* (transfer full) pad || room for the signature; @pad_length is that of pad alone. */
static guint8 *
pad_payload (GBytes *payload, gsize *pad_length)
{
  ConfabPart part = confab_part_of_bytes (payload);
  gsize room = part.length + PAD_BLOCK_BYTES;
  guint8 *pad = g_malloc0 (room + CONFAB_SIGNATURE_BYTES);

  if (part.length > 0)
    memcpy (pad, part.bytes, part.length);
  sodium_pad (pad_length, pad, part.length, PAD_BLOCK_BYTES, room);
  return pad;
}

GBytes *
confab_message_seal (ConfabMessageHead *head, const ConfabSecret *key, const ConfabSigner *signer,
                     const ConfabDigest *link_hash, GBytes *payload, GError **error)
{
  g_autoptr (GBytes) head_bytes = NULL;
  g_autofree guint8 *pad = NULL;
  guint8 *sealed;
  gsize pad_length, clear_length;
  ConfabPart head_part, parts[3];
  ConfabDigest payload_hash;
  ConfabSignature signature;

  g_return_val_if_fail (confab_signer_get_kind (signer) == CONFAB_SIGNER_SESSION, NULL);
  g_return_val_if_fail (confab_secret_get_length (key) == CONFAB_SECRET_BYTES, NULL);

  if (g_bytes_get_size (payload) > CONFAB_MESSAGE_PAYLOAD_MAX_BYTES) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                         "a payload of more than 16 KiB");
    return NULL;
  }
  randombytes_buf (head->nonce, sizeof head->nonce);
  memcpy (head->link_tag, link_hash->bytes, sizeof head->link_tag);
  head_bytes = confab_message_head_encode (head);
  g_return_val_if_fail (head_bytes != NULL, NULL);

  head_part = confab_part_of_bytes (head_bytes);
  pad = pad_payload (payload, &pad_length);
  fill_signed_parts (parts, &head_part, link_hash, &(ConfabPart){ pad, pad_length }, &payload_hash);
  signature = confab_labelled_sign (signer, "msg", parts, G_N_ELEMENTS (parts));
  memcpy (pad + pad_length, signature.bytes, sizeof signature.bytes);

  clear_length = pad_length + sizeof signature.bytes;
  sealed = g_malloc (head_part.length + clear_length + TAG_BYTES);
  memcpy (sealed, head_part.bytes, head_part.length);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + head_part.length, NULL, pad, clear_length,
                                              head_part.bytes, head_part.length, NULL, head->nonce,
                                              confab_secret_get_bytes (key));
  sodium_memzero (pad, clear_length);
  return g_bytes_new_take (sealed, head_part.length + clear_length + TAG_BYTES);
}

static gboolean
refuse (GError **error, ConfabCryptoError code, const char *message)
{
  g_set_error_literal (error, CONFAB_CRYPTO_ERROR, code, message);
  return FALSE;
}

/* @clear: pad || signature, as it came out of the seal. (transfer full) the payload. */
static GBytes *
check_and_unpad (const guint8 *clear, gsize pad_length, const ConfabPart *head,
                 const ConfabVerifyKey *sender_sk, const ConfabDigest *link_hash, GError **error)
{
  ConfabPart parts[3];
  ConfabDigest payload_hash;
  ConfabSignature signature;
  gsize length;

  memcpy (signature.bytes, clear + pad_length, sizeof signature.bytes);
  fill_signed_parts (parts, head, link_hash, &(ConfabPart){ clear, pad_length }, &payload_hash);
  if (!confab_labelled_verify (sender_sk, "msg", parts, G_N_ELEMENTS (parts), &signature)) {
    refuse (error, CONFAB_CRYPTO_ERROR_SIGNATURE, "a message opens but its signature is wrong");
    return NULL;
  }
  if (sodium_unpad (&length, clear, pad_length, PAD_BLOCK_BYTES) != 0 ||
      length > CONFAB_MESSAGE_PAYLOAD_MAX_BYTES) {
    refuse (error, CONFAB_CRYPTO_ERROR_FORMAT, "the padding of a message is wrong");
    return NULL;
  }
  return g_bytes_new (clear, length);
}

GBytes *
confab_message_open (GBytes *message, const ConfabSecret *key, const ConfabVerifyKey *sender_sk,
                     const ConfabDigest *link_hash, GError **error)
{
  ConfabPart whole = confab_part_of_bytes (message);
  const ConfabPart head = { whole.bytes, CONFAB_MESSAGE_HEAD_BYTES };
  g_autofree guint8 *clear = NULL;
  g_autoptr (GBytes) payload = NULL;
  ConfabMessageHead decoded;
  gsize pad_length;

  if (!confab_message_head_decode (message, &decoded, error))
    return NULL;
  pad_length = whole.length - head.length;
  if (pad_length < PAD_BLOCK_BYTES + CONFAB_SIGNATURE_BYTES + TAG_BYTES ||
      pad_length > PAD_MAX_BYTES + CONFAB_SIGNATURE_BYTES + TAG_BYTES ||
      (pad_length - CONFAB_SIGNATURE_BYTES - TAG_BYTES) % PAD_BLOCK_BYTES != 0) {
    refuse (error, CONFAB_CRYPTO_ERROR_FORMAT, "a message of an impossible length");
    return NULL;
  }
  pad_length -= CONFAB_SIGNATURE_BYTES + TAG_BYTES;

  clear = g_malloc (pad_length + CONFAB_SIGNATURE_BYTES);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          clear, NULL, NULL, whole.bytes + head.length, whole.length - head.length, head.bytes,
          head.length, decoded.nonce, confab_secret_get_bytes (key)) != 0) {
    refuse (error, CONFAB_CRYPTO_ERROR_SEALED, "a message does not open");
    return NULL;
  }
  payload = check_and_unpad (clear, pad_length, &head, sender_sk, link_hash, error);
  sodium_memzero (clear, pad_length + CONFAB_SIGNATURE_BYTES);
  return g_steal_pointer (&payload);
}
