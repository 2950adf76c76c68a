/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Follows the changes of leader from GENESIS to a LINK (docs/protocol.md 9.4), for a service that lost its
 * memory and is told by clients what it knew. Pure; main thread.
 */
#pragma once

#include "service/founding-check.h"
#include "service/known-join.h"

G_BEGIN_DECLS

/** ConfabLeader: who leads a term, and the key its LINKs bear. */
typedef struct {
  guint32 term;
  ConfabPid pid;
  ConfabVerifyKey sk;
  guint32 first_n; /* its first LINK's */
} ConfabLeader;

/* Whether an entry may follow a leader, named by it or not (9.2, 9.3): flag 04, and role 2 only where the
 * policy has a caretaker. */
gboolean confab_entry_may_take_over (const ConfabRosterEntry *entry, guint16 policy);

/* Verifies a HANDOVER of @leader's, given at LINK @n with @link_hash, to @next. */
gboolean
confab_handover_check (const ConfabMeetingTag *tag, GBytes *statement, const ConfabLeader *leader,
                       guint32 n, const ConfabDigest *link_hash, const ConfabPid *next);

/* The leader after every entry of @lineage (nullable), beginning with the founder; each change as 9.4 has it. */
ConfabRefusal confab_lineage_check (const ConfabFounding *founding, const ConfabLineage *lineage,
                                    ConfabLeader *out);

G_END_DECLS
