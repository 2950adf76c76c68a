/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/lineage.h"

#include "meeting/meeting-error.h"

/** The last LINK of a term and the entries of its roster. */
typedef struct {
  ConfabLinkStatement link;
  ConfabDigest hash;
  ConfabRosterEntry *entries;
  guint n_entries;
} LastLink;

static void
last_link_clear (LastLink *last)
{
  g_clear_pointer (&last->entries, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LastLink, last_link_clear)

static gboolean
is_link_of (const ConfabCharter *charter, GBytes *statement, const ConfabLinkStatement *link,
            const ConfabLeaderKnown *leader)
{
  return link->term == leader->term && link->n >= leader->first_n &&
         confab_pid_equal (&link->leader_pid, &leader->pid) &&
         charter->keys.table->verify (charter->keys.data, statement, CONFAB_STATEMENT_LINK,
                                      &leader->sk, NULL);
}

static gboolean
read_last_link (const ConfabCharter *charter, const ConfabLineageEntry *entry,
                const ConfabLeaderKnown *leader, LastLink *last, GError **error)
{
  ConfabDigest roster_hash =
      confab_charter_hash (charter, CONFAB_MEETING_HASH_ROSTER, entry->roster);

  if (!confab_link_read (charter, entry->link, &last->link, &last->hash) ||
      !is_link_of (charter, entry->link, &last->link, leader))
    return confab_meeting_forbid (error, "the last LINK of a term is not its leader's");
  last->entries = confab_roster_decode (entry->roster, &last->n_entries, NULL);
  if (last->entries == NULL || last->n_entries != last->link.count ||
      !confab_digest_equal (&roster_hash, &last->link.roster_hash))
    return confab_meeting_forbid (error, "the last roster of a term is not its LINK's");
  return TRUE;
}

static const ConfabRosterEntry *
find_entry (const LastLink *last, const ConfabCheckedJoin *join)
{
  for (guint i = 0; i < last->n_entries; i++) {
    const ConfabRosterEntry *entry = &last->entries[i];

    if (confab_pid_equal (&entry->pid, &join->join.pid))
      return confab_roster_entry_is_present (entry) &&
                     confab_digest_equal (&entry->join_hash, &join->hash)
                 ? entry
                 : NULL;
  }
  return NULL;
}

/* 9.2: the leader before named the next one. */
static gboolean
is_handed_over (const ConfabCharter *charter, GBytes *handover, const ConfabLeaderKnown *leader,
                const LastLink *last, const ConfabPid *next_pid)
{
  g_autoptr (GBytes) body =
      confab_charter_open (charter, handover, CONFAB_STATEMENT_HANDOVER, &leader->sk);
  ConfabHandoverStatement statement;

  return body != NULL && confab_handover_decode (body, &statement, NULL) &&
         confab_charter_owns (charter, &statement.meeting) && statement.term == leader->term &&
         statement.n == last->link.n && confab_digest_equal (&statement.link_hash, &last->hash) &&
         confab_pid_equal (&statement.next_pid, next_pid);
}

/* 9.3: may lead at all; role 2 only where the policy has caretakers. A HANDOVER names one of these
 * too (9.2). */
static gboolean
is_in_order (const ConfabCharter *charter, const ConfabRosterEntry *entry,
             const ConfabLeaderKnown *leader)
{
  return (entry->flags & CONFAB_ENTRY_MAY_LEAD) != 0 &&
         !confab_pid_equal (&entry->pid, &leader->pid) &&
         (entry->role != CONFAB_ROLE_PARTICIPANT ||
          (charter->genesis.policy & CONFAB_POLICY_CARETAKER) != 0);
}

static gboolean
check_next_leader (const ConfabCharter *charter, const ConfabLineageEntry *entry,
                   const LastLink *last, const ConfabLeaderKnown *before,
                   const ConfabCheckedJoin *next, GPtrArray *grants, GError **error)
{
  const ConfabRosterEntry *seat = find_entry (last, next);

  if (seat == NULL)
    return confab_meeting_forbid (error, "a new leader was not in the roster before");
  if (!confab_role_grants_allow (charter, grants, next, seat->role))
    return confab_meeting_forbid (error, "a new leader had a role that nobody gave it");
  if (!is_in_order (charter, seat, before))
    return confab_meeting_forbid (error, "a new leader was not next");
  return entry->handover == NULL ||
         is_handed_over (charter, entry->handover, before, last, &seat->pid) ||
         confab_meeting_forbid (error, "a HANDOVER is not for this leader");
}

static gboolean
follow_entry (const ConfabCharter *charter, const ConfabLineageEntry *entry, GPtrArray *grants,
              ConfabLeaderKnown *leader, GError **error)
{
  g_autoptr (ConfabCheckedJoin) join = NULL;
  g_auto (LastLink) last = { 0 };
  ConfabLeaderKnown next = { 0 };
  ConfabLinkStatement first;
  ConfabDigest first_hash;

  if (!read_last_link (charter, entry, leader, &last, error))
    return FALSE;
  join = confab_checked_join_check (charter, entry->join, error);
  if (join == NULL || !check_next_leader (charter, entry, &last, leader, join, grants, error))
    return FALSE;

  next.term = leader->term + 1;
  next.first_n = last.link.n + 1;
  next.pid = join->join.pid;
  next.sk = join->join.sk;
  if (!confab_link_read (charter, entry->next, &first, &first_hash) ||
      !is_link_of (charter, entry->next, &first, &next) || first.n != next.first_n ||
      first.cause != CONFAB_CAUSE_LEADER_CHANGE || !confab_digest_equal (&first.prev, &last.hash))
    return confab_meeting_forbid (error, "the first LINK of a term does not follow the last");
  *leader = next;
  return TRUE;
}

gboolean
confab_lineage_follow (const ConfabCharter *charter, const ConfabLineage *lineage,
                       ConfabLeaderKnown *leader, GError **error)
{
  g_autoptr (GPtrArray) grants = NULL;
  ConfabLeaderKnown now = {
    .term = 1, .first_n = 1, .pid = charter->genesis.pid, .sk = charter->genesis.sk
  };

  if (lineage != NULL) {
    grants = confab_role_grants_check (charter, lineage->roles, error);
    if (grants == NULL)
      return FALSE;
    for (guint i = 0; i < lineage->entries->len; i++) {
      if (!follow_entry (charter, lineage->entries->pdata[i], grants, &now, error))
        return FALSE;
    }
  }
  *leader = now;
  return TRUE;
}
