/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JOIN whose signature was verified, with its hash. Reference counted, immutable. Main thread. */
#pragma once

#include "protocol/protocol.h"
#include "service/refusal.h"

G_BEGIN_DECLS

typedef struct {
  ConfabJoinStatement join;
  ConfabDigest hash;
  GBytes *statement; /* with signature, as it is sent on */
} ConfabKnownJoin;

/* Verifies @statement, which must belong to the meeting @tag. @out: (out) (transfer full), on
 * CONFAB_ACCEPTED only. */
ConfabRefusal
confab_known_join_check (const ConfabMeetingTag *tag, GBytes *statement, ConfabKnownJoin **out);

ConfabKnownJoin *confab_known_join_ref (ConfabKnownJoin *known);
void confab_known_join_unref (ConfabKnownJoin *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabKnownJoin, confab_known_join_unref)

/* TRUE if both are the same participant: pid, IK and SK. */
gboolean confab_known_join_same_member (const ConfabKnownJoin *a, const ConfabKnownJoin *b);

/* What to answer to a statement that could not be verified or decoded. */
ConfabRefusal confab_refusal_of_statement_error (const GError *error);

G_END_DECLS
