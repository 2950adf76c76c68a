/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The challenges this client sent in its JOINs and ACKs: a key box counts only for one of the last
 * 25 s (docs/protocol.md 8). Times are local monotonic ms.
 */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

typedef struct _ConfabTokens ConfabTokens;

ConfabTokens *confab_tokens_new (void);
void confab_tokens_free (ConfabTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTokens, confab_tokens_free)

/* @token leaves this client at @now. */
void confab_tokens_add (ConfabTokens *tokens, const ConfabToken *token, gint64 now);
gboolean confab_tokens_is_recent (ConfabTokens *tokens, const ConfabToken *token, gint64 now);

G_END_DECLS
