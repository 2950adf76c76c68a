/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this folder. */
#pragma once

#include "crypto/key-pair.h"

G_BEGIN_DECLS

/* X25519(own secret, @peer) into @shared, 32 bytes of locked memory; it is only ever used as a key
 * of KDF. WEAK_KEY, and @shared of no use, if it is zero. */
gboolean confab_key_pair_agree (const ConfabKeyPair *own, const ConfabExchangeKey *peer,
                                guint8 *shared, GError **error);

G_END_DECLS
