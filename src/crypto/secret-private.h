/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a secret in place, so that key material is never anywhere else. Private to this folder. */
#pragma once

#include "crypto/secret.h"

G_BEGIN_DECLS

/* (transfer full) @length bytes to be written through @writable, which is good until
 * confab_secret_finish(). */
ConfabSecret *confab_secret_new_blank (gsize length, guint8 **writable);

/* Write-protects the bytes; gives @secret back. */
ConfabSecret *confab_secret_finish (ConfabSecret *secret);

G_END_DECLS
