/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/link-view.h"

#include "meeting/meeting-error.h"

gboolean
confab_seat_is_present (const ConfabSeat *seat)
{
  return confab_roster_entry_is_present (&seat->entry);
}

gboolean
confab_seat_is_removed (const ConfabSeat *seat)
{
  return seat->entry.role == CONFAB_ROLE_REMOVED;
}

gboolean
confab_seat_is_absent (const ConfabSeat *seat)
{
  return !confab_seat_is_removed (seat) && (seat->entry.flags & CONFAB_ENTRY_ABSENT) != 0;
}

const ConfabSeat *
confab_link_view_find (const ConfabLinkView *view, const ConfabPid *pid)
{
  for (guint i = 0; i < view->n_seats; i++) {
    if (confab_pid_equal (&view->seats[i].entry.pid, pid))
      return &view->seats[i];
  }
  return NULL;
}

const ConfabSeat *
confab_link_view_find_ik (const ConfabLinkView *view, const ConfabVerifyKey *ik)
{
  for (guint i = 0; i < view->n_seats; i++) {
    if (confab_verify_key_equal (&view->seats[i].join->join.ik, ik))
      return &view->seats[i];
  }
  return NULL;
}

const ConfabSeat *
confab_link_view_find_present (const ConfabLinkView *view, const ConfabPid *pid)
{
  const ConfabSeat *seat = confab_link_view_find (view, pid);

  return seat != NULL && confab_seat_is_present (seat) ? seat : NULL;
}

guint
confab_link_view_count_present (const ConfabLinkView *view)
{
  guint count = 0;

  for (guint i = 0; i < view->n_seats; i++)
    count += confab_seat_is_present (&view->seats[i]) ? 1 : 0;
  return count;
}

gboolean
confab_link_view_has_removed (const ConfabLinkView *view)
{
  for (guint i = 0; i < view->n_seats; i++) {
    if (confab_seat_is_removed (&view->seats[i]))
      return TRUE;
  }
  return FALSE;
}

/* The JOINs that came with the step, checked, by hash. */
static GHashTable *
check_joins (const ConfabCharter *charter, GPtrArray *statements, GError **error)
{
  g_autoptr (GHashTable) joins = g_hash_table_new_full (
      confab_digest_hash, confab_digest_equal, NULL, (GDestroyNotify) confab_checked_join_unref);

  for (guint i = 0; i < statements->len; i++) {
    ConfabCheckedJoin *join = confab_checked_join_check (charter, statements->pdata[i], error);

    if (join == NULL)
      return NULL;
    g_hash_table_replace (joins, &join->hash, join);
  }
  return g_steal_pointer (&joins);
}

static ConfabCheckedJoin *
find_join (const ConfabLinkSources *sources, GHashTable *brought, const ConfabDigest *hash)
{
  ConfabCheckedJoin *join = g_hash_table_lookup (brought, hash);

  for (guint i = 0; join == NULL && sources->old != NULL && i < sources->old->n_seats; i++) {
    ConfabCheckedJoin *seated = sources->old->seats[i].join;

    join = confab_digest_equal (&seated->hash, hash) ? seated : NULL;
  }
  if (join == NULL && sources->book != NULL)
    join = confab_join_book_find (sources->book, hash);
  return join;
}

/* Flags 02 and 04 are what the JOIN itself says; a browser needs the policy for it. */
static gboolean
check_flags (const ConfabCharter *charter, const ConfabSeat *seat, GError **error)
{
  guint caps = seat->join->join.caps;
  gboolean browser = (seat->entry.flags & CONFAB_ENTRY_BROWSER) != 0;
  gboolean may_lead = (seat->entry.flags & CONFAB_ENTRY_MAY_LEAD) != 0;

  if (browser != ((caps & CONFAB_CAP_BROWSER) != 0) || may_lead != ((caps & CONFAB_CAP_LEAD) != 0))
    return confab_meeting_forbid (error, "an entry's flags are not those of its JOIN");
  if (browser && (charter->genesis.policy & CONFAB_POLICY_BROWSER) == 0)
    return confab_meeting_forbid (error, "an entry is a browser, which this meeting forbids");
  if ((caps & CONFAB_CAP_TELEPHONE) != 0 && charter->tag.suite != CONFAB_SUITE_TRANSPORT)
    return confab_meeting_forbid (error, "an entry is a telephone in an encrypted meeting");
  return TRUE;
}

static gboolean
seat_entries (ConfabLinkView *view, const ConfabLinkSources *sources, GHashTable *brought,
              const ConfabRosterEntry *entries, GError **error)
{
  view->seats = g_new0 (ConfabSeat, view->link.count);
  for (guint i = 0; i < view->link.count; i++) {
    ConfabSeat *seat = &view->seats[i];
    ConfabCheckedJoin *join = find_join (sources, brought, &entries[i].join_hash);

    if (join == NULL)
      return confab_meeting_forbid (error, "an entry has no JOIN");
    seat->entry = entries[i];
    seat->join = confab_checked_join_ref (join);
    view->n_seats++;
    if (!confab_pid_equal (&join->join.pid, &seat->entry.pid))
      return confab_meeting_forbid (error, "an entry names the JOIN of somebody else");
    if (!check_flags (sources->charter, seat, error))
      return FALSE;
  }
  return TRUE;
}

/* All three kinds of key in one set: an EK that equals somebody's IK is no accident either. */
static gboolean
check_unique_keys (const ConfabLinkView *view, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (confab_digest_hash, confab_digest_equal);

  for (guint i = 0; i < view->n_seats; i++) {
    ConfabJoinStatement *join = &view->seats[i].join->join;

    if (!g_hash_table_add (keys, &join->ik) || !g_hash_table_add (keys, &join->sk) ||
        !g_hash_table_add (keys, &join->ek))
      return confab_meeting_forbid (error, "two entries have the same key");
  }
  return TRUE;
}

static gboolean
take_roster (ConfabLinkView *view, const ConfabLinkSources *sources, GError **error)
{
  g_autofree ConfabRosterEntry *entries = NULL;
  g_autoptr (GHashTable) brought = NULL;
  ConfabDigest hash =
      confab_charter_hash (sources->charter, CONFAB_MEETING_HASH_ROSTER, view->step->roster);
  guint count = 0;

  if (!confab_digest_equal (&hash, &view->link.roster_hash))
    return confab_meeting_forbid (error, "the roster is not the LINK's");
  entries = confab_roster_decode (view->step->roster, &count, NULL);
  if (entries == NULL || count != view->link.count)
    return confab_meeting_forbid (error, "the roster is malformed");
  brought = check_joins (sources->charter, view->step->joins, error);
  return brought != NULL && seat_entries (view, sources, brought, entries, error) &&
         check_unique_keys (view, error);
}

/* 7.6: every host and co-host has the newest CMD 5 for it. */
static gboolean
take_roles (ConfabLinkView *view, const ConfabLinkSources *sources, GError **error)
{
  view->grants = confab_role_grants_check (sources->charter, view->step->roles, error);
  if (view->grants == NULL)
    return FALSE;
  if (sources->old != NULL)
    confab_role_grants_remember (sources->charter, view->grants, sources->old->grants);

  for (guint i = 0; i < view->n_seats; i++) {
    const ConfabSeat *seat = &view->seats[i];

    if (!confab_seat_is_removed (seat) &&
        !confab_role_grants_allow (sources->charter, view->grants, seat->join, seat->entry.role))
      return confab_meeting_forbid (error, "an entry has a role that nobody gave it");
  }
  return TRUE;
}

ConfabLinkView *
confab_link_view_new (const ConfabLinkSources *sources, const ConfabLinkStatement *link,
                      const ConfabDigest *hash, ConfabLinkStep *step, GError **error)
{
  g_autoptr (ConfabLinkView) view = g_new0 (ConfabLinkView, 1);

  g_atomic_ref_count_init (&view->ref_count);
  view->link = *link;
  view->hash = *hash;
  view->step = confab_link_step_ref (step);
  if (!take_roster (view, sources, error))
    return NULL;

  view->max_ord = view->seats[view->n_seats - 1].entry.ord;
  if (sources->old != NULL)
    view->max_ord = MAX (view->max_ord, sources->old->max_ord);
  return take_roles (view, sources, error) ? g_steal_pointer (&view) : NULL;
}

ConfabLinkView *
confab_link_view_ref (ConfabLinkView *view)
{
  g_atomic_ref_count_inc (&view->ref_count);
  return view;
}

void
confab_link_view_unref (ConfabLinkView *view)
{
  if (!g_atomic_ref_count_dec (&view->ref_count))
    return;
  for (guint i = 0; i < view->n_seats; i++)
    confab_checked_join_unref (view->seats[i].join);
  g_free (view->seats);
  g_clear_pointer (&view->grants, g_ptr_array_unref);
  g_clear_pointer (&view->step, confab_link_step_unref);
  g_free (view);
}

ConfabLinkStep *
confab_link_view_complete_step (const ConfabLinkView *view)
{
  ConfabLinkStep *step = confab_link_step_new (view->step->link, view->step->roster);

  for (guint i = 0; i < view->n_seats; i++)
    g_ptr_array_add (step->joins, g_bytes_ref (view->seats[i].join->statement));
  for (guint i = 0; i < view->step->cmds->len; i++)
    g_ptr_array_add (step->cmds, g_bytes_ref (view->step->cmds->pdata[i]));
  for (guint i = 0; i < view->step->roles->len; i++) {
    const ConfabRoleProof *proof = view->step->roles->pdata[i];

    g_ptr_array_add (step->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
  step->handover = view->step->handover != NULL ? g_bytes_ref (view->step->handover) : NULL;
  return step;
}
