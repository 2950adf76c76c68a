/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: which of the peer's candidates are tried (docs/protocol.md 11.2). They are not
 * signed, so this is what keeps a service from aiming connectivity checks at somebody. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* docs/protocol.md 11.2: of one session. */
#define CONFAB_CANDIDATE_MAX 64

/**
 * confab_candidate_is_acceptable:
 * @text: RFC 8839 section 5.1 without "a=": "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host"
 *
 * UDP on component 1 (RTP and RTCP share it), a numeric unicast address, a port from 1024 up. TCP is for
 * our legs to TURN servers only.
 */
gboolean confab_candidate_is_acceptable (const char *text, gboolean allow_loopback);

G_END_DECLS
