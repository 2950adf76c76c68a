/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: what stands behind a link, for tests that cut and count. */
#pragma once

#include "media/link/link.h"
#include "media/link/peer-connection.h"

G_BEGIN_DECLS

/* (transfer none) (nullable): NULL once the link ended. */
ConfabPeerConnection *confab_link_get_peer (ConfabLink *self);

G_END_DECLS
