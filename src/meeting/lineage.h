/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the founder to the leader of now (docs/protocol.md 9.4): a late joiner checks every change
 * of leader since GENESIS. Pure.
 */
#pragma once

#include "meeting/acceptance.h"

G_BEGIN_DECLS

/* Follows @lineage (nullable: no change yet) and writes who leads now. FALSE and @error if a leader
 * was not in the roster before it, or neither named by HANDOVER nor in the order of 9.3. */
gboolean confab_lineage_follow (const ConfabCharter *charter, const ConfabLineage *lineage,
                                ConfabLeaderKnown *leader, GError **error);

G_END_DECLS
