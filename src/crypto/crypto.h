/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cryptography of docs/protocol.md: identities, statements' signatures, epochs, messages,
 * frames and the numbers people compare (libsodium, libcrypto). Bytes in, bytes out: no I/O, no
 * clock, no state but what the caller holds. Call confab_crypto_init() once before anything else;
 * after that every function is reentrant, and objects that say so may be shared between threads.
 *
 * Fail closed: an error means nothing was sealed, opened or verified, and out-parameters are
 * untouched.
 */
#pragma once

#include "crypto/control-key.h"
#include "crypto/crypto-error.h"
#include "crypto/epoch.h"
#include "crypto/frame-cipher.h"
#include "crypto/hashes.h"
#include "crypto/identity-file.h"
#include "crypto/invite-mac.h"
#include "crypto/key-pair.h"
#include "crypto/message.h"
#include "crypto/random.h"
#include "crypto/safety-number.h"
#include "crypto/secret.h"
#include "crypto/self-signed.h"
#include "crypto/signer.h"
#include "crypto/statement-signature.h"
