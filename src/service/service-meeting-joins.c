/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wants to be in the meeting: JOINs before a LINK takes them up. */
#include "service/service-meeting-private.h"

/* As many people may wait as a roster has places. */
#define WAITING_MAX CONFAB_ROSTER_MAX_ENTRIES

/* (nullable): the JOIN of an entry with this IK; @role_removed: the entry is a ban. */
static const ConfabKnownJoin *
find_identity (const ConfabServiceMeeting *meeting, const ConfabVerifyKey *ik,
               gboolean *role_removed)
{
  for (guint i = 0; i < meeting->n_entries; i++) {
    const ConfabKnownJoin *known =
        g_hash_table_lookup (meeting->joins, &meeting->entries[i].join_hash);

    if (known != NULL && confab_verify_key_equal (&known->join.ik, ik)) {
      *role_removed = meeting->entries[i].role == CONFAB_ROLE_REMOVED;
      return known;
    }
  }
  return NULL;
}

static guint
count_waiting (const ConfabServiceMeeting *meeting)
{
  GHashTableIter iter;
  gpointer pid;
  guint waiting = 0;

  g_hash_table_iter_init (&iter, meeting->newest);
  while (g_hash_table_iter_next (&iter, &pid, NULL))
    if (confab_service_meeting_find_entry (meeting, pid) == NULL)
      waiting++;
  return waiting;
}

/* The service's part of 6.4, a first barrier: the leader checks all of it again and more. Whoever has an
 * entry already comes back through a lock (9.5), as does the owner, who alone can take the lock away. */
static ConfabRefusal
check_may_wait (const ConfabServiceMeeting *meeting, const ConfabJoinStatement *join)
{
  const ConfabGenesisStatement *genesis = &meeting->founding.genesis;
  gboolean is_removed = FALSE;
  gboolean has_entry = find_identity (meeting, &join->ik, &is_removed) != NULL;

  if (is_removed)
    return CONFAB_REFUSED_REMOVED;
  if ((join->caps & CONFAB_CAP_BROWSER) && !(genesis->policy & CONFAB_POLICY_BROWSER))
    return CONFAB_REFUSED_BROWSER;
  if ((join->caps & CONFAB_CAP_TELEPHONE) && genesis->suite != CONFAB_SUITE_TRANSPORT)
    return CONFAB_REFUSED_TELEPHONE;
  if ((meeting->link.flags & CONFAB_LINK_LOCKED) && !has_entry &&
      !confab_verify_key_equal (&join->ik, &genesis->owner_ik) &&
      !confab_verify_key_equal (&join->ik, &genesis->ik))
    return CONFAB_REFUSED_LOCKED;
  return CONFAB_ACCEPTED;
}

/* A pid that is known: the same keys, and a number that rises, so that nobody comes in with a copy. */
static ConfabRefusal
check_follows (const ConfabServiceMeeting *meeting, const ConfabKnownJoin *old,
               const ConfabKnownJoin *known, gboolean *is_repetition)
{
  *is_repetition = FALSE;
  if (!confab_known_join_same_member (old, known))
    return CONFAB_REFUSED_NOT_YOURS;
  if (known->join.seq > old->join.seq)
    return CONFAB_ACCEPTED;
  /* A repetition that a LINK has not taken up yet does no harm. */
  *is_repetition = g_bytes_equal (old->statement, known->statement) &&
                   confab_service_meeting_find_entry (meeting, &old->join.pid) == NULL;
  return *is_repetition ? CONFAB_ACCEPTED : CONFAB_REFUSED_OLD_JOIN;
}

/* An older JOIN of the same pid goes, unless it is the one that the roster names. */
static void
remember (ConfabServiceMeeting *meeting, ConfabKnownJoin *known)
{
  ConfabKnownJoin *old = g_hash_table_lookup (meeting->newest, &known->join.pid);
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, &known->join.pid);

  g_hash_table_replace (meeting->joins, &known->hash, confab_known_join_ref (known));
  g_hash_table_replace (meeting->newest, &known->join.pid, known);
  if (old != NULL && (entry == NULL || !confab_digest_equal (&entry->join_hash, &old->hash)))
    g_hash_table_remove (meeting->joins, &old->hash);
}

ConfabRefusal
confab_service_meeting_take_join (ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                  GBytes *statement, gboolean *is_new)
{
  g_autoptr (ConfabKnownJoin) known = NULL;
  const ConfabKnownJoin *old = g_hash_table_lookup (meeting->newest, pid);
  gboolean is_repetition = FALSE;
  ConfabRefusal refusal = confab_known_join_check (&meeting->founding.tag, statement, &known);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!confab_pid_equal (&known->join.pid, pid))
    return CONFAB_REFUSED_NOT_YOURS;

  if (old != NULL)
    refusal = check_follows (meeting, old, known, &is_repetition);
  else if (count_waiting (meeting) >= WAITING_MAX)
    refusal = CONFAB_REFUSED_FULL;
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_may_wait (meeting, &known->join);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;

  *is_new = !is_repetition;
  if (*is_new)
    remember (meeting, known);
  return CONFAB_ACCEPTED;
}

GPtrArray *
confab_service_meeting_list_pending_joins (const ConfabServiceMeeting *meeting)
{
  GPtrArray *pending = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, meeting->newest);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const ConfabKnownJoin *known = value;
    const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, &known->join.pid);

    if (confab_pid_equal (&known->join.pid, &meeting->leader.pid))
      continue; /* it knows what it sent */
    if (entry == NULL || !confab_digest_equal (&entry->join_hash, &known->hash))
      g_ptr_array_add (pending, g_bytes_ref (known->statement));
  }
  return pending;
}

void
confab_service_meeting_forget_waiting (ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  ConfabKnownJoin *known = g_hash_table_lookup (meeting->newest, pid);

  if (known == NULL || confab_service_meeting_find_entry (meeting, pid) != NULL)
    return;
  g_hash_table_remove (meeting->newest, pid);
  g_hash_table_remove (meeting->joins, &known->hash);
}
