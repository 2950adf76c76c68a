/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/known-join.h"

#include "crypto/crypto.h"

ConfabRefusal
confab_refusal_of_statement_error (const GError *error)
{
  if (g_error_matches (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE))
    return CONFAB_REFUSED_BAD_SIGNATURE;
  return CONFAB_REFUSED_BAD_STATEMENT;
}

ConfabRefusal
confab_known_join_check (const ConfabMeetingTag *tag, GBytes *statement, ConfabKnownJoin **out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  ConfabJoinStatement join;
  ConfabKnownJoin *known;

  if (!confab_join_verify (statement, &join, &body, &error))
    return confab_refusal_of_statement_error (error);
  if (!confab_meeting_tag_equal (&join.meeting, tag))
    return CONFAB_REFUSED_OTHER_MEETING;

  known = g_rc_box_new0 (ConfabKnownJoin);
  known->join = join;
  known->hash = confab_join_hash (body);
  known->statement = g_bytes_ref (statement);
  *out = known;
  return CONFAB_ACCEPTED;
}

ConfabKnownJoin *
confab_known_join_ref (ConfabKnownJoin *known)
{
  return g_rc_box_acquire (known);
}

static void
known_join_clear (gpointer data)
{
  g_bytes_unref (((ConfabKnownJoin *) data)->statement);
}

void
confab_known_join_unref (ConfabKnownJoin *known)
{
  g_rc_box_release_full (known, known_join_clear);
}

gboolean
confab_known_join_same_member (const ConfabKnownJoin *a, const ConfabKnownJoin *b)
{
  return confab_pid_equal (&a->join.pid, &b->join.pid) &&
         confab_verify_key_equal (&a->join.ik, &b->join.ik) &&
         confab_verify_key_equal (&a->join.sk, &b->join.sk);
}
