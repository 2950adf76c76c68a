/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/epoch.h"

#include <sodium.h>

#include "crypto/key-pair-private.h"
#include "crypto/labelled.h"
#include "crypto/secret-private.h"

G_STATIC_ASSERT (CONFAB_KEYBOX_CT_BYTES ==
                 CONFAB_SECRET_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES);

/* A box's key is unique per link, recipient and token, so its nonce may be constant (8). */
static const guint8 zero_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

ConfabDigest
confab_epoch_commit (const ConfabSecret *epoch_secret, const ConfabDigest *gen, guint32 n)
{
  const guint32 wire_n = GUINT32_TO_BE (n);
  const ConfabPart key = confab_part_of_secret (epoch_secret);
  const ConfabPart parts[] = { CONFAB_PART (gen), { (const guint8 *) &wire_n, sizeof wire_n } };
  ConfabDigest commit;

  confab_labelled_mac (&key, "commit", parts, G_N_ELEMENTS (parts), commit.bytes,
                       sizeof commit.bytes);
  return commit;
}

gboolean
confab_epoch_check_commit (const ConfabSecret *epoch_secret, const ConfabDigest *gen, guint32 n,
                           const ConfabDigest *commit)
{
  ConfabDigest expected = confab_epoch_commit (epoch_secret, gen, n);

  return sodium_memcmp (expected.bytes, commit->bytes, sizeof expected.bytes) == 0;
}

/* kb = KDF(X25519, "keybox", link_hash || pid || token), lent from this thread's scratch memory: a
 * leader seals up to 200 boxes for one LINK. Wiped by wipe_scratch(). */
static const guint8 *
derive_box_key (const ConfabKeyPair *own, const ConfabExchangeKey *peer,
                const ConfabKeyboxAddress *address, GError **error)
{
  guint8 *shared = confab_secret_scratch ();
  guint8 *box_key = shared + CONFAB_SECRET_BYTES;
  const ConfabPart key = { shared, CONFAB_SECRET_BYTES };
  const ConfabPart parts[] = { CONFAB_PART (&address->link_hash), CONFAB_PART (&address->pid),
                               CONFAB_PART (&address->token) };

  if (!confab_key_pair_agree (own, peer, shared, error))
    return NULL;
  confab_labelled_mac (&key, "keybox", parts, G_N_ELEMENTS (parts), box_key, CONFAB_SECRET_BYTES);
  return box_key;
}

static void
wipe_scratch (void)
{
  sodium_memzero (confab_secret_scratch (), CONFAB_SCRATCH_BYTES);
}

gboolean
confab_keybox_seal (const ConfabSecret *epoch_secret, const ConfabKeyPair *epk,
                    const ConfabExchangeKey *recipient_ek, const ConfabKeyboxAddress *address,
                    ConfabKeybox *out, GError **error)
{
  const guint8 *box_key;

  g_return_val_if_fail (confab_secret_get_length (epoch_secret) == CONFAB_SECRET_BYTES, FALSE);

  box_key = derive_box_key (epk, recipient_ek, address, error);
  if (box_key == NULL)
    return FALSE;
  out->pid = address->pid;
  out->token = address->token;
  crypto_aead_xchacha20poly1305_ietf_encrypt (out->ct, NULL, confab_secret_get_bytes (epoch_secret),
                                              CONFAB_SECRET_BYTES, NULL, 0, NULL, zero_nonce,
                                              box_key);
  wipe_scratch ();
  return TRUE;
}

ConfabSecret *
confab_keybox_open (const ConfabKeybox *keybox, const ConfabKeyPair *own_ek,
                    const ConfabExchangeKey *epk, const ConfabDigest *link_hash,
                    const ConfabPid *own_pid, GError **error)
{
  const ConfabKeyboxAddress address = { *link_hash, *own_pid, keybox->token };
  const guint8 *box_key = derive_box_key (own_ek, epk, &address, error);
  ConfabSecret *epoch_secret;
  gboolean opened;
  guint8 *bytes;

  if (box_key == NULL)
    return NULL;
  epoch_secret = confab_secret_new_blank (CONFAB_SECRET_BYTES, &bytes);
  opened = confab_pid_equal (&keybox->pid, own_pid) &&
           crypto_aead_xchacha20poly1305_ietf_decrypt (
               bytes, NULL, NULL, keybox->ct, sizeof keybox->ct, NULL, 0, zero_nonce, box_key) == 0;
  wipe_scratch ();
  if (opened)
    return confab_secret_finish (epoch_secret);
  confab_secret_unref (epoch_secret);
  g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SEALED,
                       "a key box does not open");
  return NULL;
}

static ConfabSecret *
derive_sender_key (const ConfabSecret *epoch_secret, const char *label,
                   const ConfabDigest *link_hash, const ConfabPid *pid)
{
  const ConfabPart key = confab_part_of_secret (epoch_secret);
  const ConfabPart parts[] = { CONFAB_PART (link_hash), CONFAB_PART (pid) };

  return confab_labelled_kdf (&key, label, parts, G_N_ELEMENTS (parts));
}

ConfabSecret *
confab_epoch_derive_frame_key (const ConfabSecret *epoch_secret, const ConfabDigest *link_hash,
                               const ConfabPid *pid)
{
  return derive_sender_key (epoch_secret, "frame", link_hash, pid);
}

ConfabSecret *
confab_epoch_derive_message_key (const ConfabSecret *epoch_secret, const ConfabDigest *link_hash,
                                 const ConfabPid *pid)
{
  return derive_sender_key (epoch_secret, "msg", link_hash, pid);
}

ConfabSecret *
confab_pair_key_derive (const ConfabKeyPair *own_ek, const ConfabPairEnds *ends, GError **error)
{
  const ConfabPart parts[] = {
    CONFAB_PART (&ends->gen),     CONFAB_PART (&ends->from),  CONFAB_PART (&ends->to),
    CONFAB_PART (&ends->from_ek), CONFAB_PART (&ends->to_ek),
  };
  const ConfabExchangeKey *own = confab_key_pair_get_key (own_ek);
  gboolean is_from = confab_exchange_key_equal (own, &ends->from_ek);
  guint8 *shared = confab_secret_scratch ();
  const ConfabPart key = { shared, CONFAB_SECRET_BYTES };
  ConfabSecret *pair_key;

  if (!is_from && !confab_exchange_key_equal (own, &ends->to_ek)) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                         "a pair key without an own end");
    return NULL;
  }
  if (!confab_key_pair_agree (own_ek, is_from ? &ends->to_ek : &ends->from_ek, shared, error))
    return NULL;
  pair_key = confab_labelled_kdf (&key, "pair", parts, G_N_ELEMENTS (parts));
  wipe_scratch ();
  return pair_key;
}
