/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a description must say to be used at all (docs/protocol.md 11.2). Pure. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/* Whether @sdp has at least one a=fingerprint, every one of them is sha-256 and equals @fp, and
 * there is no a=crypto. Lines may end in CR, LF or both, as GStreamer reads them: what its parser
 * would see as a line is one here. */
gboolean confab_sdp_is_bound_to (const char *sdp, const ConfabDigest *fp);

G_END_DECLS
