/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proof in a JOIN that its sender holds the invitation link (docs/protocol.md 6.3).
 * Any thread. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/** ConfabInviteClaim: what the MAC covers: exactly the joiner's values. */
typedef struct {
  ConfabDigest gen;
  ConfabPid pid;
  ConfabVerifyKey ik;
  ConfabVerifyKey sk;
  ConfabExchangeKey ek;
} ConfabInviteClaim;

ConfabToken confab_invite_mac (const ConfabToken *inv, const ConfabInviteClaim *claim);

/* In constant time. */
gboolean confab_invite_mac_check (const ConfabToken *inv, const ConfabInviteClaim *claim,
                                  const ConfabToken *mac);

G_END_DECLS
