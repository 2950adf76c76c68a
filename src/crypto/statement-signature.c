/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/statement-signature.h"

#include "crypto/labelled.h"

/** Rule: who signs a type of statement, and under which label (docs/protocol.md 5). */
typedef struct {
  const char *label;
  ConfabSignerKind signer;
} Rule;

static const Rule rules[] = {
  [CONFAB_STATEMENT_GENESIS] = { "genesis", CONFAB_SIGNER_IDENTITY },
  [CONFAB_STATEMENT_JOIN] = { "join", CONFAB_SIGNER_IDENTITY },
  [CONFAB_STATEMENT_LINK] = { "link", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_HEARTBEAT] = { "heartbeat", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_ACK] = { "ack", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_HANDOVER] = { "handover", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_COMMAND] = { "cmd", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_SDPAUTH] = { "sdpauth", CONFAB_SIGNER_SESSION },
  [CONFAB_STATEMENT_ROOMCERT] = { "roomcert", CONFAB_SIGNER_IDENTITY },
  [CONFAB_STATEMENT_WAIT_TEXT] = { "waittext", CONFAB_SIGNER_IDENTITY },
};

/* NULL for types that are not signed as `body || signature`. */
static const Rule *
find_rule (ConfabStatementType type)
{
  if ((gsize) type >= G_N_ELEMENTS (rules) || rules[type].label == NULL)
    return NULL;
  return &rules[type];
}

GBytes *
confab_statement_sign (GBytes *body, const ConfabSigner *signer)
{
  const ConfabPart part = confab_part_of_bytes (body);
  ConfabStatementType type = 0;
  const Rule *rule = NULL;
  ConfabSignature signature;

  if (confab_statement_peek_type (body, &type, NULL))
    rule = find_rule (type);
  g_return_val_if_fail (rule != NULL, NULL);
  g_return_val_if_fail (rule->signer == confab_signer_get_kind (signer), NULL);

  signature = confab_labelled_sign (signer, rule->label, &part, 1);
  return confab_signed_join (body, &signature);
}

/* FALSE unless @statement is of @type; gives (transfer full) its body, and its signature. */
static gboolean
take_apart (GBytes *statement, ConfabStatementType type, GBytes **body, ConfabSignature *signature,
            GError **error)
{
  ConfabStatementType found;

  if (!confab_statement_peek_type (statement, &found, error))
    return FALSE;
  if (found != type) {
    g_set_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                 "a statement of type %02x where %02x belongs", found, type);
    return FALSE;
  }
  return confab_signed_split (statement, body, signature, error);
}

gboolean
confab_statement_verify (GBytes *statement, ConfabStatementType type, const ConfabVerifyKey *key,
                         GBytes **body, GError **error)
{
  const Rule *rule = find_rule (type);
  g_autoptr (GBytes) found = NULL;
  ConfabSignature signature;
  ConfabPart part;

  g_return_val_if_fail (rule != NULL, FALSE);

  if (!take_apart (statement, type, &found, &signature, error))
    return FALSE;
  part = confab_part_of_bytes (found);
  if (!confab_labelled_verify (key, rule->label, &part, 1, &signature)) {
    g_set_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE,
                 "the signature of a %s statement is wrong", rule->label);
    return FALSE;
  }
  if (body != NULL)
    *body = g_steal_pointer (&found);
  return TRUE;
}

gboolean
confab_genesis_verify (GBytes *statement, ConfabGenesisStatement *out, GBytes **body,
                       GError **error)
{
  g_autoptr (GBytes) found = NULL;
  ConfabSignature signature;
  ConfabGenesisStatement genesis;

  if (!take_apart (statement, CONFAB_STATEMENT_GENESIS, &found, &signature, error) ||
      !confab_genesis_decode (found, &genesis, error) ||
      !confab_statement_verify (statement, CONFAB_STATEMENT_GENESIS, &genesis.ik, body, error))
    return FALSE;
  *out = genesis;
  return TRUE;
}

gboolean
confab_join_verify (GBytes *statement, ConfabJoinStatement *out, GBytes **body, GError **error)
{
  g_autoptr (GBytes) found = NULL;
  ConfabSignature signature;
  ConfabJoinStatement join;

  if (!take_apart (statement, CONFAB_STATEMENT_JOIN, &found, &signature, error) ||
      !confab_join_decode (found, &join, error) ||
      !confab_statement_verify (statement, CONFAB_STATEMENT_JOIN, &join.ik, body, error))
    return FALSE;
  *out = join;
  return TRUE;
}

gboolean
confab_roomcert_verify (GBytes *statement, ConfabRoomcertStatement *out, GError **error)
{
  g_autoptr (GBytes) found = NULL;
  ConfabSignature signature;
  ConfabRoomcertStatement roomcert;

  if (!take_apart (statement, CONFAB_STATEMENT_ROOMCERT, &found, &signature, error) ||
      !confab_roomcert_decode (found, &roomcert, error) ||
      !confab_statement_verify (statement, CONFAB_STATEMENT_ROOMCERT, &roomcert.owner_ik, NULL,
                                error))
    return FALSE;
  *out = roomcert;
  return TRUE;
}
