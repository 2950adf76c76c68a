/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An identity's seed at rest where there is no Secret Service (docs/protocol.md 3):
 * "CFID" 01 || salt 16 || nonce 24 || XChaCha20-Poly1305(seed), key by Argon2id MODERATE.
 * Both functions take 256 MiB of memory and about a second: never call them on the main thread.
 */
#pragma once

#include "crypto/crypto-error.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

#define CONFAB_IDENTITY_FILE_BYTES 93

/* (transfer full) the file's content. @seed: 32 bytes. @passphrase: not empty. */
GBytes *confab_identity_file_seal (const ConfabSecret *seed, const ConfabSecret *passphrase,
                                   GError **error);

/* (transfer full) the seed; PASSPHRASE if it does not open, FORMAT if it is no such file. */
ConfabSecret *
confab_identity_file_open (GBytes *file, const ConfabSecret *passphrase, GError **error);

G_END_DECLS
