/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this folder; the tests compare it with the published AES key. */
#pragma once

#include "crypto/secret.h"

G_BEGIN_DECLS

/* HKDF-SHA-256 of Kf with LiveKit's salt and info (docs/protocol.md 11.1) into @key; @length 16
 * or 32. */
gboolean confab_frame_derive_aes_key (const ConfabSecret *frame_key, guint8 *key, gsize length);

G_END_DECLS
