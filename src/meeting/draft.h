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

/** ConfabOrder: a CMD that somebody else sent, checked when it came. */
typedef struct {
  ConfabCommandStatement command;
  GBytes *statement;
} ConfabOrder;

/** ConfabWord: a CMD 5 with the JOIN of its signer, checked when it came. */
typedef struct {
  GBytes *statement;
  ConfabRoleGrant *grant;
} ConfabWord;

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
  GPtrArray *cmds;  /* of ConfabOrder: the CMDs behind the wishes */
  GPtrArray *words; /* of ConfabWord: behind the roles in force and wanted */
} ConfabDraft;

/** ConfabPlan: the next LINK, but for its keys, its number and its time. */
typedef struct {
  guint cause; /* ConfabCause */
  guint16 flags;
  guint16 rights;
  GArray *entries;   /* of ConfabRosterEntry */
  GPtrArray *joins;  /* of ConfabCheckedJoin: those new in it */
  GPtrArray *cmds;   /* of GBytes */
  GPtrArray *roles;  /* of ConfabRoleProof */
  gsize joins_bytes; /* in JSON */
  gsize joins_max_bytes;
  gsize attached_bytes; /* of CMDs and proofs */
} ConfabPlan;

/* What @statement and a role's proof take in the JSON of a carrier. */
gsize confab_json_bytes (GBytes *statement);
gsize confab_word_json_bytes (const ConfabWord *word);

ConfabDraft *confab_draft_new (guint16 link_rights);
void confab_draft_free (ConfabDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDraft, confab_draft_free)

/* Reference @join. */
void confab_draft_add_entrant (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited);
void confab_draft_add_update (ConfabDraft *draft, ConfabCheckedJoin *join, gboolean invited);
void confab_draft_add_pid (GHashTable *wishes, const ConfabPid *pid);
/* One CMD that asks for something a LINK says; its signer's last one of the same kind about the same
 * person goes, and the oldest of too many. */
void confab_draft_add_command (ConfabDraft *draft, const ConfabCommandStatement *command,
                               GBytes *statement);
/* @statement: a CMD 5; @signer: the JOIN of who signed it, whose word about the same member before
 * goes. */
void confab_draft_add_word (ConfabDraft *draft, GBytes *statement, ConfabCheckedJoin *signer);

/* What of @draft the successor of @view (nullable: the first LINK) says: removals alone, then those
 * sent back alone, then all the rest. The plan's cause is CONFAB_CAUSE_PERIODIC if nothing is
 * wanted; CMDs and proofs are not in it (attachments.h). */
void confab_draft_plan (const ConfabDraft *draft, const ConfabCharter *charter,
                        const ConfabLinkView *view, ConfabPlan *plan);
/* Only the removal of @pid. */
void confab_draft_plan_removal (const ConfabLinkView *view, const ConfabPid *pid, ConfabPlan *plan);
/* A LINK that changes nothing but the key. */
void confab_draft_plan_nothing (const ConfabLinkView *view, ConfabPlan *plan);
/* The JSON of its carrier, with a key box for everybody: rather too much than too little. */
gsize confab_plan_measure (const ConfabPlan *plan);
void confab_plan_clear (ConfabPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabPlan, confab_plan_clear)

/* Forgets the wishes that @view fulfils or makes void, and the words of those who are gone. */
void confab_draft_prune (ConfabDraft *draft, const ConfabLinkView *view);

/* Forgets the wishes that a plan with @cause for the successor of @view was made of. */
void confab_draft_forget (ConfabDraft *draft, const ConfabLinkView *view, guint cause);

/* Whether the successor of @view would say anything new. */
gboolean confab_draft_has_wishes (const ConfabDraft *draft, const ConfabLinkView *view);

/* Whether somebody is to go, or all are. */
gboolean confab_draft_is_urgent (const ConfabDraft *draft);

G_END_DECLS
