/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is host and co-host, and by whose word (docs/protocol.md 7.6): the `roles` of a LINK, each a
 * CMD 5 with the JOIN of its signer. Pure.
 */
#pragma once

#include "meeting/checked-join.h"

G_BEGIN_DECLS

/** ConfabRoleGrant: one checked CMD 5. */
typedef struct {
  ConfabCommandStatement command;
  ConfabCheckedJoin *signer;
} ConfabRoleGrant;

/* (transfer full): of a CMD 5 that was checked when it came. */
ConfabRoleGrant *
confab_role_grant_new (const ConfabCommandStatement *command, ConfabCheckedJoin *signer);
void confab_role_grant_free (ConfabRoleGrant *grant);

/* Gives (transfer full) (nullable) the grants in @proofs (of ConfabRoleProof), each signed by the
 * SK of the JOIN beside it. Whether the signer may grant is seen later. */
GPtrArray *
confab_role_grants_check (const ConfabCharter *charter, GPtrArray *proofs, GError **error);

/* (transfer none) (nullable): the newest word about a member (H("member")) of somebody who may say
 * it. Of one signer the higher seq is newer, whatever its clock said. */
const ConfabRoleGrant *confab_role_grants_find (const ConfabCharter *charter, GPtrArray *grants,
                                                const ConfabDigest *member);

/* Adds what @earlier says about a member by a signer that @grants has nothing newer of, so that a
 * leader can not bring an older word back. Words of those who may give none any more go for
 * good. */
void
confab_role_grants_remember (const ConfabCharter *charter, GPtrArray *grants, GPtrArray *earlier);

/* Whether @member may have @role (0..2): the founder's IK and the owner have 0 and nothing else, 0
 * and 1 need the newest grant, 2 needs none. */
gboolean confab_role_grants_allow (const ConfabCharter *charter, GPtrArray *grants,
                                   const ConfabCheckedJoin *member, guint role);

G_END_DECLS
