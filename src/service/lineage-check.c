/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/lineage-check.h"

#include "crypto/crypto.h"
#include "service/link-check.h"

gboolean
confab_entry_may_take_over (const ConfabRosterEntry *entry, guint16 policy)
{
  return confab_roster_entry_is_present (entry) && (entry->flags & CONFAB_ENTRY_MAY_LEAD) != 0 &&
         (entry->role <= CONFAB_ROLE_COHOST || (policy & CONFAB_POLICY_CARETAKER) != 0);
}

gboolean
confab_handover_check (const ConfabMeetingTag *tag, GBytes *statement, const ConfabLeader *leader,
                       guint32 n, const ConfabDigest *link_hash, const ConfabPid *next)
{
  g_autoptr (GBytes) body = NULL;
  ConfabHandoverStatement handover;

  return confab_statement_verify (statement, CONFAB_STATEMENT_HANDOVER, &leader->sk, &body, NULL) &&
         confab_handover_decode (body, &handover, NULL) &&
         confab_meeting_tag_equal (&handover.meeting, tag) && handover.term == leader->term &&
         handover.n == n && confab_digest_equal (&handover.link_hash, link_hash) &&
         confab_pid_equal (&handover.next_pid, next);
}

/* Whether the roster under the last LINK of @leader let @next follow. */
static gboolean
check_succession (const ConfabFounding *founding, const ConfabLineageEntry *entry,
                  const ConfabLeader *leader, const ConfabCheckedLink *last,
                  const ConfabKnownJoin *next)
{
  ConfabDigest roster_hash = confab_roster_hash (entry->roster);
  guint n_entries;
  g_autofree ConfabRosterEntry *entries = confab_roster_decode (entry->roster, &n_entries, NULL);
  const ConfabRosterEntry *seat;

  if (entries == NULL || n_entries != last->link.count ||
      !confab_digest_equal (&roster_hash, &last->link.roster_hash))
    return FALSE;
  seat = confab_roster_find_entry (entries, n_entries, &next->join.pid);
  if (seat == NULL || !confab_digest_equal (&seat->join_hash, &next->hash) ||
      !confab_entry_may_take_over (seat, founding->genesis.policy))
    return FALSE;
  return entry->handover == NULL ||
         confab_handover_check (&founding->tag, entry->handover, leader, last->link.n, &last->hash,
                                &next->join.pid);
}

/* Whether @last can be the last LINK of @leader's term, and @first the one by @next that follows it. */
static gboolean
leads_to (const ConfabLeader *leader, const ConfabCheckedLink *last, const ConfabCheckedLink *first,
          const ConfabPid *next)
{
  return last->link.term == leader->term &&
         confab_pid_equal (&last->link.leader_pid, &leader->pid) &&
         last->link.n >= leader->first_n && last->link.n < G_MAXUINT32 &&
         first->link.term == leader->term + 1 && first->link.n == last->link.n + 1 &&
         confab_digest_equal (&first->link.prev, &last->hash) &&
         confab_pid_equal (&first->link.leader_pid, next);
}

static ConfabRefusal
follow_entry (const ConfabFounding *founding, const ConfabLineageEntry *entry, ConfabLeader *leader)
{
  const ConfabMeetingTag *tag = &founding->tag;
  g_autoptr (ConfabKnownJoin) next = NULL;
  ConfabCheckedLink last = { 0 }; /* their statements alone: nothing to clear */
  ConfabCheckedLink first = { 0 };
  ConfabRefusal refusal = confab_link_check_statement (tag, entry->link, &leader->sk, &last);

  if (refusal == CONFAB_ACCEPTED)
    refusal = confab_known_join_check (tag, entry->join, &next);
  if (refusal == CONFAB_ACCEPTED)
    refusal = confab_link_check_statement (tag, entry->next, &next->join.sk, &first);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!leads_to (leader, &last, &first, &next->join.pid) ||
      !check_succession (founding, entry, leader, &last, next))
    return CONFAB_REFUSED_BAD_LINK;

  leader->term = first.link.term;
  leader->pid = next->join.pid;
  leader->sk = next->join.sk;
  leader->first_n = first.link.n;
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_lineage_check (const ConfabFounding *founding, const ConfabLineage *lineage,
                      ConfabLeader *out)
{
  ConfabLeader leader = {
    .term = 1, .pid = founding->genesis.pid, .sk = founding->genesis.sk, .first_n = 1
  };

  for (guint i = 0; lineage != NULL && i < lineage->entries->len; i++) {
    ConfabRefusal refusal = follow_entry (founding, lineage->entries->pdata[i], &leader);

    if (refusal != CONFAB_ACCEPTED)
      return refusal;
  }
  *out = leader;
  return CONFAB_ACCEPTED;
}
