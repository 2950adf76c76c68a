/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: the steps of one negotiation (RFC 8829) in the order that joins fastest: our
 * description goes out before webrtcbin is told to use it, so an answer may be back before that. Main thread.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/sdp.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_NEGOTIATION (confab_negotiation_get_type ())
G_DECLARE_FINAL_TYPE (ConfabNegotiation, confab_negotiation, CONFAB, NEGOTIATION, GObject)

/**
 * ConfabNegotiation signals:
 *
 * "described" (gboolean is_offer, const char *sdp): send it, and when the servers are known call
 *   confab_negotiation_set_local ()
 * "settled": webrtcbin knows both descriptions
 * "failed": webrtcbin refused a step
 */

/* @fingerprint: of our certificate, which webrtcbin's descriptions are to name */
ConfabNegotiation *confab_negotiation_new (GstElement *webrtcbin, GBytes *fingerprint);

/* webrtcbin knows what will be sent: descriptions wait for this. */
void confab_negotiation_set_ready (ConfabNegotiation *self);

void confab_negotiation_create_offer (ConfabNegotiation *self);

/* @remote: (transfer full): @text as it was read. Each may come as soon as the peer can have made it. */
void confab_negotiation_accept (ConfabNegotiation *self, ConfabSdpType type, ConfabSdp *remote,
                                const char *text);

/* webrtcbin may use our description: it begins to gather candidates. Once, after "described". */
void confab_negotiation_set_local (ConfabNegotiation *self);

/* @candidate: (nullable): there are no more. What comes early waits. */
void confab_negotiation_add_candidate (ConfabNegotiation *self, const char *candidate);

/* (nullable): the name of one of the media that we described. */
const char *confab_negotiation_get_mid (ConfabNegotiation *self, guint mline);

/* The one that carries them all, by the peer's description. */
guint confab_negotiation_get_bundle_mline (ConfabNegotiation *self);

/* Lets webrtcbin go; nothing is emitted any more. */
void confab_negotiation_close (ConfabNegotiation *self);

G_END_DECLS
