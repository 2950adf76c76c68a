/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing and verifying statements (docs/protocol.md 5). The label comes from the body's type byte,
 * so a signature of one kind of statement never passes for another. Any thread.
 */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/signer.h"
#include "protocol/protocol.h"

G_BEGIN_DECLS

/* Gives (transfer full) `body || signature`. NULL with a critical if @signer is of a kind that must
 * not sign this type, or the type is not one that is signed this way (KEYBOX, MSG, RCEVENT). */
GBytes *confab_statement_sign (GBytes *body, const ConfabSigner *signer);

/* Verifies `body || signature` of @type by @key; @body (optional, transfer full) is set only if it
 * is good. What the body says is not decoded. */
gboolean confab_statement_verify (GBytes *statement, ConfabStatementType type,
                                  const ConfabVerifyKey *key, GBytes **body, GError **error);

/* The same where the key stands in the statement itself: these decode, verify by that key and fill
 * @out. Whether that key is the right one is for the caller to say. @body: (optional) (transfer
 * full). */
gboolean confab_genesis_verify (GBytes *statement, ConfabGenesisStatement *out, GBytes **body,
                                GError **error);
gboolean
confab_join_verify (GBytes *statement, ConfabJoinStatement *out, GBytes **body, GError **error);
gboolean confab_roomcert_verify (GBytes *statement, ConfabRoomcertStatement *out, GError **error);

G_END_DECLS
