/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MSG: payloads signed by the sender's SK inside what Km or Kp seals (docs/protocol.md 11.3). Any
 * thread. */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/secret.h"
#include "crypto/signer.h"
#include "protocol/protocol.h"

G_BEGIN_DECLS

/* Gives (transfer full) head || ct of @payload (<= 16 KiB). @head's nonce is drawn here and its
 * link_tag taken from @link_hash, both written back; the rest is the caller's. @key: Km(from) or
 * Kp(from, to) by scope; @link_hash: of LINK n. */
GBytes *
confab_message_seal (ConfabMessageHead *head, const ConfabSecret *key, const ConfabSigner *signer,
                     const ConfabDigest *link_hash, GBytes *payload, GError **error);

/* Gives (transfer full) the payload of a whole MSG. @sender_sk: of head.from, from the roster of n.
 * Errors: SEALED if ct does not open with @key; SIGNATURE if it opens but was not signed for this
 * LINK by that SK (12.2 "claim"); FORMAT. */
GBytes *
confab_message_open (GBytes *message, const ConfabSecret *key, const ConfabVerifyKey *sender_sk,
                     const ConfabDigest *link_hash, GError **error);

G_END_DECLS
