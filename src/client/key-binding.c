/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/key-binding.h"

struct _ConfabKeyBinding {
  ConfabSigner *identity; /* IK */
  ConfabSigner *session;  /* SK */
  gboolean has_inv;
  ConfabToken inv;
};

struct _ConfabMeetingEk {
  ConfabKeyPair *pair;
};

struct _ConfabMeetingEpoch {
  ConfabSecret *secret; /* E */
  ConfabKeyPair *epk;   /* (nullable): at the leader, until esk is forgotten */
};

ConfabKeyBinding *
confab_key_binding_new (ConfabSigner *identity, const ConfabToken *inv)
{
  ConfabKeyBinding *self = g_new0 (ConfabKeyBinding, 1);

  self->identity = confab_signer_ref (identity);
  self->session = confab_signer_new_random (CONFAB_SIGNER_SESSION);
  self->has_inv = inv != NULL;
  if (inv != NULL)
    self->inv = *inv;
  return self;
}

void
confab_key_binding_free (ConfabKeyBinding *self)
{
  confab_signer_unref (self->identity);
  confab_signer_unref (self->session);
  g_free (self);
}

static void
fill_random (gpointer user_data, guint8 *out, gsize length)
{
  confab_random_bytes (out, length);
}

static void
get_public_keys (gpointer user_data, ConfabVerifyKey *ik, ConfabVerifyKey *sk)
{
  ConfabKeyBinding *self = user_data;

  *ik = *confab_signer_get_key (self->identity);
  *sk = *confab_signer_get_key (self->session);
}

static ConfabDigest
hash (gpointer user_data, ConfabMeetingHash kind, GBytes *bytes)
{
  switch (kind) {
  case CONFAB_MEETING_HASH_GENESIS:
    return confab_genesis_hash (bytes);
  case CONFAB_MEETING_HASH_JOIN:
    return confab_join_hash (bytes);
  case CONFAB_MEETING_HASH_LINK:
    return confab_link_hash (bytes);
  case CONFAB_MEETING_HASH_ROSTER:
    return confab_roster_hash (bytes);
  case CONFAB_MEETING_HASH_SDPAUTH:
    return confab_sdpauth_hash (bytes);
  }
  g_assert_not_reached ();
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

/* Which key signs what: docs/protocol.md 3. */
static ConfabSigner *
signer_for (ConfabKeyBinding *self, ConfabStatementType type)
{
  switch (type) {
  case CONFAB_STATEMENT_GENESIS:
  case CONFAB_STATEMENT_JOIN:
  case CONFAB_STATEMENT_ROOMCERT:
  case CONFAB_STATEMENT_WAIT_TEXT:
    return self->identity;
  default:
    return self->session;
  }
}

static GBytes *
sign (gpointer user_data, GBytes *body)
{
  ConfabStatementType type;

  if (!confab_statement_peek_type (body, &type, NULL))
    g_return_val_if_reached (NULL);
  return confab_statement_sign (body, signer_for (user_data, type));
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
    .gen = join->meeting.gen,
    .pid = join->pid,
    .ik = join->ik,
    .sk = join->sk,
    .ek = join->ek,
  };
}

static gboolean
make_invite_mac (gpointer user_data, const ConfabJoinStatement *join, ConfabToken *mac)
{
  ConfabKeyBinding *self = user_data;
  ConfabInviteClaim claim = claim_of (join);

  if (!self->has_inv)
    return FALSE;
  *mac = confab_invite_mac (&self->inv, &claim);
  return TRUE;
}

static gboolean
check_invite_mac (gpointer user_data, const ConfabJoinStatement *join)
{
  ConfabKeyBinding *self = user_data;
  ConfabInviteClaim claim = claim_of (join);

  return self->has_inv && confab_invite_mac_check (&self->inv, &claim, &join->mac);
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

  *out = g_new0 (ConfabMeetingEpoch, 1);
  (*out)->secret = g_steal_pointer (&secret);
  return CONFAB_MEETING_OPENED;
}

/* (transfer full) (nullable): Km(from) or Kp(from, to) */
static ConfabSecret *
derive_message_key (const ConfabMeetingMsgKey *key)
{
  ConfabPairEnds ends = {
    .gen = key->gen,
    .from = key->from,
    .to = key->to,
    .from_ek = key->from_ek,
    .to_ek = key->to_ek,
  };

  if (key->epoch != NULL)
    return confab_epoch_derive_message_key (key->epoch->secret, &key->link_hash, &key->from);
  return confab_pair_key_derive (key->own_ek->pair, &ends, NULL);
}

static GBytes *
msg_seal (gpointer user_data, const ConfabMeetingMsgKey *key, ConfabMessageHead *head,
          GBytes *payload)
{
  ConfabKeyBinding *self = user_data;
  g_autoptr (ConfabSecret) secret = derive_message_key (key);

  if (secret == NULL)
    return NULL;
  return confab_message_seal (head, secret, self->session, &key->link_hash, payload, NULL);
}

static ConfabMeetingOpening
msg_open (gpointer user_data, const ConfabMeetingMsgKey *key, GBytes *message, GBytes **payload)
{
  g_autoptr (ConfabSecret) secret = derive_message_key (key);
  g_autoptr (GError) error = NULL;
  GBytes *opened;

  if (secret == NULL)
    return CONFAB_MEETING_UNREADABLE;
  opened = confab_message_open (message, secret, &key->from_sk, &key->link_hash, &error);
  if (opened != NULL) {
    *payload = opened;
    return CONFAB_MEETING_OPENED;
  }
  return g_error_matches (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE)
             ? CONFAB_MEETING_MISMATCH
             : CONFAB_MEETING_UNREADABLE;
}

const ConfabMeetingKeys confab_key_binding_table = {
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
