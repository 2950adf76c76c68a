/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/meeting-history.h"

ConfabRoleProof *
confab_role_proof_new (GBytes *cmd, GBytes *join)
{
  ConfabRoleProof *proof = g_new0 (ConfabRoleProof, 1);

  proof->cmd = g_bytes_ref (cmd);
  proof->join = g_bytes_ref (join);
  return proof;
}

void
confab_role_proof_free (ConfabRoleProof *proof)
{
  g_bytes_unref (proof->cmd);
  g_bytes_unref (proof->join);
  g_free (proof);
}

ConfabLinkStep *
confab_link_step_new (GBytes *link, GBytes *roster)
{
  ConfabLinkStep *step = g_new0 (ConfabLinkStep, 1);

  g_atomic_ref_count_init (&step->ref_count);
  step->link = g_bytes_ref (link);
  step->roster = g_bytes_ref (roster);
  step->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  step->cmds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  step->roles = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_proof_free);
  return step;
}

ConfabLinkStep *
confab_link_step_ref (ConfabLinkStep *step)
{
  g_atomic_ref_count_inc (&step->ref_count);
  return step;
}

void
confab_link_step_unref (ConfabLinkStep *step)
{
  if (!g_atomic_ref_count_dec (&step->ref_count))
    return;
  g_bytes_unref (step->link);
  g_bytes_unref (step->roster);
  g_ptr_array_unref (step->joins);
  g_ptr_array_unref (step->cmds);
  g_ptr_array_unref (step->roles);
  g_clear_pointer (&step->handover, g_bytes_unref);
  g_free (step);
}

ConfabLineageEntry *
confab_lineage_entry_new (GBytes *link, GBytes *roster, GBytes *join, GBytes *next,
                          GBytes *handover)
{
  ConfabLineageEntry *entry = g_new0 (ConfabLineageEntry, 1);

  entry->link = g_bytes_ref (link);
  entry->roster = g_bytes_ref (roster);
  entry->join = g_bytes_ref (join);
  entry->next = g_bytes_ref (next);
  entry->handover = handover != NULL ? g_bytes_ref (handover) : NULL;
  return entry;
}

void
confab_lineage_entry_free (ConfabLineageEntry *entry)
{
  g_bytes_unref (entry->link);
  g_bytes_unref (entry->roster);
  g_bytes_unref (entry->join);
  g_bytes_unref (entry->next);
  g_clear_pointer (&entry->handover, g_bytes_unref);
  g_free (entry);
}

ConfabLineage *
confab_lineage_new (void)
{
  ConfabLineage *lineage = g_new0 (ConfabLineage, 1);

  g_atomic_ref_count_init (&lineage->ref_count);
  lineage->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_lineage_entry_free);
  lineage->roles = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_proof_free);
  return lineage;
}

ConfabLineage *
confab_lineage_ref (ConfabLineage *lineage)
{
  g_atomic_ref_count_inc (&lineage->ref_count);
  return lineage;
}

void
confab_lineage_unref (ConfabLineage *lineage)
{
  if (!g_atomic_ref_count_dec (&lineage->ref_count))
    return;
  g_ptr_array_unref (lineage->entries);
  g_ptr_array_unref (lineage->roles);
  g_free (lineage);
}
