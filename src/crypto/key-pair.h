/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ConfabKeyPair: an X25519 key pair: a participant's EK or a LINK's epk (docs/protocol.md 3).
 * Immutable and reference counted; any thread.
 */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

typedef struct _ConfabKeyPair ConfabKeyPair;

/* (transfer full) a fresh one. */
ConfabKeyPair *confab_key_pair_new_random (void);

/* (transfer full) of 32 secret bytes (referenced): for test vectors. */
ConfabKeyPair *confab_key_pair_new (ConfabSecret *secret);

ConfabKeyPair *confab_key_pair_ref (ConfabKeyPair *pair);
void confab_key_pair_unref (ConfabKeyPair *pair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabKeyPair, confab_key_pair_unref)

const ConfabExchangeKey *confab_key_pair_get_key (const ConfabKeyPair *pair);

/* TRUE if X25519 with @key is zero for every secret: such an EK is refused (6.4). */
gboolean confab_exchange_key_is_weak (const ConfabExchangeKey *key);

G_END_DECLS
