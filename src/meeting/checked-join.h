/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JOINs whose signature was checked, and the collection of those seen so far: rosters name them by
 * hash. Immutable and reference counted. Pure.
 */
#pragma once

#include "meeting/charter.h"

G_BEGIN_DECLS

typedef struct {
  gatomicrefcount ref_count; /* private */
  ConfabJoinStatement join;
  ConfabDigest hash;   /* join_hash */
  ConfabDigest member; /* H("member", pid || IK || SK): stays when EK and name change */
  GBytes *statement;   /* JOIN || signature */
} ConfabCheckedJoin;

/* Gives (transfer full) (nullable) the JOIN, if it is of this meeting and signed by its own IK. */
ConfabCheckedJoin *
confab_checked_join_check (const ConfabCharter *charter, GBytes *statement, GError **error);
ConfabCheckedJoin *confab_checked_join_ref (ConfabCheckedJoin *join);
void confab_checked_join_unref (ConfabCheckedJoin *join);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCheckedJoin, confab_checked_join_unref)

/* Same pid, IK and SK: one person in one joining, maybe with another EK or name. */
gboolean
confab_checked_join_is_same_member (const ConfabCheckedJoin *a, const ConfabCheckedJoin *b);

/** ConfabJoinBook: the newest JOINs by hash, at most a few rosters full. */
typedef struct _ConfabJoinBook ConfabJoinBook;

ConfabJoinBook *confab_join_book_new (void);
void confab_join_book_free (ConfabJoinBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabJoinBook, confab_join_book_free)

/* References @join. The oldest goes when the book is full. */
void confab_join_book_add (ConfabJoinBook *book, ConfabCheckedJoin *join);
/* (transfer none) (nullable) */
ConfabCheckedJoin *confab_join_book_find (const ConfabJoinBook *book, const ConfabDigest *hash);

G_END_DECLS
