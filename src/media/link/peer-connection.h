/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: one webrtcbin in a pipeline of its own with its negotiation, servers, guard and
 * candidates. Knows nothing of what a link's state means to people; link.c does. Main thread.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/dtls-guard.h"
#include "media/link/ice-agent.h"
#include "media/link/link-config.h"
#include "media/link/link-error.h"
#include "media/link/link-path.h"
#include "media/link/sdp.h"
#include "media/link/traffic.h"
#include "media/receive/video-receiver.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PEER_CONNECTION (confab_peer_connection_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPeerConnection, confab_peer_connection, CONFAB, PEER_CONNECTION,
                      GObject)

/**
 * ConfabPeerConnection signals:
 *
 * "described" (gboolean is_offer, const char *sdp)
 * "candidate" (guint mline, const char *mid, const char *candidate): NULL, NULL at the end
 * "changed": gate, DTLS, ICE or path did; look at them
 * "failed" (GError *): of no use any more
 */

/* @config: as link.h has it; used during the call only. NULL with @error if webrtcbin is not installed. */
ConfabPeerConnection *confab_peer_connection_new (const ConfabLinkConfig *config, GError **error);

GstPipeline *confab_peer_connection_get_pipeline (ConfabPeerConnection *self);
GstElement *confab_peer_connection_get_webrtcbin (ConfabPeerConnection *self);
ConfabTraffic *confab_peer_connection_get_traffic (ConfabPeerConnection *self);
ConfabDtlsGuard *confab_peer_connection_get_guard (ConfabPeerConnection *self);
gboolean confab_peer_connection_get_path (ConfabPeerConnection *self, ConfabLinkPath *path);
gboolean confab_peer_connection_has_ice_failed (ConfabPeerConnection *self);

/* Errors of elements that @mender owns are no failure: it mends them. */
void confab_peer_connection_set_mender (ConfabPeerConnection *self, ConfabVideoReceiver *mender);

/* (transfer full) (nullable): webrtcbin's RTPSession, once both descriptions are set. */
GObject *confab_peer_connection_dup_rtp_session (ConfabPeerConnection *self);

/* Before create_offer or accept_offer. */
void
confab_peer_connection_set_servers (ConfabPeerConnection *self, const ConfabLinkServer *servers,
                                    guint n_servers, GTlsDatabase *trust);

/* webrtcbin knows what will be sent: descriptions wait for this. */
void confab_peer_connection_set_ready (ConfabPeerConnection *self);

void confab_peer_connection_create_offer (ConfabPeerConnection *self);
/* @remote: (transfer full): @text as it was read */
void confab_peer_connection_accept (ConfabPeerConnection *self, ConfabSdpType type,
                                    ConfabSdp *remote, const char *text);
/* @candidate: (nullable): there are no more */
void confab_peer_connection_add_candidate (ConfabPeerConnection *self, const char *candidate);

/* Nothing is emitted any more, and no getter may be called; the rest happens on another thread. */
void confab_peer_connection_close (ConfabPeerConnection *self);

G_END_DECLS
