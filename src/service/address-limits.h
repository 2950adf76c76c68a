/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much each address may do of something. It remembers who did it lately, and costs the same however many
 * that are. Main thread; time comes in by parameter (boot clock).
 */
#pragma once

#include "service/rate-limit.h"

G_BEGIN_DECLS

typedef struct _ConfabAddressLimits ConfabAddressLimits;

/* @full: what an address has that did nothing yet. */
ConfabAddressLimits *confab_address_limits_new (const ConfabRateLimit *full);
void confab_address_limits_free (ConfabAddressLimits *limits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabAddressLimits, confab_address_limits_free)

/* Whether the address @key (see confab_address_key()) may do @amount more, which is taken then. */
gboolean confab_address_limits_take (ConfabAddressLimits *limits, const char *key, guint64 amount,
                                     gint64 now_ms);

/* How many addresses it remembers. */
guint confab_address_limits_get_n (const ConfabAddressLimits *limits);

G_END_DECLS
