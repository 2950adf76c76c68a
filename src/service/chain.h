/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The LINKs of a running meeting, for clients that missed some (`e2ee.sync`). Main thread. */
#pragma once

#include "protocol/protocol.h"

G_BEGIN_DECLS

typedef struct _ConfabChain ConfabChain;

ConfabChain *confab_chain_new (void);
void confab_chain_free (ConfabChain *chain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabChain, confab_chain_free)

/* Adds LINK @n, the one after the newest, or the first. What is too old to be asked for, or too much, goes:
 * see CHAIN_MAX_BYTES. References @step. */
void confab_chain_append (ConfabChain *chain, guint32 n, ConfabLinkStep *step);

void confab_chain_clear (ConfabChain *chain);

/* Puts the LINKs after @have into @steps (of ConfabLinkStep, which it owns), as many as fit into an answer;
 * @more: others follow. FALSE if the one after @have is not here any more. */
gboolean
confab_chain_select (const ConfabChain *chain, guint32 have, GPtrArray *steps, gboolean *more);

/* What @step takes as JSON, at most. */
gsize confab_link_step_json_bytes (const ConfabLinkStep *step);

G_END_DECLS
