/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/tests/test-keys.h"

#include <string.h>

struct _ConfabMeetingEk {
  ConfabKeyPair *pair;
};

struct _ConfabMeetingEpoch {
  ConfabSecret *secret;
  ConfabKeyPair *epk;
};

TestKeys *
test_keys_new (ConfabSigner *identity, const ConfabToken *inv, guint32 seed, GHashTable *secrets)
{
  TestKeys *keys = g_new0 (TestKeys, 1);

  keys->identity = identity != NULL ? confab_signer_ref (identity)
                                    : confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  keys->session = confab_signer_new_random (CONFAB_SIGNER_SESSION);
  keys->has_inv = inv != NULL;
  if (inv != NULL)
    keys->inv = *inv;
  keys->random = g_rand_new_with_seed (seed);
  keys->secrets = secrets;
  keys->opened = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, g_free, NULL);
  return keys;
}

void
test_keys_free (TestKeys *keys)
{
  confab_signer_unref (keys->identity);
  confab_signer_unref (keys->session);
  g_rand_free (keys->random);
  g_hash_table_unref (keys->opened);
  g_free (keys);
}

GHashTable *
test_secrets_new (void)
{
  return g_hash_table_new_full (confab_digest_hash, confab_digest_equal, g_free,
                                (GDestroyNotify) confab_secret_unref);
}

/* Whoever has a secret for a commit has the same one as all others. */
static void
note_secret (TestKeys *keys, const ConfabDigest *commit, ConfabSecret *secret)
{
  ConfabSecret *other;

  g_hash_table_add (keys->opened, g_memdup2 (commit, sizeof *commit));
  if (keys->secrets == NULL)
    return;
  other = g_hash_table_lookup (keys->secrets, commit);
  if (other == NULL)
    g_hash_table_insert (keys->secrets, g_memdup2 (commit, sizeof *commit),
                         confab_secret_ref (secret));
  else
    g_assert_true (confab_secret_equal (secret, other));
}

static void
fill_random (gpointer user_data, guint8 *out, gsize length)
{
  TestKeys *keys = user_data;

  for (gsize i = 0; i < length; i++)
    out[i] = (guint8) g_rand_int_range (keys->random, 0, 256);
}

static void
get_public_keys (gpointer user_data, ConfabVerifyKey *ik, ConfabVerifyKey *sk)
{
  TestKeys *keys = user_data;

  *ik = *confab_signer_get_key (keys->identity);
  *sk = *confab_signer_get_key (keys->session);
}

static ConfabDigest
hash (gpointer user_data, ConfabMeetingHash kind, GBytes *bytes)
{
  ConfabDigest (*const functions[]) (GBytes *) = {
    [CONFAB_MEETING_HASH_GENESIS] = confab_genesis_hash,
    [CONFAB_MEETING_HASH_JOIN] = confab_join_hash,
    [CONFAB_MEETING_HASH_LINK] = confab_link_hash,
    [CONFAB_MEETING_HASH_ROSTER] = confab_roster_hash,
    [CONFAB_MEETING_HASH_SDPAUTH] = confab_sdpauth_hash,
  };

  return functions[kind](bytes);
}

static ConfabDigest
hash_sdp (gpointer user_data, const char *sdp)
{
  return confab_sdp_hash (sdp, strlen (sdp));
}

static ConfabDigest
hash_member (gpointer user_data, const ConfabPid *pid, const ConfabVerifyKey *ik,
             const ConfabVerifyKey *sk)
{
  return confab_member_hash (pid, ik, sk);
}

static ConfabToken
hash_owner (gpointer user_data, const ConfabVerifyKey *owner_ik)
{
  return confab_owner_hash (owner_ik);
}

GBytes *
test_keys_sign (TestKeys *keys, GBytes *body)
{
  ConfabStatementType type;
  gboolean by_identity;

  g_assert_true (confab_statement_peek_type (body, &type, NULL));
  by_identity = type == CONFAB_STATEMENT_GENESIS || type == CONFAB_STATEMENT_JOIN ||
                type == CONFAB_STATEMENT_ROOMCERT || type == CONFAB_STATEMENT_WAIT_TEXT;
  return confab_statement_sign (body, by_identity ? keys->identity : keys->session);
}

static GBytes *
sign (gpointer user_data, GBytes *body)
{
  return test_keys_sign (user_data, body);
}

static gboolean
verify (gpointer user_data, GBytes *statement, ConfabStatementType type, const ConfabVerifyKey *key,
        GBytes **body)
{
  return confab_statement_verify (statement, type, key, body, NULL);
}

static ConfabInviteClaim
claim_of (const ConfabJoinStatement *join)
{
  return (ConfabInviteClaim){
    .gen = join->meeting.gen, .pid = join->pid, .ik = join->ik, .sk = join->sk, .ek = join->ek
  };
}

static gboolean
make_invite_mac (gpointer user_data, const ConfabJoinStatement *join, ConfabToken *mac)
{
  TestKeys *keys = user_data;
  ConfabInviteClaim claim = claim_of (join);

  if (keys->has_inv)
    *mac = confab_invite_mac (&keys->inv, &claim);
  return keys->has_inv;
}

static gboolean
check_invite_mac (gpointer user_data, const ConfabJoinStatement *join)
{
  TestKeys *keys = user_data;
  ConfabInviteClaim claim = claim_of (join);

  return keys->has_inv && confab_invite_mac_check (&keys->inv, &claim, &join->mac);
}

static ConfabMeetingEk *
ek_new (gpointer user_data, ConfabExchangeKey *public_key)
{
  ConfabMeetingEk *ek = g_new0 (ConfabMeetingEk, 1);

  ek->pair = confab_key_pair_new_random ();
  *public_key = *confab_key_pair_get_key (ek->pair);
  return ek;
}

static void
ek_free (ConfabMeetingEk *ek)
{
  confab_key_pair_unref (ek->pair);
  g_free (ek);
}

static gboolean
ek_is_sound (gpointer user_data, const ConfabExchangeKey *key)
{
  return !confab_exchange_key_is_weak (key);
}

static ConfabMeetingEpoch *
epoch_begin (gpointer user_data, const ConfabDigest *gen, guint32 n, ConfabExchangeKey *epk,
             ConfabDigest *commit)
{
  ConfabMeetingEpoch *epoch = g_new0 (ConfabMeetingEpoch, 1);

  epoch->secret = confab_secret_new_random (CONFAB_SECRET_BYTES);
  epoch->epk = confab_key_pair_new_random ();
  *epk = *confab_key_pair_get_key (epoch->epk);
  *commit = confab_epoch_commit (epoch->secret, gen, n);
  note_secret (user_data, commit, epoch->secret);
  return epoch;
}

static void
epoch_forget_esk (ConfabMeetingEpoch *epoch)
{
  g_clear_pointer (&epoch->epk, confab_key_pair_unref);
}

static void
epoch_free (ConfabMeetingEpoch *epoch)
{
  epoch_forget_esk (epoch);
  confab_secret_unref (epoch->secret);
  g_free (epoch);
}

static gboolean
keybox_seal (gpointer user_data, const ConfabMeetingEpoch *epoch, const ConfabDigest *link_hash,
             const ConfabExchangeKey *ek, ConfabKeybox *box)
{
  ConfabKeyboxAddress address = { .link_hash = *link_hash, .pid = box->pid, .token = box->token };

  return epoch->epk != NULL &&
         confab_keybox_seal (epoch->secret, epoch->epk, ek, &address, box, NULL);
}

static ConfabMeetingOpening
keybox_open (gpointer user_data, const ConfabMeetingEk *ek, const ConfabLinkStatement *link,
             const ConfabDigest *link_hash, const ConfabKeybox *box, ConfabMeetingEpoch **out)
{
  g_autoptr (ConfabSecret) secret =
      confab_keybox_open (box, ek->pair, &link->epk, link_hash, &box->pid, NULL);

  if (secret == NULL)
    return CONFAB_MEETING_UNREADABLE;
  if (!confab_epoch_check_commit (secret, &link->meeting.gen, link->n, &link->commit))
    return CONFAB_MEETING_MISMATCH;
  note_secret (user_data, &link->commit, secret);
  *out = g_new0 (ConfabMeetingEpoch, 1);
  (*out)->secret = g_steal_pointer (&secret);
  return CONFAB_MEETING_OPENED;
}

static ConfabSecret *
derive_message_key (const ConfabMeetingMsgKey *key)
{
  ConfabPairEnds ends = {
    .gen = key->gen, .from = key->from, .to = key->to, .from_ek = key->from_ek, .to_ek = key->to_ek
  };

  if (key->epoch != NULL)
    return confab_epoch_derive_message_key (key->epoch->secret, &key->link_hash, &key->from);
  return confab_pair_key_derive (key->own_ek->pair, &ends, NULL);
}

static GBytes *
msg_seal (gpointer user_data, const ConfabMeetingMsgKey *key, ConfabMessageHead *head,
          GBytes *payload)
{
  TestKeys *keys = user_data;
  g_autoptr (ConfabSecret) secret = derive_message_key (key);

  return confab_message_seal (head, secret, keys->session, &key->link_hash, payload, NULL);
}

static ConfabMeetingOpening
msg_open (gpointer user_data, const ConfabMeetingMsgKey *key, GBytes *message, GBytes **payload)
{
  g_autoptr (ConfabSecret) secret = derive_message_key (key);
  g_autoptr (GError) error = NULL;
  GBytes *opened = confab_message_open (message, secret, &key->from_sk, &key->link_hash, &error);

  if (opened != NULL)
    *payload = opened;
  else
    return g_error_matches (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE)
               ? CONFAB_MEETING_MISMATCH
               : CONFAB_MEETING_UNREADABLE;
  return CONFAB_MEETING_OPENED;
}

const ConfabMeetingKeys test_keys_table = {
  .random = fill_random,
  .get_public_keys = get_public_keys,
  .hash = hash,
  .hash_sdp = hash_sdp,
  .hash_member = hash_member,
  .hash_owner = hash_owner,
  .sign = sign,
  .verify = verify,
  .make_invite_mac = make_invite_mac,
  .check_invite_mac = check_invite_mac,
  .ek_new = ek_new,
  .ek_free = ek_free,
  .ek_is_sound = ek_is_sound,
  .epoch_begin = epoch_begin,
  .epoch_forget_esk = epoch_forget_esk,
  .epoch_free = epoch_free,
  .keybox_seal = keybox_seal,
  .keybox_open = keybox_open,
  .msg_seal = msg_seal,
  .msg_open = msg_open,
};
