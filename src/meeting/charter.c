/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/charter.h"

static gboolean
verify (const ConfabKeyring *keys, GBytes *statement, ConfabStatementType type,
        const ConfabVerifyKey *key, GBytes **body)
{
  return keys->table->verify (keys->data, statement, type, key, body);
}

GBytes *
confab_statement_body (GBytes *statement)
{
  ConfabSignature signature;
  GBytes *body;

  return confab_signed_split (statement, &body, &signature, NULL) ? body : NULL;
}

/* 6.1: a founder who is not the owner shows the owner's permission for this room. */
static ConfabCharterVerdict
check_roomcert (const ConfabCharter *charter, gint64 wall_ms)
{
  const ConfabGenesisStatement *genesis = &charter->genesis;
  g_autoptr (GBytes) body = NULL;
  ConfabRoomcertStatement cert;

  if (confab_verify_key_equal (&genesis->ik, &genesis->owner_ik))
    return CONFAB_CHARTER_GOOD;
  if (charter->roomcert == NULL ||
      !verify (&charter->keys, charter->roomcert, CONFAB_STATEMENT_ROOMCERT, &genesis->owner_ik,
               &body) ||
      !confab_roomcert_decode (body, &cert, NULL))
    return CONFAB_CHARTER_INVALID;
  if (!confab_digest_equal (&cert.room, &genesis->room) ||
      !confab_verify_key_equal (&cert.owner_ik, &genesis->owner_ik) ||
      !confab_verify_key_equal (&cert.delegate_ik, &genesis->ik) ||
      (cert.rights & CONFAB_ROOMCERT_FOUND) == 0)
    return CONFAB_CHARTER_INVALID;
  return cert.not_after_ms < wall_ms ? CONFAB_CHARTER_EXPIRED : CONFAB_CHARTER_GOOD;
}

/* A WAITTEXT that is not the owner's is left out: it decides nothing. */
static void
take_words (ConfabCharter *charter, GBytes *waittext)
{
  g_autoptr (GBytes) body = NULL;
  g_auto (ConfabWaitTextStatement) words = { 0 };

  if (waittext == NULL)
    return;
  if (!verify (&charter->keys, waittext, CONFAB_STATEMENT_WAIT_TEXT, &charter->genesis.owner_ik,
               &body) ||
      !confab_wait_text_decode (body, &words, NULL) ||
      !confab_digest_equal (&words.room, &charter->genesis.room)) {
    g_message ("the waiting room's text is not the owner's, leaving it out");
    return;
  }
  charter->waittext = g_bytes_ref (waittext);
  charter->words = words;
  charter->has_words = TRUE;
  words = (ConfabWaitTextStatement){ 0 };
}

static ConfabCharterVerdict
decode_genesis (const ConfabKeyring *keys, GBytes *statement, GBytes **body,
                ConfabGenesisStatement *out)
{
  g_autoptr (GBytes) unsigned_body = confab_statement_body (statement);
  g_autoptr (GError) error = NULL;

  if (unsigned_body == NULL)
    return CONFAB_CHARTER_INVALID;
  if (!confab_genesis_decode (unsigned_body, out, &error)) {
    g_message ("GENESIS not accepted: %s", error->message);
    return g_error_matches (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_SUITE) ||
                   g_error_matches (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_VERSION)
               ? CONFAB_CHARTER_UNSUPPORTED
               : CONFAB_CHARTER_INVALID;
  }
  return verify (keys, statement, CONFAB_STATEMENT_GENESIS, &out->ik, body)
             ? CONFAB_CHARTER_GOOD
             : CONFAB_CHARTER_INVALID;
}

/* What the invitation and the dialled name say must be what GENESIS says (4). */
static ConfabCharterVerdict
check_invitation (const ConfabCharterTerms *terms, const ConfabGenesisStatement *genesis)
{
  if (!confab_digest_equal (&terms->room, &genesis->room))
    return CONFAB_CHARTER_INVALID;
  if (terms->of != NULL) {
    ConfabToken of = terms->keys.table->hash_owner (terms->keys.data, &genesis->owner_ik);

    if (!confab_token_equal (&of, terms->of))
      return CONFAB_CHARTER_INVALID;
    if (genesis->suite == CONFAB_SUITE_TRANSPORT)
      return CONFAB_CHARTER_UNPROTECTED;
  }
  return CONFAB_CHARTER_GOOD;
}

static ConfabCharter *
new_charter (const ConfabCharterTerms *terms, const ConfabGenesisCarrier *parts,
             const ConfabGenesisStatement *genesis, GBytes *body)
{
  ConfabCharter *charter = g_new0 (ConfabCharter, 1);

  charter->keys = terms->keys;
  charter->genesis = *genesis;
  charter->statement = g_bytes_ref (parts->genesis);
  charter->roomcert = parts->roomcert != NULL ? g_bytes_ref (parts->roomcert) : NULL;
  charter->owner_matched = terms->of != NULL;
  charter->tag.suite = genesis->suite;
  charter->tag.gen = confab_charter_hash (charter, CONFAB_MEETING_HASH_GENESIS, body);
  take_words (charter, parts->waittext);
  return charter;
}

ConfabCharterVerdict
confab_charter_check (const ConfabCharterTerms *terms, const ConfabGenesisCarrier *parts,
                      gint64 wall_ms, ConfabCharter **out)
{
  g_autoptr (GBytes) body = NULL;
  ConfabGenesisStatement genesis;
  ConfabCharterVerdict verdict = decode_genesis (&terms->keys, parts->genesis, &body, &genesis);
  ConfabCharter *charter;

  if (verdict == CONFAB_CHARTER_GOOD)
    verdict = check_invitation (terms, &genesis);
  if (verdict != CONFAB_CHARTER_GOOD)
    return verdict;

  charter = new_charter (terms, parts, &genesis, body);
  verdict = check_roomcert (charter, wall_ms);
  if (verdict == CONFAB_CHARTER_INVALID) {
    confab_charter_free (charter);
    return verdict;
  }
  if (verdict == CONFAB_CHARTER_GOOD && genesis.created_ms < wall_ms - CONFAB_GENESIS_MAX_AGE_MS)
    verdict = CONFAB_CHARTER_OLD;
  *out = charter;
  return verdict;
}

void
confab_charter_free (ConfabCharter *charter)
{
  g_clear_pointer (&charter->statement, g_bytes_unref);
  g_clear_pointer (&charter->roomcert, g_bytes_unref);
  g_clear_pointer (&charter->waittext, g_bytes_unref);
  if (charter->has_words)
    confab_wait_text_clear (&charter->words);
  g_free (charter);
}

gboolean
confab_charter_is_owner (const ConfabCharter *charter, const ConfabVerifyKey *ik)
{
  return confab_verify_key_equal (ik, &charter->genesis.owner_ik);
}

gboolean
confab_charter_is_host_key (const ConfabCharter *charter, const ConfabVerifyKey *ik)
{
  return confab_charter_is_owner (charter, ik) ||
         confab_verify_key_equal (ik, &charter->genesis.ik);
}

gboolean
confab_charter_owns (const ConfabCharter *charter, const ConfabMeetingTag *tag)
{
  return confab_meeting_tag_equal (&charter->tag, tag);
}

GBytes *
confab_charter_open (const ConfabCharter *charter, GBytes *statement, ConfabStatementType type,
                     const ConfabVerifyKey *key)
{
  GBytes *body = NULL;

  return verify (&charter->keys, statement, type, key, &body) ? body : NULL;
}

ConfabDigest
confab_charter_hash (const ConfabCharter *charter, ConfabMeetingHash kind, GBytes *bytes)
{
  return charter->keys.table->hash (charter->keys.data, kind, bytes);
}
