/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the leader wants the next LINKs to say. Wishes stay until a LINK that counts fulfils them,
 * so a refused LINK needs no undoing. Pure.
 */
#pragma once

#include "meeting/link-view.h"

G_BEGIN_DECLS

/** ConfabEntrant: somebody to be let in, or an entry's newer JOIN. */
typedef struct {
  ConfabCheckedJoin *join;
  gboolean invited; /* its mac was verified */
} ConfabEntrant;

typedef struct {
  GHashTable *entrants;  /* ConfabPid -> ConfabEntrant: new entries */
  GHashTable *updates;   /* ConfabPid -> ConfabEntrant: new JOINs of entries, returns too */
  GHashTable *drops;     /* set of ConfabPid */
  GHashTable *removals;  /* set of ConfabPid */
  GHashTable *sent_back; /* set of ConfabPid */
  GHashTable *deletions; /* set of ConfabPid: absent for too long */
  GHashTable *rights;    /* ConfabPid -> flags 20, 40, 80 wanted */
  GHashTable *roles;     /* ConfabPid -> role wanted */
  guint16 flags;         /* of the LINK */
  guint16 link_rights;
  GPtrArray *cmds;   /* of GBytes: the CMDs behind the wishes */
  GPtrArray *proofs; /* of ConfabRoleProof: all roles in force */
} ConfabDraft;

/** ConfabPlan: the next LINK, but for its keys, its number and its time. */
typedef struct {
  guint cause; /* ConfabCause */
  guint16 flags;
  guint16 rights;
  GArray *entries;  /* of ConfabRosterEntry */
  GPtrArray *joins; /* of ConfabCheckedJoin: those new in it */
} ConfabPlan;

ConfabDraft *confab_draft_new (guint16 link_rights);
void confab_draft_free (ConfabDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDraft, confab_draft_free)

/* Reference @join. */
void confab_draft_add_entrant (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited);
void confab_draft_add_update (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited);
void confab_draft_add_pid (GHashTable *wishes, const ConfabPid *pid);
/* @cmd: `body || signature`; @join: (nullable): its signer's, for a CMD 5. */
void confab_draft_add_command (ConfabDraft *draft, GBytes *cmd);
void confab_draft_add_proof (ConfabDraft *draft, GBytes *cmd, GBytes *join);

/* What of @draft the successor of @view (nullable: the first LINK) says: removals alone, then those
 * sent back alone, then all the rest. The plan's cause is CONFAB_CAUSE_PERIODIC if nothing is
 * wanted. */
void confab_draft_plan (const ConfabDraft *draft, const ConfabCharter *charter,
                        const ConfabLinkView *view, ConfabPlan *plan);
void confab_plan_clear (ConfabPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabPlan, confab_plan_clear)

/* Forgets the wishes that @view fulfils or makes void. */
void confab_draft_prune (ConfabDraft *draft, const ConfabLinkView *view);

/* Whether the successor of @view would say anything new. */
gboolean confab_draft_has_wishes (const ConfabDraft *draft, const ConfabLinkView *view);

G_END_DECLS
