/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/call.h"
#include "client/join-flow.h"

G_BEGIN_DECLS

/* @link: what the person gave, for handing on. Begins to join. */
ConfabCall *confab_call_new (const char *link, const ConfabJoinFlowConfig *config);

G_END_DECLS
