/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/draft.h"

#include <string.h>

#define RIGHTS_FLAGS \
  (CONFAB_ENTRY_MUTED_BY_HOST | CONFAB_ENTRY_MAY_RECORD | CONFAB_ENTRY_MAY_SHARE_AND_CONTROL)

/* More CMDs of one host than that are not open at the same time. */
#define CMDS_OF_ONE_MAX 32
/* JOINs get no more of a LINK than this, and room for the largest one even if roles need the rest. */
#define JOINS_MAX_BYTES ((gsize) 24 * 1024)
#define JOINS_MIN_BYTES ((gsize) 2304)
#define BOX_BYTES (CONFAB_PID_HEX_LENGTH + 6 + (CONFAB_KEYBOX_BYTES * 4 + 2) / 3)
#define ENTRY_BYTES ((CONFAB_ROSTER_ENTRY_BYTES * 4 + 2) / 3)

static void
entrant_free (ConfabEntrant *entrant)
{
  confab_checked_join_unref (entrant->join);
  g_free (entrant);
}

static void
order_free (ConfabOrder *order)
{
  g_bytes_unref (order->statement);
  g_free (order);
}

gsize
confab_json_bytes (GBytes *statement)
{
  const gsize quotes_and_comma = 3;

  return confab_base64url_length (g_bytes_get_size (statement)) + quotes_and_comma;
}

gsize
confab_word_json_bytes (const ConfabWord *word)
{
  const gsize frame_bytes = strlen ("{\"cmd\":,\"join\":},");

  return frame_bytes + confab_json_bytes (word->statement) +
         confab_json_bytes (word->grant->signer->statement);
}

static void
word_free (ConfabWord *word)
{
  g_bytes_unref (word->statement);
  confab_role_grant_free (word->grant);
  g_free (word);
}

static GHashTable *
new_wishes (GDestroyNotify free_value)
{
  return g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, free_value);
}

ConfabDraft *
confab_draft_new (guint16 link_rights)
{
  ConfabDraft *draft = g_new0 (ConfabDraft, 1);

  draft->entrants = new_wishes ((GDestroyNotify) entrant_free);
  draft->updates = new_wishes ((GDestroyNotify) entrant_free);
  draft->drops = new_wishes (NULL);
  draft->removals = new_wishes (NULL);
  draft->sent_back = new_wishes (NULL);
  draft->deletions = new_wishes (NULL);
  draft->rights = new_wishes (NULL);
  draft->roles = new_wishes (NULL);
  draft->cmds = g_ptr_array_new_with_free_func ((GDestroyNotify) order_free);
  draft->words = g_ptr_array_new_with_free_func ((GDestroyNotify) word_free);
  draft->link_rights = link_rights;
  return draft;
}

void
confab_draft_free (ConfabDraft *draft)
{
  GHashTable *wishes[] = { draft->entrants,  draft->updates,   draft->drops,  draft->removals,
                           draft->sent_back, draft->deletions, draft->rights, draft->roles };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    g_hash_table_unref (wishes[i]);
  g_ptr_array_unref (draft->cmds);
  g_ptr_array_unref (draft->words);
  g_free (draft);
}

static void
add_entrant (GHashTable *wishes, ConfabCheckedJoin *join, gboolean invited)
{
  ConfabEntrant *entrant = g_new0 (ConfabEntrant, 1);

  entrant->join = confab_checked_join_ref (join);
  entrant->invited = invited;
  g_hash_table_replace (wishes, confab_pid_copy (&join->join.pid), entrant);
}

void
confab_draft_add_entrant (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited)
{
  add_entrant (draft->entrants, join, invited);
}

void
confab_draft_add_update (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited)
{
  /* Whoever sends a JOIN is there. */
  g_hash_table_remove (draft->drops, &join->join.pid);
  g_hash_table_remove (draft->deletions, &join->join.pid);
  add_entrant (draft->updates, join, invited);
}

void
confab_draft_add_pid (GHashTable *wishes, const ConfabPid *pid)
{
  g_hash_table_add (wishes, confab_pid_copy (pid));
}

static gboolean
replaces (const ConfabCommandStatement *newer, const ConfabCommandStatement *older)
{
  return newer->command == older->command && confab_pid_equal (&newer->from, &older->from) &&
         confab_pid_equal (&newer->target, &older->target);
}

/* What of @command a LINK can say beside roles, and not every leader may say by itself. */
static gboolean
is_for_link (const ConfabCommandStatement *command)
{
  switch (command->command) {
  case CONFAB_COMMAND_ADMIT:
  case CONFAB_COMMAND_REMOVE:
  case CONFAB_COMMAND_UNLOCK:
  case CONFAB_COMMAND_END:
  case CONFAB_COMMAND_TO_WAITING_ROOM:
  case CONFAB_COMMAND_RIGHTS:
  case CONFAB_COMMAND_PERSON_RIGHTS:
    return TRUE;
  case CONFAB_COMMAND_MUTE:
    return (command->arg & CONFAB_MUTE_AUDIO_UNTIL_ALLOWED) != 0;
  default:
    return FALSE;
  }
}

static void
forget_oldest_of (ConfabDraft *draft, const ConfabPid *signer)
{
  guint count = 0;

  for (guint i = draft->cmds->len; i > 0; i--) {
    const ConfabOrder *order = draft->cmds->pdata[i - 1];

    if (confab_pid_equal (&order->command.from, signer) && ++count >= CMDS_OF_ONE_MAX)
      g_ptr_array_remove_index (draft->cmds, i - 1);
  }
}

void
confab_draft_add_command (ConfabDraft *draft, const ConfabCommandStatement *command,
                          GBytes *statement)
{
  ConfabOrder *order;

  if (!is_for_link (command))
    return;
  for (guint i = draft->cmds->len; i > 0; i--) {
    if (replaces (command, &((const ConfabOrder *) draft->cmds->pdata[i - 1])->command))
      g_ptr_array_remove_index (draft->cmds, i - 1);
  }
  forget_oldest_of (draft, &command->from);
  order = g_new0 (ConfabOrder, 1);
  order->command = *command;
  order->statement = g_bytes_ref (statement);
  g_ptr_array_add (draft->cmds, order);
}

static const ConfabCommandStatement *
get_word (const ConfabDraft *draft, guint place)
{
  return &((const ConfabWord *) draft->words->pdata[place])->grant->command;
}

void
confab_draft_add_word (ConfabDraft *draft, GBytes *statement, ConfabCheckedJoin *signer)
{
  g_autoptr (GBytes) body = confab_statement_body (statement);
  ConfabCommandStatement command;
  ConfabWord *word;

  if (body == NULL || !confab_command_decode (body, &command, NULL))
    return;
  for (guint i = draft->words->len; i > 0; i--) {
    if (replaces (&command, get_word (draft, i - 1)))
      g_ptr_array_remove_index (draft->words, i - 1);
  }
  word = g_new0 (ConfabWord, 1);
  word->statement = g_bytes_ref (statement);
  word->grant = confab_role_grant_new (&command, signer);
  g_ptr_array_add (draft->words, word);
}

static guint8
get_join_flags (const ConfabEntrant *entrant)
{
  guint caps = entrant->join->join.caps;

  return (guint8) ((entrant->invited ? CONFAB_ENTRY_INVITE_VERIFIED : 0) |
                   ((caps & CONFAB_CAP_BROWSER) != 0 ? CONFAB_ENTRY_BROWSER : 0) |
                   ((caps & CONFAB_CAP_LEAD) != 0 ? CONFAB_ENTRY_MAY_LEAD : 0));
}

/* By urgency of the causes (5): of several the first of 7, 5, 1, 2, 4, 6, 0. */
static void
raise_cause (ConfabPlan *plan, ConfabCause cause)
{
  static const ConfabCause order[] = { CONFAB_CAUSE_PERIODIC, CONFAB_CAUSE_FLAGS,
                                       CONFAB_CAUSE_UPDATE,   CONFAB_CAUSE_LEAVE,
                                       CONFAB_CAUSE_JOIN,     CONFAB_CAUSE_END };
  guint now = 0, wanted = 0;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    if (order[i] == plan->cause)
      now = i;
    if (order[i] == cause)
      wanted = i;
  }
  plan->cause = order[MAX (now, wanted)];
}

static void
keep_all (ConfabPlan *plan, const ConfabLinkView *view)
{
  for (guint i = 0; view != NULL && i < view->n_seats; i++)
    g_array_append_val (plan->entries, view->seats[i].entry);
}

static void
begin_plan (const ConfabLinkView *view, ConfabPlan *plan)
{
  plan->cause = CONFAB_CAUSE_PERIODIC;
  plan->joins_bytes = 0;
  plan->attached_bytes = 0;
  plan->entries = g_array_new (FALSE, FALSE, sizeof (ConfabRosterEntry));
  plan->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_checked_join_unref);
  plan->cmds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  plan->roles = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_proof_free);
  keep_all (plan, view);
}

static gboolean
plan_removals (const ConfabDraft *draft, ConfabPlan *plan)
{
  gboolean any = FALSE;

  for (guint i = 0; i < plan->entries->len; i++) {
    ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i);

    if (entry->role == CONFAB_ROLE_REMOVED || !g_hash_table_contains (draft->removals, &entry->pid))
      continue;
    entry->role = CONFAB_ROLE_REMOVED;
    any = TRUE;
  }
  if (any)
    plan->cause = CONFAB_CAUSE_REMOVAL;
  return any;
}

static gboolean
delete_entries (ConfabPlan *plan, GHashTable *pids)
{
  guint before = plan->entries->len;

  for (guint i = plan->entries->len; i > 0; i--) {
    const ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i - 1);

    if (entry->role != CONFAB_ROLE_REMOVED && g_hash_table_contains (pids, &entry->pid))
      g_array_remove_index (plan->entries, i - 1);
  }
  return plan->entries->len < before;
}

static gboolean
plan_sending_back (const ConfabDraft *draft, ConfabPlan *plan)
{
  if (!delete_entries (plan, draft->sent_back))
    return FALSE;
  plan->cause = CONFAB_CAUSE_TO_WAITING_ROOM;
  return TRUE;
}

static gboolean
has_room (const ConfabPlan *plan, const ConfabEntrant *entrant)
{
  return plan->joins->len < CONFAB_LINK_MAX_NEW_JOINS &&
         plan->joins_bytes + confab_json_bytes (entrant->join->statement) <= plan->joins_max_bytes;
}

static void
take_join (ConfabPlan *plan, ConfabRosterEntry *entry, const ConfabEntrant *entrant)
{
  const guint8 kept = RIGHTS_FLAGS | CONFAB_ENTRY_CONSENTED;

  entry->flags = (guint8) ((entry->flags & kept) | get_join_flags (entrant));
  entry->join_hash = entrant->join->hash;
  g_ptr_array_add (plan->joins, confab_checked_join_ref (entrant->join));
  plan->joins_bytes += confab_json_bytes (entrant->join->statement);
}

static void
plan_entry (const ConfabDraft *draft, ConfabPlan *plan, ConfabRosterEntry *entry)
{
  const ConfabEntrant *update = g_hash_table_lookup (draft->updates, &entry->pid);
  guint was_absent = entry->flags & CONFAB_ENTRY_ABSENT;
  gpointer wanted;

  if (update != NULL && !confab_digest_equal (&update->join->hash, &entry->join_hash) &&
      has_room (plan, update)) {
    take_join (plan, entry, update);
    raise_cause (plan, CONFAB_CAUSE_UPDATE);
  } else if (g_hash_table_contains (draft->drops, &entry->pid) &&
             (entry->flags & CONFAB_ENTRY_ABSENT) == 0) {
    entry->flags |= CONFAB_ENTRY_ABSENT;
    raise_cause (plan, CONFAB_CAUSE_LEAVE);
  }
  if (g_hash_table_lookup_extended (draft->rights, &entry->pid, NULL, &wanted) &&
      (entry->flags & RIGHTS_FLAGS) != GPOINTER_TO_UINT (wanted)) {
    entry->flags = (guint8) ((entry->flags & ~RIGHTS_FLAGS) | GPOINTER_TO_UINT (wanted));
    raise_cause (plan, CONFAB_CAUSE_FLAGS);
  }
  /* Nobody changes role while coming or going (9.5): the next LINK says it. */
  if ((entry->flags & CONFAB_ENTRY_ABSENT) == was_absent &&
      g_hash_table_lookup_extended (draft->roles, &entry->pid, NULL, &wanted) &&
      entry->role != GPOINTER_TO_UINT (wanted)) {
    entry->role = (guint8) GPOINTER_TO_UINT (wanted);
    raise_cause (plan, CONFAB_CAUSE_FLAGS);
  }
}

/* The entry that the same IK had before: a restarted client takes its place (9.5). */
static void
delete_earlier_entry (ConfabPlan *plan, const ConfabLinkView *view, const ConfabEntrant *entrant)
{
  const ConfabSeat *before =
      view != NULL ? confab_link_view_find_ik (view, &entrant->join->join.ik) : NULL;

  for (guint i = 0; before != NULL && i < plan->entries->len; i++) {
    if (confab_pid_equal (&g_array_index (plan->entries, ConfabRosterEntry, i).pid,
                          &before->entry.pid)) {
      g_array_remove_index (plan->entries, i);
      raise_cause (plan, CONFAB_CAUSE_UPDATE);
      return;
    }
  }
}

static guint
count_present (const ConfabPlan *plan)
{
  guint count = 0;

  for (guint i = 0; i < plan->entries->len; i++) {
    if (confab_roster_entry_is_present (&g_array_index (plan->entries, ConfabRosterEntry, i)))
      count++;
  }
  return count;
}

static gint
compare_age (gconstpointer a, gconstpointer b)
{
  const ConfabJoinStatement *first = &(*(ConfabEntrant *const *) a)->join->join;
  const ConfabJoinStatement *second = &(*(ConfabEntrant *const *) b)->join->join;

  if (first->time_ms != second->time_ms)
    return first->time_ms < second->time_ms ? -1 : 1;
  return memcmp (first->pid.bytes, second->pid.bytes, CONFAB_PID_BYTES);
}

static void
plan_entrants (const ConfabDraft *draft, const ConfabCharter *charter, const ConfabLinkView *view,
               ConfabPlan *plan)
{
  g_autoptr (GPtrArray) entrants = g_ptr_array_new ();
  guint ord = view != NULL ? view->max_ord + 1 : 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, draft->entrants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (entrants, value);
  g_ptr_array_sort (entrants, compare_age);

  for (guint i = 0; i < entrants->len; i++) {
    const ConfabEntrant *entrant = entrants->pdata[i];
    ConfabRosterEntry entry = { .ord = (guint16) ord, .pid = entrant->join->join.pid };

    if (!has_room (plan, entrant) || ord > G_MAXUINT16)
      break;
    delete_earlier_entry (plan, view, entrant);
    if (plan->entries->len >= CONFAB_ROSTER_MAX_ENTRIES ||
        count_present (plan) >= CONFAB_PARTICIPANTS_MAX)
      break;
    entry.role = confab_charter_is_host_key (charter, &entrant->join->join.ik)
                     ? CONFAB_ROLE_HOST
                     : CONFAB_ROLE_PARTICIPANT;
    take_join (plan, &entry, entrant);
    g_array_append_val (plan->entries, entry);
    raise_cause (plan, CONFAB_CAUSE_JOIN);
    ord++;
  }
}

static void
plan_rest (const ConfabDraft *draft, const ConfabCharter *charter, const ConfabLinkView *view,
           ConfabPlan *plan)
{
  if (delete_entries (plan, draft->deletions))
    raise_cause (plan, CONFAB_CAUSE_UPDATE);
  for (guint i = 0; i < plan->entries->len; i++) {
    ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i);

    if (entry->role != CONFAB_ROLE_REMOVED)
      plan_entry (draft, plan, entry);
  }
  plan_entrants (draft, charter, view, plan);
  plan->flags = draft->flags;
  plan->rights = draft->link_rights;
  if (view != NULL && (view->link.flags != draft->flags || view->link.rights != draft->link_rights))
    raise_cause (plan,
                 (draft->flags & CONFAB_LINK_ENDED) != 0 ? CONFAB_CAUSE_END : CONFAB_CAUSE_FLAGS);
}

gsize
confab_plan_measure (const ConfabPlan *plan)
{
  const gsize frame_bytes = 1024;
  gsize bytes = frame_bytes + plan->joins_bytes + plan->attached_bytes;

  for (guint i = 0; i < plan->entries->len; i++) {
    bytes += ENTRY_BYTES;
    if (confab_roster_entry_is_present (&g_array_index (plan->entries, ConfabRosterEntry, i)))
      bytes += BOX_BYTES;
  }
  return bytes;
}

/* What the words about roles leave, with an entry and a box for each new one. */
static gsize
get_joins_max (const ConfabDraft *draft, const ConfabPlan *plan)
{
  gsize taken = confab_plan_measure (plan) + CONFAB_LINK_MAX_NEW_JOINS * (ENTRY_BYTES + BOX_BYTES);

  for (guint i = 0; i < draft->words->len; i++)
    taken += confab_word_json_bytes (draft->words->pdata[i]);
  if (taken + JOINS_MIN_BYTES > CONFAB_CARRIER_LINK_MAX_BYTES)
    return JOINS_MIN_BYTES;
  return MIN (JOINS_MAX_BYTES, CONFAB_CARRIER_LINK_MAX_BYTES - taken);
}

void
confab_draft_plan (const ConfabDraft *draft, const ConfabCharter *charter,
                   const ConfabLinkView *view, ConfabPlan *plan)
{
  begin_plan (view, plan);
  plan->joins_max_bytes = get_joins_max (draft, plan);
  plan->flags = view != NULL ? view->link.flags : draft->flags;
  plan->rights = view != NULL ? view->link.rights : draft->link_rights;
  if (!plan_removals (draft, plan) && !plan_sending_back (draft, plan))
    plan_rest (draft, charter, view, plan);
}

void
confab_draft_plan_nothing (const ConfabLinkView *view, ConfabPlan *plan)
{
  begin_plan (view, plan);
  plan->flags = view->link.flags;
  plan->rights = view->link.rights;
}

void
confab_draft_plan_removal (const ConfabLinkView *view, const ConfabPid *pid, ConfabPlan *plan)
{
  confab_draft_plan_nothing (view, plan);
  plan->cause = CONFAB_CAUSE_REMOVAL;
  for (guint i = 0; i < plan->entries->len; i++) {
    ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i);

    if (confab_pid_equal (&entry->pid, pid))
      entry->role = CONFAB_ROLE_REMOVED;
  }
}

void
confab_plan_clear (ConfabPlan *plan)
{
  g_clear_pointer (&plan->entries, g_array_unref);
  g_clear_pointer (&plan->joins, g_ptr_array_unref);
  g_clear_pointer (&plan->cmds, g_ptr_array_unref);
  g_clear_pointer (&plan->roles, g_ptr_array_unref);
}

/* Whether @view leaves nothing to wish about @seat of @pid in one of the tables. */
typedef gboolean (*IsDone) (const ConfabSeat *seat, gpointer wish);

static gboolean
is_in (const ConfabSeat *seat, gpointer wish)
{
  return seat != NULL;
}

static gboolean
is_updated (const ConfabSeat *seat, gpointer wish)
{
  const ConfabEntrant *entrant = wish;

  return seat == NULL || confab_seat_is_removed (seat) ||
         seat->join->join.seq >= entrant->join->join.seq;
}

static gboolean
is_not_present (const ConfabSeat *seat, gpointer wish)
{
  return seat == NULL || !confab_seat_is_present (seat);
}

static gboolean
is_removed (const ConfabSeat *seat, gpointer wish)
{
  return seat == NULL || confab_seat_is_removed (seat);
}

static gboolean
has_rights (const ConfabSeat *seat, gpointer wish)
{
  return is_removed (seat, NULL) || (seat->entry.flags & RIGHTS_FLAGS) == GPOINTER_TO_UINT (wish);
}

static gboolean
has_role (const ConfabSeat *seat, gpointer wish)
{
  return is_removed (seat, NULL) || seat->entry.role == GPOINTER_TO_UINT (wish);
}

static void
prune (GHashTable *wishes, const ConfabLinkView *view, IsDone is_done)
{
  GHashTableIter iter;
  gpointer pid, wish;

  g_hash_table_iter_init (&iter, wishes);
  while (g_hash_table_iter_next (&iter, &pid, &wish)) {
    if (is_done (confab_link_view_find (view, pid), wish))
      g_hash_table_iter_remove (&iter);
  }
}

/* Nobody who was removed meanwhile gets in (8.2). */
static void
prune_barred (GHashTable *entrants, const ConfabLinkView *view)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, entrants);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const ConfabEntrant *entrant = value;
    const ConfabSeat *seat = confab_link_view_find_ik (view, &entrant->join->join.ik);

    if (seat != NULL && confab_seat_is_removed (seat))
      g_hash_table_iter_remove (&iter);
  }
}

static void
prune_commands (ConfabDraft *draft, const ConfabLinkView *view)
{
  for (guint i = draft->cmds->len; i > 0; i--) {
    const ConfabOrder *order = draft->cmds->pdata[i - 1];
    const ConfabSeat *signer = confab_link_view_find_present (view, &order->command.from);

    if (signer == NULL || signer->entry.role > CONFAB_ROLE_COHOST)
      g_ptr_array_remove_index (draft->cmds, i - 1);
  }
}

static gboolean
has_spoken (const ConfabDraft *draft, const ConfabPid *pid)
{
  for (guint i = 0; i < draft->words->len; i++) {
    if (confab_pid_equal (&get_word (draft, i)->from, pid))
      return TRUE;
  }
  return FALSE;
}

/* Words about those who can not come back, unless words of theirs hang on them. */
static void
prune_words (ConfabDraft *draft, const ConfabLinkView *view)
{
  for (guint i = draft->words->len; i > 0; i--) {
    const ConfabPid *target = &get_word (draft, i - 1)->target;
    const ConfabSeat *seat = confab_link_view_find (view, target);

    if ((seat == NULL || confab_seat_is_removed (seat)) && !has_spoken (draft, target))
      g_ptr_array_remove_index (draft->words, i - 1);
  }
}

void
confab_draft_prune (ConfabDraft *draft, const ConfabLinkView *view)
{
  prune_barred (draft->entrants, view);
  prune (draft->entrants, view, is_in);
  prune (draft->updates, view, is_updated);
  prune (draft->drops, view, is_not_present);
  prune (draft->removals, view, is_removed);
  prune (draft->sent_back, view, is_removed);
  prune (draft->deletions, view, is_removed);
  prune (draft->rights, view, has_rights);
  prune (draft->roles, view, has_role);
  prune_commands (draft, view);
  prune_words (draft, view);
  if (!confab_draft_has_wishes (draft, view))
    g_ptr_array_set_size (draft->cmds, 0);
}

void
confab_draft_forget (ConfabDraft *draft, const ConfabLinkView *view, guint cause)
{
  GHashTable *rest[] = { draft->entrants,  draft->updates, draft->drops,
                         draft->deletions, draft->rights,  draft->roles };

  if (cause == CONFAB_CAUSE_REMOVAL) {
    g_hash_table_remove_all (draft->removals);
  } else if (cause == CONFAB_CAUSE_TO_WAITING_ROOM) {
    g_hash_table_remove_all (draft->sent_back);
  } else {
    for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
      g_hash_table_remove_all (rest[i]);
    draft->flags = view->link.flags;
    draft->link_rights = view->link.rights;
  }
}

gboolean
confab_draft_has_wishes (const ConfabDraft *draft, const ConfabLinkView *view)
{
  return g_hash_table_size (draft->entrants) > 0 || g_hash_table_size (draft->updates) > 0 ||
         g_hash_table_size (draft->drops) > 0 || g_hash_table_size (draft->removals) > 0 ||
         g_hash_table_size (draft->sent_back) > 0 || g_hash_table_size (draft->deletions) > 0 ||
         g_hash_table_size (draft->rights) > 0 || g_hash_table_size (draft->roles) > 0 ||
         draft->flags != view->link.flags || draft->link_rights != view->link.rights;
}

gboolean
confab_draft_is_urgent (const ConfabDraft *draft)
{
  return g_hash_table_size (draft->removals) > 0 || g_hash_table_size (draft->sent_back) > 0 ||
         (draft->flags & CONFAB_LINK_ENDED) != 0;
}
