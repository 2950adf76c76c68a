/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/control-key.h"

#include <sodium.h>

#include "crypto/labelled.h"
#include "protocol/protocol.h"

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

ConfabSecret *
confab_control_key_derive (const ConfabSecret *pair_key, const ConfabToken *grant)
{
  const ConfabPart key = confab_part_of_secret (pair_key);
  const ConfabPart part = CONFAB_PART (grant);

  return confab_labelled_kdf (&key, "rc", &part, 1);
}

/* 16 zero bytes || ctr: unique under Kr as long as ctr is. */
static void
fill_nonce (guint8 nonce[NONCE_BYTES], guint64 ctr)
{
  const guint64 wire_ctr = GUINT64_TO_BE (ctr);

  memset (nonce, 0, NONCE_BYTES);
  memcpy (nonce + NONCE_BYTES - sizeof wire_ctr, &wire_ctr, sizeof wire_ctr);
}

GBytes *
confab_control_event_seal (const ConfabSecret *control_key, const ConfabToken *grant, guint64 ctr,
                           GBytes *event)
{
  const ConfabControlEventHead head = { *grant, ctr };
  g_autoptr (GBytes) head_bytes = confab_control_event_head_encode (&head);
  ConfabPart ad = confab_part_of_bytes (head_bytes);
  ConfabPart clear = confab_part_of_bytes (event);
  guint8 nonce[NONCE_BYTES];
  guint8 *sealed = g_malloc (ad.length + clear.length + TAG_BYTES);

  fill_nonce (nonce, ctr);
  memcpy (sealed, ad.bytes, ad.length);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + ad.length, NULL, clear.bytes, clear.length,
                                              ad.bytes, ad.length, NULL, nonce,
                                              confab_secret_get_bytes (control_key));
  return g_bytes_new_take (sealed, ad.length + clear.length + TAG_BYTES);
}

GBytes *
confab_control_event_open (GBytes *rcevent, const ConfabSecret *control_key,
                           const ConfabToken *grant, guint64 *ctr, GError **error)
{
  ConfabPart whole = confab_part_of_bytes (rcevent);
  g_autofree guint8 *clear = NULL;
  ConfabControlEventHead head;
  guint8 nonce[NONCE_BYTES];
  gsize sealed_length;

  if (!confab_control_event_head_decode (rcevent, &head, error))
    return NULL;
  sealed_length = whole.length - CONFAB_CONTROL_EVENT_HEAD_BYTES;
  if (sealed_length <= TAG_BYTES || !confab_token_equal (&head.grant, grant)) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                         "an event without content or of another grant");
    return NULL;
  }
  clear = g_malloc (sealed_length - TAG_BYTES);
  fill_nonce (nonce, head.ctr);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          clear, NULL, NULL, whole.bytes + CONFAB_CONTROL_EVENT_HEAD_BYTES, sealed_length,
          whole.bytes, CONFAB_CONTROL_EVENT_HEAD_BYTES, nonce,
          confab_secret_get_bytes (control_key)) != 0) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SEALED,
                         "an event does not open");
    return NULL;
  }
  *ctr = head.ctr;
  return g_bytes_new_take (g_steal_pointer (&clear), sealed_length - TAG_BYTES);
}
