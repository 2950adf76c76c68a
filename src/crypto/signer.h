/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ConfabSigner: an Ed25519 key pair that signs. Its kind says which statements it may sign
 * (docs/protocol.md 3): an identity (IK) GENESIS, JOIN, ROOMCERT and WAITTEXT; a session (SK)
 * everything else. Immutable and reference counted; any thread.
 */
#pragma once

#include "base/base.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_SIGNER_IDENTITY,
  CONFAB_SIGNER_SESSION,
} ConfabSignerKind;

typedef struct _ConfabSigner ConfabSigner;

/* (transfer full) of 32 secret bytes, for an identity that was stored (references @seed). */
ConfabSigner *confab_signer_new (ConfabSignerKind kind, ConfabSecret *seed);

/* (transfer full) a fresh one. */
ConfabSigner *confab_signer_new_random (ConfabSignerKind kind);

ConfabSigner *confab_signer_ref (ConfabSigner *signer);
void confab_signer_unref (ConfabSigner *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSigner, confab_signer_unref)

ConfabSignerKind confab_signer_get_kind (const ConfabSigner *signer);
const ConfabVerifyKey *confab_signer_get_key (const ConfabSigner *signer);

/* Lends the 32-byte seed, for storing it. */
ConfabSecret *confab_signer_get_seed (const ConfabSigner *signer);

/* (transfer full) KDF(seed, "contacts", ""): authenticates the list of known people (12.3). */
ConfabSecret *confab_signer_derive_contacts_key (const ConfabSigner *signer);

G_END_DECLS
