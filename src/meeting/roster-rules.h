/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a leader may change from one LINK to the next (docs/protocol.md 7.6 and 7.7). Pure.
 */
#pragma once

#include "meeting/link-view.h"

G_BEGIN_DECLS

/** ConfabRosterChange: one LINK against the one before; what the rules decide by. */
typedef struct {
  const ConfabCharter *charter;
  const ConfabLinkView *old;
  const ConfabLinkView *new;
  const ConfabSeat *leader; /* seat of the signer in @old */
  GPtrArray *warrants;      /* of ConfabWarrant, against @old */
} ConfabRosterChange;

/* Whether the entries may change like this. */
gboolean confab_roster_rules_check (const ConfabRosterChange *change, GError **error);

/* Whether flags and rights of the LINK may change like this. */
gboolean confab_link_rules_check (const ConfabRosterChange *change, GError **error);

G_END_DECLS
