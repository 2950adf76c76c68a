/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: what state a link is in, from what can be seen of it. Pure. */
#pragma once

#include "media/link/dtls-guard.h"
#include "media/link/gate.h"
#include "media/link/link.h"

G_BEGIN_DECLS

/**
 * ConfabLinkSigns:
 * @state: so far
 * @proven: the peer's certificate is known, which may be a moment after @dtls is CONNECTED
 * @described: both sides have a description: it must connect now
 * @since_ns: meeting time of the last description, then of CONNECTED
 * @last_packet_ns: meeting time of the newest packet from the peer; 0: none yet
 */
typedef struct {
  ConfabLinkState state;
  ConfabGateState gate;
  ConfabDtlsState dtls;
  gboolean proven;
  gboolean ice_failed;
  gboolean described;
  gint64 since_ns;
  gint64 last_packet_ns;
} ConfabLinkSigns;

/**
 * ConfabLinkFault:
 * @CONFAB_LINK_FAULT_MANIPULATED: DTLS proved another certificate than the signed one
 * @CONFAB_LINK_FAULT_ENCRYPTION: DTLS came to no end
 * @CONFAB_LINK_FAULT_UNREACHABLE: no pair of candidates worked
 * @CONFAB_LINK_FAULT_SILENT: the peer was there, and is not any more
 */
typedef enum {
  CONFAB_LINK_FAULT_NONE,
  CONFAB_LINK_FAULT_MANIPULATED,
  CONFAB_LINK_FAULT_ENCRYPTION,
  CONFAB_LINK_FAULT_UNREACHABLE,
  CONFAB_LINK_FAULT_SILENT,
} ConfabLinkFault;

typedef struct {
  ConfabLinkState state; /* FAILED with a fault */
  ConfabLinkFault fault;
} ConfabLinkVerdict;

ConfabLinkVerdict confab_link_judge (const ConfabLinkSigns *signs, gint64 now_ns);

/* Whether the link carries media, or did a moment ago. */
gboolean confab_link_state_is_up (ConfabLinkState state);

/* Returns: (transfer full): the sentence for a person */
GError *confab_link_fault_to_error (ConfabLinkFault fault);

G_END_DECLS
