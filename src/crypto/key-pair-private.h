/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this folder. */
#pragma once

#include "crypto/key-pair.h"

G_BEGIN_DECLS

/* (transfer full) X25519(own secret, @peer), which is only ever used as a key of KDF; WEAK_KEY if
 * zero. */
ConfabSecret *
confab_key_pair_agree (const ConfabKeyPair *own, const ConfabExchangeKey *peer, GError **error);

G_END_DECLS
