/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this folder. */
#pragma once

#include "crypto/signer.h"

G_BEGIN_DECLS

/* Lends the key in libsodium's form (64 bytes), as long as a reference is held. */
const guint8 *confab_signer_get_secret_key (const ConfabSigner *signer);

G_END_DECLS
