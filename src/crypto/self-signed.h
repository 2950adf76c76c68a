/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A service's own TLS certificate, where no authority gave it one (docs/protocol.md 4, links of version 02).
 * Whoever has the link knows the certificate by its hash; nothing in it names a person or a computer.
 */
#pragma once

#include "crypto/crypto-error.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

/**
 * confab_self_signed_new_pem:
 * @wall_ms: now; it is valid from a day before, as other computers' clocks may be off
 * @life_ms: until when, from @wall_ms on
 *
 * Takes a few milliseconds, and longer where randomness is short: not for the main thread.
 *
 * Returns: (transfer full): PEM text without a zero at its end: a P-256 key and the certificate it signed; %NULL
 *   with %CONFAB_CRYPTO_ERROR_INIT if libcrypto can't do that
 */
ConfabSecret *confab_self_signed_new_pem (gint64 wall_ms, gint64 life_ms, GError **error);

G_END_DECLS
