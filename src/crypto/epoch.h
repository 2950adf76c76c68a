/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The epoch secret E of one LINK, its commitment and its boxes, and the keys that follow from it
 * (docs/protocol.md 8). E and all keys are ConfabSecret of 32 bytes. Any thread.
 */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/key-pair.h"
#include "crypto/secret.h"
#include "protocol/protocol.h"

G_BEGIN_DECLS

/* KDF(E, "commit", gen || n). A new E: confab_secret_new_random (CONFAB_SECRET_BYTES). */
ConfabDigest
confab_epoch_commit (const ConfabSecret *epoch_secret, const ConfabDigest *gen, guint32 n);

/* In constant time. */
gboolean confab_epoch_check_commit (const ConfabSecret *epoch_secret, const ConfabDigest *gen,
                                    guint32 n, const ConfabDigest *commit);

/** ConfabKeyboxAddress: to whom and for which LINK a box is; also its key's context. */
typedef struct {
  ConfabDigest link_hash;
  ConfabPid pid;
  ConfabToken token; /* the newest challenge of @pid */
} ConfabKeyboxAddress;

/* Leader: seals E with the secret of the LINK's epk to the recipient's EK. WEAK_KEY for a
 * bad EK. */
gboolean confab_keybox_seal (const ConfabSecret *epoch_secret, const ConfabKeyPair *epk,
                             const ConfabExchangeKey *recipient_ek,
                             const ConfabKeyboxAddress *address, ConfabKeybox *out, GError **error);

/* Recipient: (transfer full) E out of a box to itself. @own_pid and the box's pid must agree; that
 * the box's token is one of the own recent ones is for the caller to check first. The caller
 * compares the commit. */
ConfabSecret *confab_keybox_open (const ConfabKeybox *keybox, const ConfabKeyPair *own_ek,
                                  const ConfabExchangeKey *epk, const ConfabDigest *link_hash,
                                  const ConfabPid *own_pid, GError **error);

/* (transfer full) Kf(s): frame key material of sender @pid. */
ConfabSecret *confab_epoch_derive_frame_key (const ConfabSecret *epoch_secret,
                                             const ConfabDigest *link_hash, const ConfabPid *pid);

/* (transfer full) Km(s): key of the group messages of sender @pid. */
ConfabSecret *confab_epoch_derive_message_key (const ConfabSecret *epoch_secret,
                                               const ConfabDigest *link_hash, const ConfabPid *pid);

/** ConfabPairEnds: a direction between two participants; EKs as in the roster of n. */
typedef struct {
  ConfabDigest gen;
  ConfabPid from;
  ConfabPid to;
  ConfabExchangeKey from_ek;
  ConfabExchangeKey to_ek;
} ConfabPairEnds;

/* (transfer full) Kp(from, to), the same at both ends: @own_ek is the pair of one of the
 * two EKs. */
ConfabSecret *
confab_pair_key_derive (const ConfabKeyPair *own_ek, const ConfabPairEnds *ends, GError **error);

G_END_DECLS
