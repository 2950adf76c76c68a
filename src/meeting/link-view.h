/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A LINK with its roster and the JOINs behind it, put together and checked for what needs no
 * history (docs/protocol.md 7.4). Immutable and reference counted. Pure.
 */
#pragma once

#include "meeting/role-grants.h"

G_BEGIN_DECLS

/** ConfabSeat: one entry of a roster and its JOIN. */
typedef struct {
  ConfabRosterEntry entry;
  ConfabCheckedJoin *join;
} ConfabSeat;

typedef struct {
  gatomicrefcount ref_count; /* private */
  ConfabLinkStatement link;
  ConfabDigest hash; /* link_hash */
  ConfabLinkStep *step;
  ConfabSeat *seats; /* ascending ord */
  guint n_seats;
  guint max_ord;     /* the highest one ever used, as far as this client saw */
  GPtrArray *grants; /* of ConfabRoleGrant: the newest ones, earlier LINKs' included */
} ConfabLinkView;

/** ConfabLinkSources: where the JOINs that a roster names may be found, beside the step itself. */
typedef struct {
  const ConfabCharter *charter;
  const ConfabLinkView *old;  /* (nullable) */
  const ConfabJoinBook *book; /* (nullable) */
} ConfabLinkSources;

/* Gives (transfer full) (nullable) the view of @step, whose statement is @link with hash @hash.
 * Checks count, roster_hash, JOINs, flags 02 and 04, that pids, IKs, SKs and EKs are unique, and
 * roles (7.6); not the signature of the LINK. */
ConfabLinkView *
confab_link_view_new (const ConfabLinkSources *sources, const ConfabLinkStatement *link,
                      const ConfabDigest *hash, ConfabLinkStep *step, GError **error);
ConfabLinkView *confab_link_view_ref (ConfabLinkView *view);
void confab_link_view_unref (ConfabLinkView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLinkView, confab_link_view_unref)

/* All (transfer none) (nullable); absent and removed seats too. */
const ConfabSeat *confab_link_view_find (const ConfabLinkView *view, const ConfabPid *pid);
const ConfabSeat *confab_link_view_find_ik (const ConfabLinkView *view, const ConfabVerifyKey *ik);
/* Only if it is present: role 0..2 without flag 10. */
const ConfabSeat *confab_link_view_find_present (const ConfabLinkView *view, const ConfabPid *pid);

gboolean confab_seat_is_present (const ConfabSeat *seat);
gboolean confab_seat_is_removed (const ConfabSeat *seat);
gboolean confab_seat_is_absent (const ConfabSeat *seat);

guint confab_link_view_count_present (const ConfabLinkView *view);
gboolean confab_link_view_has_removed (const ConfabLinkView *view);

/* (transfer full): the same LINK with the JOINs of its whole roster, for those who have none of
 * them. */
ConfabLinkStep *confab_link_view_complete_step (const ConfabLinkView *view);

G_END_DECLS
