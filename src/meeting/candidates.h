/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which ICE candidates of a stranger are tried (docs/protocol.md 11.2). Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @candidate ("candidate:..." of RFC 8839 5.1, "a=" before it allowed) names an address
 * that may be sent to: no multicast, broadcast or unspecified address, no port below 1024, loopback
 * only if @allow_loopback. Names are refused but those of mDNS (RFC 8828). The empty candidate,
 * which ends them, is fine. */
gboolean confab_candidate_is_allowed (const char *candidate, gboolean allow_loopback);

G_END_DECLS
