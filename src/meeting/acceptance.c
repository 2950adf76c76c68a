/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/acceptance.h"

#include "meeting/meeting-error.h"
#include "meeting/roster-rules.h"
#include "meeting/warrants.h"

gboolean
confab_link_read (const ConfabCharter *charter, GBytes *statement, ConfabLinkStatement *link,
                  ConfabDigest *hash)
{
  g_autoptr (GBytes) body = confab_statement_body (statement);

  if (body == NULL || !confab_link_statement_decode (body, link, NULL) ||
      !confab_charter_owns (charter, &link->meeting))
    return FALSE;
  *hash = confab_charter_hash (charter, CONFAB_MEETING_HASH_LINK, body);
  return TRUE;
}

static gboolean
is_signed_by (const ConfabCharter *charter, GBytes *statement, const ConfabSeat *seat)
{
  return seat != NULL &&
         charter->keys.table->verify (charter->keys.data, statement, CONFAB_STATEMENT_LINK,
                                      &seat->join->join.sk, NULL);
}

/* 7.2: where the LINK stands against ours, and what a contradiction proves. ACCEPTED: go on. */
static ConfabVerdict
check_place (const ConfabCharter *charter, const ConfabLinkView *old, GBytes *statement,
             const ConfabLinkStatement *link, const ConfabDigest *hash)
{
  const ConfabSeat *leader = confab_link_view_find (old, &old->link.leader_pid);
  gboolean same_leader =
      link->term == old->link.term && confab_pid_equal (&link->leader_pid, &old->link.leader_pid);

  if (link->n < old->link.n)
    return CONFAB_VERDICT_OUTDATED;
  if (link->n > old->link.n + 1)
    return CONFAB_VERDICT_AHEAD;
  if (link->n == old->link.n && confab_digest_equal (hash, &old->hash))
    return CONFAB_VERDICT_REPEATED;
  if (link->n == old->link.n + 1 && confab_digest_equal (&link->prev, &old->hash))
    return CONFAB_VERDICT_ACCEPTED;
  if (!same_leader)
    return link->term > old->link.term ? CONFAB_VERDICT_NEW_LEADER : CONFAB_VERDICT_OUTDATED;
  if (!is_signed_by (charter, statement, leader))
    return CONFAB_VERDICT_BAD_DATA;
  return link->n == old->link.n ? CONFAB_VERDICT_FORKED : CONFAB_VERDICT_GAP;
}

/* 7.3: the leader of this term, as seated in our roster. */
static ConfabVerdict
check_leader (const ConfabCharter *charter, const ConfabLinkView *old, GBytes *statement,
              const ConfabLinkStatement *link, const ConfabSeat **leader)
{
  const ConfabSeat *seat = confab_link_view_find_present (old, &link->leader_pid);

  if (!is_signed_by (charter, statement, seat))
    return CONFAB_VERDICT_BAD_DATA;
  if (link->term != old->link.term || !confab_pid_equal (&link->leader_pid, &old->link.leader_pid))
    return link->term == old->link.term + 1 && link->cause == CONFAB_CAUSE_LEADER_CHANGE
               ? CONFAB_VERDICT_NEW_LEADER
               : CONFAB_VERDICT_BAD_DATA;
  if (link->cause == CONFAB_CAUSE_LEADER_CHANGE)
    return CONFAB_VERDICT_FORBIDDEN;
  *leader = seat;
  return CONFAB_VERDICT_ACCEPTED;
}

/* 7.5. An entry that holds no JOIN of ours is not one we know of. */
static gboolean
check_own_entry (const ConfabAcceptance *acceptance, const ConfabLinkView *view, ConfabFate *fate,
                 GError **error)
{
  const ConfabSeat *own = confab_link_view_find (view, &acceptance->own_pid);

  if (own == NULL) {
    *fate = CONFAB_FATE_NOT_IN;
    return TRUE;
  }
  if (!g_ptr_array_find_with_equal_func (acceptance->own_joins, &own->join->hash,
                                         confab_digest_equal, NULL))
    return confab_meeting_forbid (error, "the own entry has a JOIN that is not ours");
  if (confab_seat_is_removed (own))
    *fate = CONFAB_FATE_REMOVED;
  else
    *fate = confab_seat_is_absent (own) ? CONFAB_FATE_ABSENT : CONFAB_FATE_PRESENT;
  return TRUE;
}

/* 7.6 and 7.7 */
static gboolean
check_changes (const ConfabCharter *charter, const ConfabLinkView *old, const ConfabLinkView *new,
               const ConfabSeat *leader, GError **error)
{
  g_autoptr (GPtrArray) warrants = confab_warrants_check (charter, old, new->step->cmds, error);
  ConfabRosterChange change = {
    .charter = charter, .old = old, .new = new, .leader = leader, .warrants = warrants
  };

  if (warrants == NULL)
    return FALSE;
  /* It could not sign the next one. */
  if (confab_link_view_find_present (new, &new->link.leader_pid) == NULL)
    return confab_meeting_forbid (error, "the leader is not in its own roster");
  return confab_roster_rules_check (&change, error) && confab_link_rules_check (&change, error);
}

ConfabVerdict
confab_acceptance_check (const ConfabAcceptance *acceptance, ConfabLinkStep *step,
                         ConfabLinkView **view, ConfabFate *fate, GError **error)
{
  const ConfabCharter *charter = acceptance->sources.charter;
  const ConfabLinkView *old = acceptance->sources.old;
  g_autoptr (ConfabLinkView) next = NULL;
  const ConfabSeat *leader = NULL;
  ConfabLinkStatement link;
  ConfabDigest hash;
  ConfabFate next_fate = CONFAB_FATE_NOT_IN;
  ConfabVerdict verdict;

  if (!confab_link_read (charter, step->link, &link, &hash)) {
    confab_meeting_invalid (error, "a LINK is malformed or of another meeting");
    return CONFAB_VERDICT_BAD_DATA;
  }
  verdict = check_place (charter, old, step->link, &link, &hash);
  if (verdict == CONFAB_VERDICT_ACCEPTED)
    verdict = check_leader (charter, old, step->link, &link, &leader);
  if (verdict != CONFAB_VERDICT_ACCEPTED) {
    confab_meeting_invalid (error, "a LINK is not the leader's next one");
    return verdict;
  }

  next = confab_link_view_new (&acceptance->sources, &link, &hash, step, error);
  if (next == NULL || !check_own_entry (acceptance, next, &next_fate, error) ||
      !check_changes (charter, old, next, leader, error))
    return CONFAB_VERDICT_FORBIDDEN;
  *view = g_steal_pointer (&next);
  *fate = next_fate;
  return CONFAB_VERDICT_ACCEPTED;
}

/* The first LINK seats its own leader; pid, IK, SK and EK of n = 1 are those of GENESIS (6.1). */
static gboolean
check_base_leader (const ConfabCharter *charter, const ConfabLinkView *view,
                   const ConfabLeaderKnown *leader, GError **error)
{
  const ConfabGenesisStatement *genesis = &charter->genesis;
  const ConfabSeat *seat = confab_link_view_find_present (view, &leader->pid);

  if (seat == NULL || !confab_verify_key_equal (&seat->join->join.sk, &leader->sk))
    return confab_meeting_forbid (error, "the leader is not in its own roster");
  if (leader->term == 1 && !confab_verify_key_equal (&seat->join->join.ik, &genesis->ik))
    return confab_meeting_forbid (error, "the leader is not the founder");
  if (view->link.n > 1)
    return TRUE;
  if (view->n_seats != 1 || !confab_exchange_key_equal (&seat->join->join.ek, &genesis->ek) ||
      !confab_digest_equal (&view->link.prev, &charter->tag.gen))
    return confab_meeting_forbid (error, "the first LINK is not GENESIS' own");
  return TRUE;
}

ConfabLinkView *
confab_acceptance_check_base (const ConfabLinkSources *sources, const ConfabLeaderKnown *leader,
                              ConfabLinkStep *step, GError **error)
{
  g_autoptr (ConfabLinkView) view = NULL;
  ConfabLinkStatement link;
  ConfabDigest hash;

  if (!confab_link_read (sources->charter, step->link, &link, &hash))
    return confab_meeting_invalid (error, "a LINK is malformed or of another meeting");
  if (link.term != leader->term || link.n < leader->first_n ||
      !confab_pid_equal (&link.leader_pid, &leader->pid) ||
      !sources->charter->keys.table->verify (sources->charter->keys.data, step->link,
                                             CONFAB_STATEMENT_LINK, &leader->sk, NULL))
    return confab_meeting_invalid (error, "a LINK is not signed by the leader of its term");
  view = confab_link_view_new (sources, &link, &hash, step, error);
  if (view == NULL || !check_base_leader (sources->charter, view, leader, error))
    return NULL;
  return g_steal_pointer (&view);
}
