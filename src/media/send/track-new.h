/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: only a capture makes tracks. */
#pragma once

#include "media/send/track.h"

G_BEGIN_DECLS

/* Returns: (transfer full) */
ConfabTrack *confab_track_new (ConfabMediaKind kind);

G_END_DECLS
