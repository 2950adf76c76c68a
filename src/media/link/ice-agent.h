/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: the one file that talks to libnice directly, for what webrtcbin does not offer:
 * which local addresses are used, TURN servers in our order, which path was taken, and an end without a
 * leak at the server. A max-bundle webrtcbin has one ICE stream with one component.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/ice-uri.h"
#include "media/link/turn-tls.h"
#include "media/post.h"

G_BEGIN_DECLS

/* Counted by its owner alone; functions on the main thread unless said otherwise. */
typedef struct _ConfabIceAgent ConfabIceAgent;

/**
 * confab_ice_agent_new:
 * @webrtcbin: without a transport yet
 * @path_changed: called by way of @post when a pair of candidates was chosen
 */
ConfabIceAgent *confab_ice_agent_new (GstElement *webrtcbin, gboolean allow_loopback,
                                      ConfabPost *post, ConfabPostFunc path_changed);

/**
 * confab_ice_agent_add_server:
 * @address: where to send to, in numbers: @uri's host or, for TLS, the end of @tunnel here
 * @tunnel: (nullable) (transfer full): kept until the end
 *
 * After webrtcbin has its transport. STUN only before it gathers. Of equal transports the later one is
 * preferred; more than 8 TURN servers are left out.
 */
void
confab_ice_agent_add_server (ConfabIceAgent *self, const ConfabIceUri *uri, const char *address,
                             const char *username, const char *credential, ConfabTurnTls *tunnel);

/* FALSE: no pair was chosen yet. Any thread. */
gboolean confab_ice_agent_get_path (ConfabIceAgent *self, ConfabLinkPath *path);

/**
 * confab_ice_agent_close:
 *
 * Tells the TURN servers that we are gone and frees @self. Any thread but the main one: waits for
 * their answers, up to some seconds. To be called when webrtcbin is in state NULL and still alive.
 */
void confab_ice_agent_close (ConfabIceAgent *self);

G_END_DECLS
