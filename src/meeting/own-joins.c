/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/own-joins.h"

struct _ConfabOwnJoins {
  const ConfabMeetingKeys *keys;
  GPtrArray *joins; /* of ConfabOwnJoin, ascending seq */
};

ConfabOwnJoins *
confab_own_joins_new (const ConfabMeetingKeys *keys)
{
  ConfabOwnJoins *own = g_new0 (ConfabOwnJoins, 1);

  own->keys = keys;
  own->joins = g_ptr_array_new ();
  return own;
}

static void
free_join (ConfabOwnJoins *own, ConfabOwnJoin *join)
{
  own->keys->ek_free (join->ek);
  confab_checked_join_unref (join->join);
  g_free (join);
}

void
confab_own_joins_free (ConfabOwnJoins *own)
{
  for (guint i = 0; i < own->joins->len; i++)
    free_join (own, own->joins->pdata[i]);
  g_ptr_array_unref (own->joins);
  g_free (own);
}

void
confab_own_joins_add (ConfabOwnJoins *own, ConfabCheckedJoin *join, ConfabMeetingEk *ek, gint64 now)
{
  ConfabOwnJoin *added = g_new0 (ConfabOwnJoin, 1);

  added->join = confab_checked_join_ref (join);
  added->ek = ek;
  added->made_at = now;
  added->forget_at = G_MAXINT64;
  g_ptr_array_add (own->joins, added);
}

const ConfabOwnJoin *
confab_own_joins_get_newest (const ConfabOwnJoins *own)
{
  return own->joins->len > 0 ? own->joins->pdata[own->joins->len - 1] : NULL;
}

static gboolean
find_index (const ConfabOwnJoins *own, const ConfabDigest *hash, guint *index)
{
  for (guint i = 0; i < own->joins->len; i++) {
    const ConfabOwnJoin *join = own->joins->pdata[i];

    if (confab_digest_equal (&join->join->hash, hash)) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

const ConfabOwnJoin *
confab_own_joins_find (const ConfabOwnJoins *own, const ConfabDigest *hash)
{
  guint index;

  return find_index (own, hash, &index) ? own->joins->pdata[index] : NULL;
}

GPtrArray *
confab_own_joins_list_current (const ConfabOwnJoins *own)
{
  GPtrArray *hashes = g_ptr_array_new ();

  for (guint i = 0; i < own->joins->len; i++) {
    ConfabOwnJoin *join = own->joins->pdata[i];

    if (join->forget_at == G_MAXINT64)
      g_ptr_array_add (hashes, &join->join->hash);
  }
  return hashes;
}

void
confab_own_joins_settle (ConfabOwnJoins *own, const ConfabDigest *hash, gint64 now)
{
  guint index;

  if (!find_index (own, hash, &index))
    return;
  for (guint i = 0; i < index; i++) {
    ConfabOwnJoin *join = own->joins->pdata[i];

    join->forget_at = MIN (join->forget_at, now + CONFAB_OLD_EK_MS);
  }
}

void
confab_own_joins_expire (ConfabOwnJoins *own, gint64 now)
{
  for (guint i = 0; i < own->joins->len;) {
    ConfabOwnJoin *join = own->joins->pdata[i];

    if (now < join->forget_at) {
      i++;
      continue;
    }
    g_ptr_array_remove_index (own->joins, i);
    free_join (own, join);
  }
}

gint64
confab_own_joins_get_deadline (const ConfabOwnJoins *own)
{
  gint64 deadline = G_MAXINT64;

  for (guint i = 0; i < own->joins->len; i++) {
    const ConfabOwnJoin *join = own->joins->pdata[i];

    deadline = MIN (deadline, join->forget_at);
  }
  return deadline;
}
