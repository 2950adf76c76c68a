/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * H, KDF and SIG of docs/protocol.md 2: every use of a primitive begins with "confab/v1/" || label
 * || 00. Messages are given in parts, which are what `||` joins in the text. Private to this
 * folder.
 */
#pragma once

#include "base/base.h"
#include "crypto/secret.h"
#include "crypto/signer.h"

G_BEGIN_DECLS

/** ConfabPart: some bytes of a message; borrowed. */
typedef struct {
  const guint8 *bytes;
  gsize length;
} ConfabPart;

/* Of a value struct, and of a GBytes. */
#define CONFAB_PART(value)                \
  {                                       \
    (value)->bytes, sizeof (value)->bytes \
  }
ConfabPart confab_part_of_bytes (GBytes *bytes);
ConfabPart confab_part_of_secret (const ConfabSecret *secret);

/* H(label, parts) */
ConfabDigest confab_labelled_hash (const char *label, const ConfabPart *parts, gsize n_parts);

/* (transfer full) KDF(key, label, parts), 32 bytes */
ConfabSecret *confab_labelled_kdf (const ConfabPart *key, const char *label,
                                   const ConfabPart *parts, gsize n_parts);

/* BLAKE2b-(8 * @out_length) of the same form into @out: KDF where the result has another length, is
 * not secret, or has its place already. */
void confab_labelled_mac (const ConfabPart *key, const char *label, const ConfabPart *parts,
                          gsize n_parts, guint8 *out, gsize out_length);

/* SIG(signer, label, parts), and its check. */
ConfabSignature confab_labelled_sign (const ConfabSigner *signer, const char *label,
                                      const ConfabPart *parts, gsize n_parts);
gboolean
confab_labelled_verify (const ConfabVerifyKey *key, const char *label, const ConfabPart *parts,
                        gsize n_parts, const ConfabSignature *signature);

G_END_DECLS
