/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/checked-join.h"

#include "meeting/meeting-error.h"

/* Room for two full rosters and as many who only knocked. */
#define JOIN_BOOK_MAX (4 * CONFAB_ROSTER_MAX_ENTRIES)

struct _ConfabJoinBook {
  GHashTable *by_hash; /* ConfabDigest inside the JOIN -> ConfabCheckedJoin, owned */
  GQueue order;        /* of the same, borrowed, oldest first */
};

ConfabCheckedJoin *
confab_checked_join_check (const ConfabCharter *charter, GBytes *statement, GError **error)
{
  g_autoptr (ConfabCheckedJoin) known = g_new0 (ConfabCheckedJoin, 1);
  g_autoptr (GBytes) body = confab_statement_body (statement);

  g_atomic_ref_count_init (&known->ref_count);
  if (body == NULL || !confab_join_decode (body, &known->join, NULL))
    return confab_meeting_invalid (error, "a JOIN is malformed");
  if (!confab_charter_owns (charter, &known->join.meeting))
    return confab_meeting_invalid (error, "a JOIN is of another meeting");
  if (!charter->keys.table->verify (charter->keys.data, statement, CONFAB_STATEMENT_JOIN,
                                    &known->join.ik, NULL))
    return confab_meeting_invalid (error, "a JOIN has a bad signature");

  known->hash = confab_charter_hash (charter, CONFAB_MEETING_HASH_JOIN, body);
  known->member = charter->keys.table->hash_member (charter->keys.data, &known->join.pid,
                                                    &known->join.ik, &known->join.sk);
  known->statement = g_bytes_ref (statement);
  return g_steal_pointer (&known);
}

ConfabCheckedJoin *
confab_checked_join_ref (ConfabCheckedJoin *join)
{
  g_atomic_ref_count_inc (&join->ref_count);
  return join;
}

void
confab_checked_join_unref (ConfabCheckedJoin *join)
{
  if (!g_atomic_ref_count_dec (&join->ref_count))
    return;
  g_clear_pointer (&join->statement, g_bytes_unref);
  g_free (join);
}

gboolean
confab_checked_join_is_same_member (const ConfabCheckedJoin *a, const ConfabCheckedJoin *b)
{
  return confab_pid_equal (&a->join.pid, &b->join.pid) &&
         confab_verify_key_equal (&a->join.ik, &b->join.ik) &&
         confab_verify_key_equal (&a->join.sk, &b->join.sk);
}

ConfabJoinBook *
confab_join_book_new (void)
{
  ConfabJoinBook *book = g_new0 (ConfabJoinBook, 1);

  book->by_hash = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, NULL,
                                         (GDestroyNotify) confab_checked_join_unref);
  g_queue_init (&book->order);
  return book;
}

void
confab_join_book_free (ConfabJoinBook *book)
{
  g_queue_clear (&book->order);
  g_hash_table_unref (book->by_hash);
  g_free (book);
}

void
confab_join_book_add (ConfabJoinBook *book, ConfabCheckedJoin *join)
{
  if (g_hash_table_contains (book->by_hash, &join->hash))
    return;
  if (g_queue_get_length (&book->order) >= JOIN_BOOK_MAX) {
    ConfabCheckedJoin *oldest = g_queue_pop_head (&book->order);

    g_hash_table_remove (book->by_hash, &oldest->hash);
  }
  g_hash_table_insert (book->by_hash, &join->hash, confab_checked_join_ref (join));
  g_queue_push_tail (&book->order, join);
}

ConfabCheckedJoin *
confab_join_book_find (const ConfabJoinBook *book, const ConfabDigest *hash)
{
  return g_hash_table_lookup (book->by_hash, hash);
}
