/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named hashes of docs/protocol.md: H(label, message), one function per use, so that no caller
 * chooses a label. Any thread. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/* H("room", authority || 00 || room): @authority and @room in their canonical forms (protocol/). */
ConfabDigest confab_room_hash (const char *authority, const char *room);

/* H("owner", owner_ik), the first 16 bytes: `of` of an invitation. */
ConfabToken confab_owner_hash (const ConfabVerifyKey *owner_ik);

/* gen, join_hash, link_hash, H("sdpauth"): of a statement's body without its signature. */
ConfabDigest confab_genesis_hash (GBytes *body);
ConfabDigest confab_join_hash (GBytes *body);
ConfabDigest confab_link_hash (GBytes *body);
ConfabDigest confab_sdpauth_hash (GBytes *body);

/* H("roster", the bytes of all entries) */
ConfabDigest confab_roster_hash (GBytes *roster);

/* member = H("member", pid || IK || SK) */
ConfabDigest
confab_member_hash (const ConfabPid *pid, const ConfabVerifyKey *ik, const ConfabVerifyKey *sk);

/* H("sdp", the bytes as sent, without terminating zero) */
ConfabDigest confab_sdp_hash (const char *sdp, gsize length);

/* SHA-256 of a certificate in DER: fp of SDPAUTH, `certificate` of a link of version 02. */
ConfabDigest confab_certificate_fingerprint (const guint8 *der, gsize length);

G_END_DECLS
