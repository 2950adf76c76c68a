/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a LINK brings along to show that somebody wanted what it says (docs/protocol.md 7.6, 7.7): the
 * CMDs that its leader needs, and the words of those who made others host or co-host. Pure.
 */
#pragma once

#include "meeting/draft.h"

G_BEGIN_DECLS

/* Gives @plan, the successor of @old, its CMDs and role proofs from @draft. */
void confab_attachments_choose (const ConfabDraft *draft, const ConfabCharter *charter,
                                const ConfabLinkView *old, ConfabPlan *plan);

/* (transfer full): every word about a role that counts after @old with those in @draft. */
GPtrArray *confab_attachments_get_grants (const ConfabDraft *draft, const ConfabCharter *charter,
                                          const ConfabLinkView *old);

G_END_DECLS
