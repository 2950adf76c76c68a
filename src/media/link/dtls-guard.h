/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: the guard at the door of one webrtcbin (docs/protocol.md 11.2). It sits directly
 * at the DTLS-SRTP elements, so nothing else of webrtcbin has to be trusted: it gives them our
 * certificate, takes the peer's from them when the handshake is done, and drops every RTP, RTCP and SCTP
 * packet in both directions while the gate is not open. What was dropped never reached rtpbin or the
 * decoder, respectively the network.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/certificate.h"
#include "media/link/gate.h"
#include "media/link/traffic.h"
#include "media/post.h"

G_BEGIN_DECLS

/* Counted; any thread. */
typedef struct _ConfabDtlsGuard ConfabDtlsGuard;

/**
 * confab_dtls_guard_new:
 * @changed: called by way of @post when the gate or a transport's state changed; look at them then
 *
 * To be attached before @webrtcbin has any transport. Keeps no reference to it.
 */
ConfabDtlsGuard *
confab_dtls_guard_new (GstElement *webrtcbin, ConfabCertificate *certificate,
                       ConfabTraffic *traffic, ConfabPost *post, ConfabPostFunc changed);
ConfabDtlsGuard *confab_dtls_guard_ref (ConfabDtlsGuard *self);
void confab_dtls_guard_unref (ConfabDtlsGuard *self);

/* (transfer none) */
ConfabGate *confab_dtls_guard_get_gate (ConfabDtlsGuard *self);

/**
 * ConfabDtlsState:
 * @CONFAB_DTLS_CLOSED: the peer said goodbye
 * @CONFAB_DTLS_FAILED: no handshake came about
 */
typedef enum {
  CONFAB_DTLS_NEW,
  CONFAB_DTLS_CONNECTED,
  CONFAB_DTLS_CLOSED,
  CONFAB_DTLS_FAILED,
} ConfabDtlsState;

/* Of all transports the one that is worst off. */
ConfabDtlsState confab_dtls_guard_get_state (ConfabDtlsGuard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDtlsGuard, confab_dtls_guard_unref)

G_END_DECLS
