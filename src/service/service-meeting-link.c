/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a LINK becomes the newest: who may send it, and what it leaves of what was before. */
#include "service/service-meeting-private.h"

#include "crypto/crypto.h"

void
confab_link_outcome_clear (ConfabLinkOutcome *outcome)
{
  g_clear_pointer (&outcome->base, confab_link_step_unref);
  g_clear_pointer (&outcome->step, confab_link_step_unref);
  g_clear_pointer (&outcome->old_entries, g_free);
}

static void
take_boxes (ConfabServiceMeeting *meeting, GHashTable *boxes)
{
  GHashTableIter iter;
  gpointer pid;
  gpointer box;

  if (boxes == NULL)
    return;
  g_hash_table_iter_init (&iter, boxes);
  while (g_hash_table_iter_next (&iter, &pid, &box))
    g_hash_table_replace (meeting->boxes, confab_pid_copy (pid), g_bytes_ref (box));
}

/* The leader makes boxes again with newer tokens (8.1): the LINK is the one everybody has. */
static ConfabRefusal
repeat_link (ConfabServiceMeeting *meeting, const ConfabPid *pid, const ConfabLinkCarrier *carrier,
             ConfabLinkOutcome *outcome)
{
  ConfabRefusal refusal;

  if (!confab_pid_equal (pid, &meeting->leader.pid))
    return CONFAB_REFUSED_NOT_LEADER;
  refusal = confab_link_check_boxes (meeting->entries, meeting->n_entries, carrier->boxes);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  take_boxes (meeting, carrier->boxes);
  outcome->is_repetition = TRUE;
  outcome->step = confab_link_step_ref (meeting->full);
  return CONFAB_ACCEPTED;
}

/* LINK 1: the founder alone, with the keys of GENESIS (6.1). */
static ConfabRefusal
check_first (const ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked)
{
  const ConfabGenesisStatement *genesis = &meeting->founding.genesis;
  const ConfabKnownJoin *founder = checked->joins->pdata[0];

  if (checked->n_entries != 1 || checked->entries[0].role != CONFAB_ROLE_HOST ||
      !confab_pid_equal (&founder->join.pid, &genesis->pid) ||
      !confab_verify_key_equal (&founder->join.ik, &genesis->ik) ||
      !confab_verify_key_equal (&founder->join.sk, &genesis->sk) ||
      !confab_exchange_key_equal (&founder->join.ek, &genesis->ek))
    return CONFAB_REFUSED_BAD_LINK;
  return CONFAB_ACCEPTED;
}

/* The LINK must follow the newest one, whoever sent it. */
static ConfabRefusal
check_place (const ConfabServiceMeeting *meeting, const ConfabLinkStatement *link)
{
  const ConfabDigest *prev =
      meeting->full != NULL ? &meeting->link_hash : &meeting->founding.tag.gen;

  if (meeting->link.n == G_MAXUINT32 || link->n != meeting->link.n + 1 ||
      !confab_digest_equal (&link->prev, prev))
    return CONFAB_REFUSED_WRONG_PREV;
  return CONFAB_ACCEPTED;
}

/* Another leader stands in the order of 9.3, and is named by the last one or comes once that has been silent
 * (9.2, 9.3). The service has no vote in who of these: the first LINK that fits counts. */
static ConfabRefusal
check_new_leader (const ConfabServiceMeeting *meeting, const ConfabLinkStatement *link,
                  GBytes *handover, guint failover_ms, gint64 now_ms)
{
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, &link->leader_pid);

  if (entry == NULL || link->term != meeting->leader.term + 1 ||
      !confab_entry_may_take_over (entry, meeting->founding.genesis.policy))
    return CONFAB_REFUSED_NOT_LEADER;
  if (handover == NULL)
    return now_ms - meeting->leader_heard_ms < (gint64) failover_ms ? CONFAB_REFUSED_EARLY_FAILOVER
                                                                    : CONFAB_ACCEPTED;
  return confab_handover_check (&meeting->founding.tag, handover, &meeting->leader, meeting->link.n,
                                &meeting->link_hash, &link->leader_pid)
             ? CONFAB_ACCEPTED
             : CONFAB_REFUSED_NOT_LEADER;
}

/* (nullable): the key that must have signed a LINK of @pid's. */
static const ConfabVerifyKey *
find_signing_key (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  const ConfabKnownJoin *known;

  if (confab_pid_equal (pid, &meeting->leader.pid))
    return &meeting->leader.sk;
  known = g_hash_table_lookup (meeting->newest, pid);
  return known != NULL ? &known->join.sk : NULL;
}

/* A changed leader becomes an entry of the lineage: the last LINK of the term before, and the first of this. */
static void
note_leader (ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
             const ConfabLinkStep *step)
{
  const ConfabKnownJoin *leader = NULL;

  for (guint i = 0; i < checked->n_entries; i++)
    if (confab_pid_equal (&checked->entries[i].pid, &checked->link.leader_pid))
      leader = checked->joins->pdata[i];
  if (checked->link.term == meeting->leader.term || leader == NULL)
    return;

  if (meeting->full != NULL) {
    const ConfabRosterEntry *seat =
        confab_service_meeting_find_entry (meeting, &checked->link.leader_pid);
    const ConfabKnownJoin *before =
        seat != NULL ? g_hash_table_lookup (meeting->joins, &seat->join_hash) : NULL;

    g_ptr_array_add (
        meeting->lineage->entries,
        confab_lineage_entry_new (meeting->full->link, meeting->full->roster,
                                  before != NULL ? before->statement : leader->statement,
                                  step->link, step->handover));
  }
  meeting->leader = (ConfabLeader){ .term = checked->link.term,
                                    .pid = checked->link.leader_pid,
                                    .sk = leader->join.sk,
                                    .first_n = checked->link.n };
  meeting->hb = 0;
}

static gboolean
is_in (const ConfabCheckedLink *checked, const ConfabPid *pid)
{
  return confab_roster_find_entry (checked->entries, checked->n_entries, pid) != NULL;
}

/* JOINs that stay beside those of the new roster: of people who wait, and newer ones of members. Whoever had
 * an entry and has none now begins anew, with another pid. */
static void
keep_pending_joins (const ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
                    GHashTable *joins, GHashTable *newest)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, meeting->newest);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    ConfabKnownJoin *known = value;
    const ConfabKnownJoin *taken = g_hash_table_lookup (newest, &known->join.pid);
    gboolean was_in = confab_service_meeting_find_entry (meeting, &known->join.pid) != NULL;
    gboolean is_newer = taken != NULL && known->join.seq > taken->join.seq;
    gboolean waits = taken == NULL && !was_in && !is_in (checked, &known->join.pid);

    if (is_newer || waits) {
      g_hash_table_replace (joins, &known->hash, confab_known_join_ref (known));
      g_hash_table_replace (newest, &known->join.pid, known);
    }
  }
}

static void
replace_joins (ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked)
{
  GHashTable *joins = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, NULL,
                                             (GDestroyNotify) confab_known_join_unref);
  GHashTable *newest = g_hash_table_new (confab_pid_hash, confab_pid_equal);

  for (guint i = 0; i < checked->joins->len; i++) {
    ConfabKnownJoin *known = checked->joins->pdata[i];

    g_hash_table_replace (joins, &known->hash, confab_known_join_ref (known));
    g_hash_table_replace (newest, &known->join.pid, known);
  }
  keep_pending_joins (meeting, checked, joins, newest);
  g_hash_table_unref (meeting->newest);
  g_hash_table_unref (meeting->joins);
  meeting->newest = newest;
  meeting->joins = joins;
}

/* (transfer full): @step with other JOINs: all of the roster, or those that the old roster had not. */
static ConfabLinkStep *
copy_step (const ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
           const ConfabLinkStep *step, gboolean all_joins)
{
  ConfabLinkStep *copy = confab_link_step_new (step->link, step->roster);

  for (guint i = 0; i < checked->n_entries; i++) {
    const ConfabRosterEntry *old =
        confab_service_meeting_find_entry (meeting, &checked->entries[i].pid);
    const ConfabKnownJoin *known = checked->joins->pdata[i];

    if (all_joins || old == NULL || !confab_digest_equal (&old->join_hash, &known->hash))
      g_ptr_array_add (copy->joins, g_bytes_ref (known->statement));
  }
  for (guint i = 0; i < step->cmds->len; i++)
    g_ptr_array_add (copy->cmds, g_bytes_ref (step->cmds->pdata[i]));
  for (guint i = 0; i < step->roles->len; i++) {
    const ConfabRoleProof *proof = step->roles->pdata[i];

    g_ptr_array_add (copy->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
  copy->handover = step->handover != NULL ? g_bytes_ref (step->handover) : NULL;
  return copy;
}

static gboolean
is_gone (gpointer pid, gpointer seq, gpointer user_data)
{
  return confab_service_meeting_find_entry (user_data, pid) == NULL;
}

ConfabLinkStep *
confab_service_meeting_adopt (ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
                              const ConfabLinkStep *step)
{
  ConfabLinkStep *lean = copy_step (meeting, checked, step, FALSE);
  ConfabLinkStep *full = copy_step (meeting, checked, step, TRUE);

  note_leader (meeting, checked, step);
  replace_joins (meeting, checked);
  confab_service_meeting_keep_role_proofs (meeting, step->roles);
  g_clear_pointer (&meeting->full, confab_link_step_unref);
  meeting->full = full;
  g_free (meeting->entries);
  meeting->entries = g_memdup2 (checked->entries, checked->n_entries * sizeof *checked->entries);
  meeting->n_entries = checked->n_entries;
  meeting->link = checked->link;
  meeting->link_hash = checked->hash;
  g_hash_table_remove_all (meeting->boxes);
  g_hash_table_foreach_remove (meeting->cmd_seq, is_gone, meeting);
  confab_chain_append (meeting->chain, checked->link.n, lean);
  return lean;
}

/* Whoever leads, or could after it. What anybody else calls a LINK is not worth a look: to verify one takes
 * hundreds of signatures. */
static gboolean
may_send_links (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, pid);

  return confab_pid_equal (pid, &meeting->leader.pid) ||
         (entry != NULL && confab_entry_may_take_over (entry, meeting->founding.genesis.policy));
}

static ConfabRefusal
check_leader (const ConfabServiceMeeting *meeting, const ConfabLinkStatement *link,
              GBytes *handover, guint failover_ms, gint64 now_ms)
{
  if (meeting->full == NULL && link->term != 1)
    return CONFAB_REFUSED_BAD_LINK;
  if (confab_pid_equal (&link->leader_pid, &meeting->leader.pid))
    return link->term == meeting->leader.term ? CONFAB_ACCEPTED : CONFAB_REFUSED_NOT_LEADER;
  return check_new_leader (meeting, link, handover, failover_ms, now_ms);
}

/* The statement alone: @pid's own, in its place, and of the one who leads. Its place comes first, so that a
 * client that is behind, or ahead, learns just that. */
static ConfabRefusal
check_statement (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                 const ConfabLinkStep *step, guint failover_ms, gint64 now_ms,
                 ConfabCheckedLink *checked)
{
  const ConfabVerifyKey *sk = find_signing_key (meeting, pid);
  ConfabRefusal refusal;

  if (sk == NULL || !may_send_links (meeting, pid))
    return CONFAB_REFUSED_NOT_LEADER;
  refusal = confab_link_check_statement (&meeting->founding.tag, step->link, sk, checked);
  if (refusal == CONFAB_ACCEPTED && !confab_pid_equal (&checked->link.leader_pid, pid))
    refusal = CONFAB_REFUSED_NOT_LEADER;
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_place (meeting, &checked->link);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_leader (meeting, &checked->link, step->handover, failover_ms, now_ms);
  return refusal;
}

static gboolean
is_host (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, pid);

  return entry != NULL && confab_roster_entry_is_present (entry) && entry->role == CONFAB_ROLE_HOST;
}

/* Whether @statement, which somebody of the roster signed, is a host's "end". */
static gboolean
is_hosts_end (const ConfabServiceMeeting *meeting, GBytes *statement)
{
  g_autoptr (GBytes) body = NULL;
  ConfabSignature signature;
  ConfabCommandStatement command;

  return confab_signed_split (statement, &body, &signature, NULL) &&
         confab_command_decode (body, &command, NULL) && command.command == CONFAB_COMMAND_END &&
         is_host (meeting, &command.from);
}

/* A host ends the meeting, as leader or by a command (7.7). Clients refuse any other end, but would find their
 * room closed by it. */
static ConfabRefusal
check_end (const ConfabServiceMeeting *meeting, const ConfabLinkStatement *link,
           const GPtrArray *commands)
{
  if (!(link->flags & CONFAB_LINK_ENDED) || is_host (meeting, &link->leader_pid))
    return CONFAB_ACCEPTED;
  for (guint i = 0; i < commands->len; i++)
    if (is_hosts_end (meeting, commands->pdata[i]))
      return CONFAB_ACCEPTED;
  return CONFAB_REFUSED_NOT_HOST;
}

static ConfabRefusal
check_contents (const ConfabServiceMeeting *meeting, const ConfabLinkCarrier *carrier,
                ConfabCheckedLink *checked)
{
  ConfabLinkContext context = {
    .tag = &meeting->founding.tag,
    .policy = meeting->founding.genesis.policy,
    .known = meeting->joins,
    .max_new_joins = CONFAB_LINK_MAX_NEW_JOINS,
  };
  ConfabRefusal refusal =
      confab_link_check_contents (&context, carrier->step, carrier->boxes, checked);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!is_in (checked, &checked->link.leader_pid))
    return CONFAB_REFUSED_BAD_LINK;
  return meeting->full == NULL ? check_first (meeting, checked)
                               : check_end (meeting, &checked->link, carrier->step->cmds);
}

ConfabRefusal
confab_service_meeting_take_link (ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                  const ConfabLinkCarrier *carrier, guint failover_ms,
                                  gint64 now_ms, ConfabLinkOutcome *outcome)
{
  g_auto (ConfabCheckedLink) checked = { 0 };
  guint32 old_term = meeting->leader.term;
  ConfabRefusal refusal;

  if (meeting->full != NULL && g_bytes_equal (carrier->step->link, meeting->full->link))
    return repeat_link (meeting, pid, carrier, outcome);

  refusal = check_statement (meeting, pid, carrier->step, failover_ms, now_ms, &checked);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_contents (meeting, carrier, &checked);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;

  outcome->base = meeting->full != NULL ? confab_link_step_ref (meeting->full) : NULL;
  outcome->n_old_entries = meeting->n_entries;
  outcome->old_entries =
      g_memdup2 (meeting->entries, meeting->n_entries * sizeof *meeting->entries);
  outcome->step = confab_service_meeting_adopt (meeting, &checked, carrier->step);
  outcome->leader_changed = meeting->leader.term != old_term;
  outcome->has_ended = (checked.link.flags & CONFAB_LINK_ENDED) != 0;
  take_boxes (meeting, carrier->boxes);
  meeting->leader_heard_ms = now_ms;
  meeting->leader_was_heard = TRUE;
  return CONFAB_ACCEPTED;
}
