/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One LINK from a plan, signed, and checked as its receivers will (docs/protocol.md 7). */
#include "meeting/leader.h"

static void
fill_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan, GBytes *roster,
           ConfabLinkStatement *link)
{
  link->meeting = self->charter->tag;
  link->n = old != NULL ? old->link.n + 1 : 1;
  link->prev = old != NULL ? old->hash : self->charter->tag.gen;
  link->term = self->leading->term;
  link->leader_pid = self->pid;
  link->cause = (guint8) plan->cause;
  link->flags = plan->flags;
  link->rights = plan->rights;
  link->time_ms = confab_leading_get_time_ms (self);
  link->count = (guint16) plan->entries->len;
  link->roster_hash = confab_charter_hash (self->charter, CONFAB_MEETING_HASH_ROSTER, roster);
}

static void
attach (ConfabLinkStep *step, const ConfabPlan *plan)
{
  for (guint i = 0; i < plan->joins->len; i++) {
    const ConfabCheckedJoin *join = plan->joins->pdata[i];

    g_ptr_array_add (step->joins, g_bytes_ref (join->statement));
  }
  for (guint i = 0; i < plan->cmds->len; i++)
    g_ptr_array_add (step->cmds, g_bytes_ref (plan->cmds->pdata[i]));
  for (guint i = 0; i < plan->roles->len; i++) {
    const ConfabRoleProof *proof = plan->roles->pdata[i];

    g_ptr_array_add (step->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
}

/* (transfer full) (nullable): the signed LINK of @plan, with a new E. */
static ConfabLinkStep *
make_step (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan,
           ConfabMeetingEpoch **secret)
{
  const ConfabRosterEntry *entries = (const ConfabRosterEntry *) (gpointer) plan->entries->data;
  g_autoptr (GBytes) roster = confab_roster_encode (entries, plan->entries->len);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  ConfabLinkStatement link = { 0 };
  ConfabLinkStep *step;

  fill_link (self, old, plan, roster, &link);
  *secret = self->keys.table->epoch_begin (self->keys.data, &link.meeting.gen, link.n, &link.epk,
                                           &link.commit);
  body = confab_link_statement_encode (&link);
  statement = self->keys.table->sign (self->keys.data, body);
  if (statement == NULL)
    return NULL;
  step = confab_link_step_new (statement, roster);
  attach (step, plan);
  return step;
}

/* Checks our own LINK as every receiver will: one that is refused would end the meeting for all. */
static ConfabLinkView *
check_step (ConfabMeeting *self, const ConfabLinkView *old, ConfabLinkStep *step, GError **error)
{
  g_autoptr (GPtrArray) own_joins = confab_own_joins_list_current (self->own_joins);
  ConfabAcceptance acceptance = {
    .sources = { .charter = self->charter, .old = old, .book = self->book },
    .own_pid = self->pid,
    .own_joins = own_joins,
  };
  ConfabLeaderKnown founder = { .term = 1, .first_n = 1, .pid = self->pid, .sk = self->sk };
  ConfabLinkView *view = NULL;
  ConfabFate fate;

  if (old == NULL)
    return confab_acceptance_check_base (&acceptance.sources, &founder, step, error);
  confab_acceptance_check (&acceptance, step, &view, &fate, error);
  return view;
}

ConfabPending *
confab_leading_make_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan)
{
  ConfabMeetingEpoch *secret = NULL;
  g_autoptr (ConfabLinkStep) step = NULL;
  g_autoptr (GError) error = NULL;
  ConfabLinkView *view;
  ConfabPending *pending;

  if (confab_plan_measure (plan) > CONFAB_CARRIER_LINK_MAX_BYTES) {
    g_message ("the own LINK would be too large");
    return NULL;
  }
  step = make_step (self, old, plan, &secret);
  view = step != NULL ? check_step (self, old, step, &error) : NULL;
  if (view == NULL) {
    g_message ("the own LINK would be refused: %s", error != NULL ? error->message : "unsigned");
    g_clear_pointer (&secret, self->keys.table->epoch_free);
    return NULL;
  }
  pending = g_new0 (ConfabPending, 1);
  pending->view = view;
  pending->secret = secret;
  return pending;
}
