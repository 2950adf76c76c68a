/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a LINK is sound in itself: signature, roster, JOINs, commands, key boxes. What the roster's change
 * may be, clients decide (docs/protocol.md 7.6); where the LINK belongs, the meeting does. Pure; main thread.
 */
#pragma once

#include "protocol/protocol.h"
#include "service/known-join.h"

G_BEGIN_DECLS

/** ConfabCheckedLink: a sound LINK, in two steps; zero it before use. */
typedef struct {
  ConfabLinkStatement link;
  ConfabDigest hash;
  ConfabRosterEntry *entries;
  guint n_entries;
  GPtrArray *joins; /* of ConfabKnownJoin: the JOIN of each entry, in the roster's order */
} ConfabCheckedLink;

void confab_checked_link_clear (ConfabCheckedLink *checked);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabCheckedLink, confab_checked_link_clear)

/* (nullable): the entry of @pid. */
const ConfabRosterEntry *
confab_roster_find_entry (const ConfabRosterEntry *entries, guint n_entries, const ConfabPid *pid);

/* Verifies and decodes the LINK statement alone, which @leader_sk must have signed. @out: link and hash. */
ConfabRefusal
confab_link_check_statement (const ConfabMeetingTag *tag, GBytes *statement,
                             const ConfabVerifyKey *leader_sk, ConfabCheckedLink *out);

/** ConfabLinkContext: what the rest of a LINK is checked against. */
typedef struct {
  const ConfabMeetingTag *tag;
  guint16 policy;      /* of GENESIS */
  GHashTable *known;   /* ConfabDigest join_hash -> ConfabKnownJoin: JOINs that are here already */
  guint max_new_joins; /* how many others the LINK may bring */
} ConfabLinkContext;

/* Checks everything else of @step, whose statement is in @checked, and fills in its roster and JOINs.
 * @boxes: (nullable): ConfabPid -> GBytes, as the leader sent them. */
ConfabRefusal
confab_link_check_contents (const ConfabLinkContext *context, const ConfabLinkStep *step,
                            GHashTable *boxes, ConfabCheckedLink *checked);

/* The key boxes alone: each for a present entry, and with that pid inside. */
ConfabRefusal
confab_link_check_boxes (const ConfabRosterEntry *entries, guint n_entries, GHashTable *boxes);

G_END_DECLS
