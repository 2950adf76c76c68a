/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A LINK together with everything a receiver needs to check it (docs/protocol.md 7), the proofs of
 * roles (7.6) and the lineage of leaders (9.4), as the carriers bring them. Reference counted, so
 * that the service and a leader can keep one and put it into many messages; not changed once
 * shared.
 */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/** ConfabRoleProof: {cmd, join}: a CMD 5 and the JOIN of its signer, both with signature. */
typedef struct {
  GBytes *cmd;
  GBytes *join;
} ConfabRoleProof;

/* (transfer full); references both. */
ConfabRoleProof *confab_role_proof_new (GBytes *cmd, GBytes *join);
void confab_role_proof_free (ConfabRoleProof *proof);

/** ConfabLinkStep: {link, roster, joins[], cmds[], roles[], handover?}. Statements
 * with signature. */
typedef struct {
  gatomicrefcount ref_count; /* private */
  GBytes *link;
  GBytes *roster;
  GPtrArray *joins; /* of GBytes */
  GPtrArray *cmds;  /* of GBytes */
  GPtrArray *roles; /* of ConfabRoleProof */
  GBytes *handover; /* (nullable) */
} ConfabLinkStep;

/* (transfer full) with empty arrays, which own their elements; references the arguments. */
ConfabLinkStep *confab_link_step_new (GBytes *link, GBytes *roster);
ConfabLinkStep *confab_link_step_ref (ConfabLinkStep *step);
void confab_link_step_unref (ConfabLinkStep *step);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLinkStep, confab_link_step_unref)

/** ConfabLineageEntry: one change of leader: {link, roster, join, next, handover?} */
typedef struct {
  GBytes *link;     /* the last LINK of the earlier term */
  GBytes *roster;   /* its roster */
  GBytes *join;     /* the new leader's JOIN */
  GBytes *next;     /* the new leader's first LINK; its prev is @link */
  GBytes *handover; /* (nullable) */
} ConfabLineageEntry;

/* (transfer full); references all; @handover may be NULL. */
ConfabLineageEntry *confab_lineage_entry_new (GBytes *link, GBytes *roster, GBytes *join,
                                              GBytes *next, GBytes *handover);
void confab_lineage_entry_free (ConfabLineageEntry *entry);

/** ConfabLineage: {entries[], roles[]}: one entry for each term > 1. */
typedef struct {
  gatomicrefcount ref_count; /* private */
  GPtrArray *entries;        /* of ConfabLineageEntry */
  GPtrArray *roles;          /* of ConfabRoleProof */
} ConfabLineage;

/* (transfer full) with empty arrays, which own their elements. */
ConfabLineage *confab_lineage_new (void);
ConfabLineage *confab_lineage_ref (ConfabLineage *lineage);
void confab_lineage_unref (ConfabLineage *lineage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLineage, confab_lineage_unref)

G_END_DECLS
