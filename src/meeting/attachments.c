/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/attachments.h"

#define RIGHTS_FLAGS \
  (CONFAB_ENTRY_MUTED_BY_HOST | CONFAB_ENTRY_MAY_RECORD | CONFAB_ENTRY_MAY_SHARE_AND_CONTROL)

/** Choice: one LINK to be and the one before. */
typedef struct {
  const ConfabCharter *charter;
  const ConfabLinkView *old;
  const ConfabSeat *leader; /* in @old */
  ConfabPlan *plan;
} Choice;

static const ConfabRosterEntry *
find_entry (const ConfabPlan *plan, const ConfabPid *pid)
{
  for (guint i = 0; i < plan->entries->len; i++) {
    const ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i);

    if (confab_pid_equal (&entry->pid, pid))
      return entry;
  }
  return NULL;
}

static gboolean
mutes (const Choice *choice, const ConfabPid *target)
{
  for (guint i = 0; i < choice->plan->entries->len; i++) {
    const ConfabRosterEntry *entry = &g_array_index (choice->plan->entries, ConfabRosterEntry, i);
    const ConfabSeat *before = confab_link_view_find (choice->old, &entry->pid);

    if (before != NULL && (confab_pid_is_none (target) || confab_pid_equal (target, &entry->pid)) &&
        (entry->flags & ~before->entry.flags & CONFAB_ENTRY_MUTED_BY_HOST) != 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether the LINK does what @command asks for. */
static gboolean
carries (const Choice *choice, const ConfabCommandStatement *command)
{
  const ConfabPlan *plan = choice->plan;
  const ConfabLinkStatement *link = &choice->old->link;
  const ConfabRosterEntry *entry = find_entry (plan, &command->target);
  const ConfabSeat *before = confab_link_view_find (choice->old, &command->target);

  switch (command->command) {
  case CONFAB_COMMAND_ADMIT:
    return before == NULL && entry != NULL &&
           confab_digest_equal (&entry->join_hash, &command->bind);
  case CONFAB_COMMAND_REMOVE:
    return before != NULL && entry != NULL && entry->role == CONFAB_ROLE_REMOVED &&
           !confab_seat_is_removed (before);
  case CONFAB_COMMAND_TO_WAITING_ROOM:
    return before != NULL && entry == NULL && plan->cause == CONFAB_CAUSE_TO_WAITING_ROOM;
  case CONFAB_COMMAND_UNLOCK:
    return (link->flags & ~plan->flags & CONFAB_LINK_LOCKED) != 0;
  case CONFAB_COMMAND_END:
    return (~link->flags & plan->flags & CONFAB_LINK_ENDED) != 0;
  case CONFAB_COMMAND_MUTE:
    return (command->arg & CONFAB_MUTE_AUDIO_UNTIL_ALLOWED) != 0 &&
           mutes (choice, &command->target);
  case CONFAB_COMMAND_RIGHTS:
    return plan->rights != link->rights && plan->rights == command->arg;
  case CONFAB_COMMAND_PERSON_RIGHTS:
    return before != NULL && entry != NULL && entry->flags != before->entry.flags &&
           (entry->flags & RIGHTS_FLAGS) == (command->arg & RIGHTS_FLAGS);
  default:
    return FALSE;
  }
}

static gboolean
removes_host (const Choice *choice, const ConfabCommandStatement *command)
{
  const ConfabSeat *target = confab_link_view_find (choice->old, &command->target);

  return command->command == CONFAB_COMMAND_REMOVE && target != NULL &&
         target->entry.role == CONFAB_ROLE_HOST;
}

/* Whether the leader may do it by its own role. */
static gboolean
is_own_right (const Choice *choice, const ConfabCommandStatement *command)
{
  if (removes_host (choice, command))
    return confab_charter_is_owner (choice->charter, &choice->leader->join->join.ik);
  return choice->leader->entry.role <=
         (command->command == CONFAB_COMMAND_END ? CONFAB_ROLE_HOST : CONFAB_ROLE_COHOST);
}

/* Whether @command gives its leader the right; its signer may have left or lost its role since. */
static gboolean
gives_right (const Choice *choice, const ConfabCommandStatement *command)
{
  const ConfabSeat *signer = confab_link_view_find_present (choice->old, &command->from);

  if (signer == NULL || signer->entry.role > CONFAB_ROLE_COHOST)
    return FALSE;
  if (removes_host (choice, command))
    return confab_charter_is_owner (choice->charter, &signer->join->join.ik);
  return command->command != CONFAB_COMMAND_END || signer->entry.role == CONFAB_ROLE_HOST;
}

static gboolean
take_room (ConfabPlan *plan, gsize bytes)
{
  if (confab_plan_measure (plan) + bytes > CONFAB_CARRIER_LINK_MAX_BYTES)
    return FALSE;
  plan->attached_bytes += bytes;
  return TRUE;
}

static void
choose_commands (const Choice *choice, const ConfabDraft *draft)
{
  for (guint i = 0; i < draft->cmds->len; i++) {
    const ConfabOrder *order = draft->cmds->pdata[i];

    if (carries (choice, &order->command) && !is_own_right (choice, &order->command) &&
        gives_right (choice, &order->command) &&
        take_room (choice->plan, confab_json_bytes (order->statement)))
      g_ptr_array_add (choice->plan->cmds, g_bytes_ref (order->statement));
  }
}

/* (transfer full): by place those of the draft. */
static GPtrArray *
list_own (const ConfabDraft *draft)
{
  GPtrArray *own = g_ptr_array_new ();

  for (guint i = 0; i < draft->words->len; i++)
    g_ptr_array_add (own, ((const ConfabWord *) draft->words->pdata[i])->grant);
  return own;
}

GPtrArray *
confab_attachments_get_grants (const ConfabDraft *draft, const ConfabCharter *charter,
                               const ConfabLinkView *old)
{
  g_autoptr (GPtrArray) own = list_own (draft);
  GPtrArray *grants = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_grant_free);

  confab_role_grants_remember (charter, grants, old->grants);
  confab_role_grants_remember (charter, grants, own);
  return grants;
}

static gboolean
is_same_word (const ConfabRoleGrant *a, const ConfabRoleGrant *b)
{
  return a->command.seq == b->command.seq &&
         confab_digest_equal (&a->signer->member, &b->signer->member);
}

/** Proofs: those of a draft as they were read, and which of them are wanted. */
typedef struct {
  GPtrArray *grants; /* of ConfabRoleGrant, all that count */
  GPtrArray *own;    /* of ConfabRoleGrant, by place those of the draft */
  gboolean *wanted;  /* by place */
} Proofs;

static gboolean
is_among (GPtrArray *grants, const ConfabRoleGrant *grant)
{
  for (guint i = 0; i < grants->len; i++) {
    if (is_same_word (grants->pdata[i], grant))
      return TRUE;
  }
  return FALSE;
}

/* A new word takes back what its signer said before, even if it is not the newest of all. */
static gboolean
is_news (const Choice *choice, const Proofs *proofs, const ConfabRoleGrant *grant)
{
  return is_among (proofs->grants, grant) && !is_among (choice->old->grants, grant);
}

/* The newest word about @member with those about who said it, and new words. */
static void
want_proof (const Choice *choice, Proofs *proofs, const ConfabDigest *member)
{
  const ConfabRoleGrant *newest = confab_role_grants_find (choice->charter, proofs->grants, member);

  for (guint i = 0; newest != NULL && i < proofs->own->len; i++) {
    const ConfabRoleGrant *grant = proofs->own->pdata[i];

    if (proofs->wanted[i] || !confab_digest_equal (&grant->command.bind, member) ||
        (!is_same_word (grant, newest) && !is_news (choice, proofs, grant)))
      continue;
    proofs->wanted[i] = TRUE;
    want_proof (choice, proofs, &grant->signer->member);
  }
}

/* Whoever is host or co-host, or was before. */
static void
want_proofs (const Choice *choice, Proofs *proofs)
{
  for (guint i = 0; i < choice->plan->entries->len; i++) {
    const ConfabRosterEntry *entry = &g_array_index (choice->plan->entries, ConfabRosterEntry, i);
    const ConfabSeat *seat = confab_link_view_find (choice->old, &entry->pid);

    if (seat != NULL && MIN (entry->role, seat->entry.role) <= CONFAB_ROLE_COHOST)
      want_proof (choice, proofs, &seat->join->member);
  }
}

/* Of those wanted the ones that followers know already, or the others. */
static void
attach_proofs (const Choice *choice, const ConfabDraft *draft, const Proofs *proofs, gboolean known)
{
  for (guint i = 0; i < draft->words->len; i++) {
    const ConfabWord *word = draft->words->pdata[i];

    if (proofs->wanted[i] && is_among (choice->old->grants, word->grant) == known &&
        take_room (choice->plan, confab_word_json_bytes (word)))
      g_ptr_array_add (choice->plan->roles,
                       confab_role_proof_new (word->statement, word->grant->signer->statement));
  }
}

static void
choose_proofs (const Choice *choice, const ConfabDraft *draft)
{
  g_autoptr (GPtrArray) own = list_own (draft);
  g_autoptr (GPtrArray) grants =
      confab_attachments_get_grants (draft, choice->charter, choice->old);
  g_autofree gboolean *wanted = g_new0 (gboolean, draft->words->len + 1);
  Proofs proofs = { .grants = grants, .own = own, .wanted = wanted };

  want_proofs (choice, &proofs);
  attach_proofs (choice, draft, &proofs, FALSE);
  attach_proofs (choice, draft, &proofs, TRUE);
}

void
confab_attachments_choose (const ConfabDraft *draft, const ConfabCharter *charter,
                           const ConfabLinkView *old, ConfabPlan *plan)
{
  Choice choice = { .charter = charter, .old = old, .plan = plan };

  choice.leader = confab_link_view_find (old, &old->link.leader_pid);
  g_return_if_fail (choice.leader != NULL);

  choose_commands (&choice, draft);
  choose_proofs (&choice, draft);
}
