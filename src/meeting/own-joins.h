/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * This client's JOINs with their X25519 secrets (docs/protocol.md 3, 9.5). A LINK may still show
 * the one before the newest; the secret of an older one is kept until 60 s after the LINK that
 * replaced it. Times are local monotonic ms.
 */
#pragma once

#include "meeting/checked-join.h"

G_BEGIN_DECLS

typedef struct {
  ConfabCheckedJoin *join;
  ConfabMeetingEk *ek;
  gint64 made_at;
  gint64 forget_at; /* G_MAXINT64 as long as it may stand in a roster */
} ConfabOwnJoin;

typedef struct _ConfabOwnJoins ConfabOwnJoins;

ConfabOwnJoins *confab_own_joins_new (const ConfabMeetingKeys *keys);
/* Wipes every secret. */
void confab_own_joins_free (ConfabOwnJoins *own);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOwnJoins, confab_own_joins_free)

/* References @join. @ek: (transfer full). */
void confab_own_joins_add (ConfabOwnJoins *own, ConfabCheckedJoin *join, ConfabMeetingEk *ek,
                           gint64 now);

/* (transfer none) (nullable) */
const ConfabOwnJoin *confab_own_joins_get_newest (const ConfabOwnJoins *own);
const ConfabOwnJoin *confab_own_joins_find (const ConfabOwnJoins *own, const ConfabDigest *hash);

/* (transfer container): hashes (ConfabDigest *) that may stand in the next roster: the one there
 * now and those sent after it. Sent ones may overtake each other when the line comes and goes. */
GPtrArray *confab_own_joins_list_current (const ConfabOwnJoins *own);

/* A LINK of @now shows @hash: those before it are over. */
void confab_own_joins_settle (ConfabOwnJoins *own, const ConfabDigest *hash, gint64 now);
void confab_own_joins_expire (ConfabOwnJoins *own, gint64 now);
gint64 confab_own_joins_get_deadline (const ConfabOwnJoins *own);

G_END_DECLS
