/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This client's own JOINs (docs/protocol.md 6.3, 9.5). */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"

static void
fill_join (ConfabMeeting *self, const ConfabExchangeKey *ek, ConfabJoinStatement *join)
{
  const ConfabOwnJoin *last = confab_own_joins_get_newest (self->own_joins);

  join->meeting = self->charter->tag;
  join->pid = self->pid;
  join->seq = last != NULL ? last->join->join.seq + 1 : 1;
  join->time_ms = self->now.wall_ms;
  join->ik = self->ik;
  join->sk = self->sk;
  join->ek = *ek;
  join->caps = (guint16) self->caps;
  g_strlcpy (join->name, self->name, sizeof join->name);
  self->keys.table->random (self->keys.data, join->token.bytes, sizeof join->token.bytes);
  if (!self->keys.table->make_invite_mac (self->keys.data, join, &join->mac))
    join->mac = (ConfabToken){ 0 };
}

ConfabCheckedJoin *
confab_meeting_make_join (ConfabMeeting *self, ConfabMeetingEk *ek,
                          const ConfabExchangeKey *public_key)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  g_autoptr (ConfabCheckedJoin) known = NULL;
  ConfabJoinStatement join = { 0 };

  fill_join (self, public_key, &join);
  body = confab_join_encode (&join);
  statement = self->keys.table->sign (self->keys.data, body);
  known = statement != NULL ? confab_checked_join_check (self->charter, statement, NULL) : NULL;
  if (known == NULL) {
    g_warning ("the own JOIN could not be signed");
    self->keys.table->ek_free (ek);
    return NULL;
  }
  confab_own_joins_add (self->own_joins, known, ek, self->now.local_ms);
  confab_join_book_add (self->book, known);
  confab_tokens_add (self->tokens, &join.token, self->now.local_ms);
  return confab_own_joins_get_newest (self->own_joins)->join;
}

ConfabCheckedJoin *
confab_meeting_send_join (ConfabMeeting *self)
{
  ConfabExchangeKey public_key;
  ConfabMeetingEk *ek = self->keys.table->ek_new (self->keys.data, &public_key);
  ConfabCheckedJoin *join = confab_meeting_make_join (self, ek, &public_key);

  if (join == NULL)
    return NULL;
  confab_meeting_send (self, confab_carrier_new_statement (CONFAB_CARRIER_JOIN, join->statement),
                       CONFAB_ROUTE_ANYWHERE, NULL);
  if (self->leading != NULL && self->view != NULL)
    confab_draft_add_update (self->leading->draft, join,
                             self->keys.table->check_invite_mac (self->keys.data, &join->join));
  return join;
}
