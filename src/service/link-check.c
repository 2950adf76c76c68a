/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/link-check.h"

#include "crypto/crypto.h"

void
confab_checked_link_clear (ConfabCheckedLink *checked)
{
  g_clear_pointer (&checked->entries, g_free);
  g_clear_pointer (&checked->joins, g_ptr_array_unref);
}

const ConfabRosterEntry *
confab_roster_find_entry (const ConfabRosterEntry *entries, guint n_entries, const ConfabPid *pid)
{
  for (guint i = 0; i < n_entries; i++)
    if (confab_pid_equal (&entries[i].pid, pid))
      return &entries[i];
  return NULL;
}

ConfabRefusal
confab_link_check_statement (const ConfabMeetingTag *tag, GBytes *statement,
                             const ConfabVerifyKey *leader_sk, ConfabCheckedLink *out)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  if (!confab_statement_verify (statement, CONFAB_STATEMENT_LINK, leader_sk, &body, &error) ||
      !confab_link_statement_decode (body, &out->link, &error))
    return confab_refusal_of_statement_error (error);
  if (!confab_meeting_tag_equal (&out->link.meeting, tag))
    return CONFAB_REFUSED_OTHER_MEETING;
  out->hash = confab_link_hash (body);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
check_roster_bytes (const ConfabLinkStep *step, ConfabCheckedLink *checked)
{
  ConfabDigest hash = confab_roster_hash (step->roster);

  checked->entries = confab_roster_decode (step->roster, &checked->n_entries, NULL);
  if (checked->entries == NULL || checked->n_entries != checked->link.count ||
      !confab_digest_equal (&hash, &checked->link.roster_hash))
    return CONFAB_REFUSED_BAD_LINK;
  return CONFAB_ACCEPTED;
}

/* (out) the JOINs that came with the LINK, verified. */
static ConfabRefusal
check_new_joins (const ConfabLinkContext *context, const ConfabLinkStep *step, GHashTable *attached)
{
  guint fresh = 0;

  for (guint i = 0; i < step->joins->len; i++) {
    g_autoptr (ConfabKnownJoin) known = NULL;
    ConfabRefusal refusal = confab_known_join_check (context->tag, step->joins->pdata[i], &known);

    if (refusal != CONFAB_ACCEPTED)
      return refusal;
    if (!g_hash_table_contains (context->known, &known->hash) && ++fresh > context->max_new_joins)
      return CONFAB_REFUSED_BAD_LINK;
    g_hash_table_replace (attached, &known->hash, confab_known_join_ref (known));
  }
  return CONFAB_ACCEPTED;
}

/* Finds the JOIN of each entry and sees that no key stands twice (7.4). */
static ConfabRefusal
match_joins (const ConfabLinkContext *context, GHashTable *attached, ConfabCheckedLink *checked)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (confab_digest_hash, confab_digest_equal);

  for (guint i = 0; i < checked->n_entries; i++) {
    const ConfabRosterEntry *entry = &checked->entries[i];
    ConfabKnownJoin *known = g_hash_table_lookup (context->known, &entry->join_hash);

    if (known == NULL)
      known = g_hash_table_lookup (attached, &entry->join_hash);
    if (known == NULL || !confab_pid_equal (&known->join.pid, &entry->pid))
      return CONFAB_REFUSED_BAD_LINK;
    if ((entry->flags & CONFAB_ENTRY_BROWSER) && !(context->policy & CONFAB_POLICY_BROWSER))
      return CONFAB_REFUSED_BROWSER;
    /* Keys have the size of digests; one table for all three kinds forbids more, not less. */
    if (!g_hash_table_add (keys, &known->join.ik) || !g_hash_table_add (keys, &known->join.sk) ||
        !g_hash_table_add (keys, &known->join.ek))
      return CONFAB_REFUSED_BAD_LINK;
    g_ptr_array_add (checked->joins, confab_known_join_ref (known));
  }
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
check_command (const ConfabMeetingTag *tag, GBytes *statement, const ConfabKnownJoin *signer)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  ConfabCommandStatement command;

  if (!confab_statement_verify (statement, CONFAB_STATEMENT_COMMAND, &signer->join.sk, &body,
                                &error) ||
      !confab_command_decode (body, &command, &error))
    return confab_refusal_of_statement_error (error);
  if (!confab_meeting_tag_equal (&command.meeting, tag))
    return CONFAB_REFUSED_OTHER_MEETING;
  return confab_pid_equal (&command.from, &signer->join.pid) ? CONFAB_ACCEPTED
                                                             : CONFAB_REFUSED_BAD_LINK;
}

/* roles: each command with the JOIN of its signer, who may be gone long since. */
static ConfabRefusal
check_role_proofs (const ConfabLinkContext *context, const ConfabLinkStep *step)
{
  for (guint i = 0; i < step->roles->len; i++) {
    const ConfabRoleProof *proof = step->roles->pdata[i];
    g_autoptr (ConfabKnownJoin) signer = NULL;
    ConfabRefusal refusal = confab_known_join_check (context->tag, proof->join, &signer);

    if (refusal == CONFAB_ACCEPTED)
      refusal = check_command (context->tag, proof->cmd, signer);
    if (refusal != CONFAB_ACCEPTED)
      return refusal;
  }
  return CONFAB_ACCEPTED;
}

/* (nullable): who must have signed this command, as the roster has the signer. */
static const ConfabKnownJoin *
find_signer (GBytes *statement, const ConfabCheckedLink *checked)
{
  g_autoptr (GBytes) body = NULL;
  ConfabSignature signature;
  ConfabCommandStatement command;

  if (!confab_signed_split (statement, &body, &signature, NULL) ||
      !confab_command_decode (body, &command, NULL))
    return NULL;
  for (guint i = 0; i < checked->joins->len; i++) {
    const ConfabKnownJoin *known = checked->joins->pdata[i];

    if (confab_pid_equal (&known->join.pid, &command.from))
      return known;
  }
  return NULL;
}

static ConfabRefusal
check_commands (const ConfabLinkContext *context, const ConfabLinkStep *step,
                const ConfabCheckedLink *checked)
{
  for (guint i = 0; i < step->cmds->len; i++) {
    const ConfabKnownJoin *signer = find_signer (step->cmds->pdata[i], checked);
    ConfabRefusal refusal = signer != NULL
                                ? check_command (context->tag, step->cmds->pdata[i], signer)
                                : CONFAB_REFUSED_BAD_LINK;

    if (refusal != CONFAB_ACCEPTED)
      return refusal;
  }
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_link_check_boxes (const ConfabRosterEntry *entries, guint n_entries, GHashTable *boxes)
{
  GHashTableIter iter;
  gpointer pid;
  gpointer bytes;

  if (boxes == NULL)
    return CONFAB_ACCEPTED;
  g_hash_table_iter_init (&iter, boxes);
  while (g_hash_table_iter_next (&iter, &pid, &bytes)) {
    const ConfabRosterEntry *entry = confab_roster_find_entry (entries, n_entries, pid);
    ConfabKeybox keybox;

    if (entry == NULL || !confab_roster_entry_is_present (entry) ||
        !confab_keybox_decode (bytes, &keybox, NULL) || !confab_pid_equal (&keybox.pid, pid))
      return CONFAB_REFUSED_BAD_LINK;
  }
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_link_check_contents (const ConfabLinkContext *context, const ConfabLinkStep *step,
                            GHashTable *boxes, ConfabCheckedLink *checked)
{
  g_autoptr (GHashTable) attached = g_hash_table_new_full (
      confab_digest_hash, confab_digest_equal, NULL, (GDestroyNotify) confab_known_join_unref);
  ConfabRefusal refusal = check_roster_bytes (step, checked);

  checked->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_known_join_unref);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_new_joins (context, step, attached);
  if (refusal == CONFAB_ACCEPTED)
    refusal = match_joins (context, attached, checked);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_commands (context, step, checked);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_role_proofs (context, step);
  if (refusal == CONFAB_ACCEPTED)
    refusal = confab_link_check_boxes (checked->entries, checked->n_entries, boxes);
  return refusal;
}
