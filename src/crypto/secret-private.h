/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a secret in place, so that key material is never anywhere else. Private to this folder. */
#pragma once

#include "crypto/secret.h"

G_BEGIN_DECLS

/* (transfer full) @length bytes to be written through @writable, which is good until
 * confab_secret_finish(). */
ConfabSecret *confab_secret_new_blank (gsize length, guint8 **writable);

/* Lends CONFAB_SCRATCH_BYTES of locked memory of this thread, for keys that live inside of one
 * function: a secret of its own costs several system calls. The function wipes it before it
 * returns, and calls nothing that uses it, too. */
guint8 *confab_secret_scratch (void);
#define CONFAB_SCRATCH_BYTES 64

/* Write-protects the bytes; gives @secret back. */
ConfabSecret *confab_secret_finish (ConfabSecret *secret);

G_END_DECLS
