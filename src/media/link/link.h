/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One peer connection: a webrtcbin with its receivers, behind a gate that opens only for the right
 * certificate. Follows docs/protocol.md 11.2. Everything in this header belongs to the main thread
 * (the thread-default main context in which the link was made); no call waits for the network. */
#pragma once

#include <gio/gio.h>

#include "media/kind.h"
#include "media/link/link-config.h"
#include "media/link/link-error.h"
#include "media/link/link-path.h"
#include "media/link/link-stats.h"
#include "media/mailbox.h"
#include "media/receive/saver.h"

G_BEGIN_DECLS

/**
 * ConfabLinkState:
 * @CONFAB_LINK_NEW: made, no description set
 * @CONFAB_LINK_CONNECTING: descriptions or candidates are on their way
 * @CONFAB_LINK_SECURED: DTLS is done and the gate still closed; ask
 *   confab_link_dup_peer_fingerprint () and open it, or close the link
 * @CONFAB_LINK_CONNECTED: the gate is open, media and data may flow both ways
 * @CONFAB_LINK_DISCONNECTED: nothing has come from the peer for about 1.5 s; it may come back to
 *   CONNECTED by itself, but this is the moment to build another link beside this one
 * @CONFAB_LINK_FAILED: over; the signal "failed" has said why
 * @CONFAB_LINK_CLOSED: after confab_link_close ()
 */
typedef enum {
  CONFAB_LINK_NEW,
  CONFAB_LINK_CONNECTING,
  CONFAB_LINK_SECURED,
  CONFAB_LINK_CONNECTED,
  CONFAB_LINK_DISCONNECTED,
  CONFAB_LINK_FAILED,
  CONFAB_LINK_CLOSED,
} ConfabLinkState;

#define CONFAB_TYPE_LINK (confab_link_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLink, confab_link, CONFAB, LINK, GObject)

/**
 * ConfabLink signals, all on the main thread:
 *
 * "description" (gboolean is_offer, const char *sdp): send exactly this text
 * "candidate" (guint mline, const char *mid, const char *candidate): trickle this; @candidate is
 *   NULL, and @mid too, when there are no more
 * "state" (guint: ConfabLinkState)
 * "peer-certificate" (GBytes *): the 32 bytes of SHA-256 over the DER of the certificate which the
 *   peer proved in DTLS, always before SECURED. If transports showed different ones the link fails
 * "media-flowing" (guint: ConfabMediaKind): the first picture or packet behind the gate; once a kind. One
 *   for AUDIO comes even from who is muted
 * "track-state" (guint: ConfabMediaKind, gboolean started, guint width, guint height): the peer's
 *   stream begins, changes size, or has been silent for long
 * "data" (const char *label, GBytes *): from the peer; never before the gate is open
 * "data-open" (const char *label): confab_link_send_data () takes this label now
 * "failed" (GError *): the sentence for a person; once; the state is FAILED afterwards
 */

/**
 * confab_link_new:
 *
 * Prepares everything that needs no description, so that it can be made early (in the lobby): cheap
 * for the caller, the costly part runs on another thread.
 *
 * Returns: (transfer full):
 */
ConfabLink *confab_link_new (const ConfabLinkConfig *config);

/* Replaces the configuration's servers. Only before create_offer or accept_offer. */
void
confab_link_set_ice_servers (ConfabLink *self, const ConfabLinkServer *servers, guint n_servers);

/* Makes the offer; "description" hands it out. Once, by the entry with the lower ord. */
void confab_link_create_offer (ConfabLink *self);

/* Takes the peer's offer and answers by "description". Once. The caller has checked SDPAUTH. */
void confab_link_accept_offer (ConfabLink *self, const char *sdp);

/* Takes the answer to our offer. Once. The caller has checked SDPAUTH. */
void confab_link_accept_answer (ConfabLink *self, const char *sdp);

/**
 * confab_link_add_candidate:
 * @mid: (nullable): wins over @mline where both are known
 * @candidate: (nullable): the attribute's value, "candidate:…"; NULL: there are no more
 *
 * At most 64 are taken (protocol.md 11.2); TCP, multicast, ports below 1024 and, unless allowed,
 * loopback are dropped silently. May be called before the description.
 */
void
confab_link_add_candidate (ConfabLink *self, guint mline, const char *mid, const char *candidate);

/**
 * confab_link_read_fingerprint:
 * @is_offer: what @sdp is meant to be
 *
 * For comparing with SDPAUTH's fp before a description is accepted.
 *
 * Returns: (transfer full): the 32 bytes that every a=fingerprint of @sdp says, or NULL with @error if
 *   they differ, one is not sha-256, or confab_link_accept_offer (), _answer () would refuse @sdp
 */
GBytes *confab_link_read_fingerprint (const char *sdp, gboolean is_offer, GError **error);

/**
 * confab_link_dup_peer_fingerprint:
 *
 * Returns: (transfer full) (nullable): 32 bytes, see "peer-certificate"; NULL before DTLS is done
 */
GBytes *confab_link_dup_peer_fingerprint (ConfabLink *self);

/**
 * confab_link_open_gate:
 * @fingerprint: the 32 bytes the peer signed (SDPAUTH's fp)
 *
 * Lets media and data flow both ways from the moment on at which DTLS is done and the certificate
 * really used has this fingerprint; until then outgoing pads are blocked, incoming media ends in a
 * fakesink, data channels are ignored. May be called at any time, so that nothing waits for a round
 * trip through the main loop. Another certificate: the gate stays shut for good and the link fails
 * with CONFAB_LINK_ERROR_CERTIFICATE. No signal is emitted within this call.
 */
void confab_link_open_gate (ConfabLink *self, GBytes *fingerprint);

/**
 * confab_link_set_sending:
 * @sending: TRUE at first
 *
 * FALSE stops sound and pictures from leaving this link, whatever its state; data channels and what is
 * received go on. For a meeting that may not send at the moment (docs/protocol.md 12.2).
 */
void confab_link_set_sending (ConfabLink *self, gboolean sending);

ConfabLinkState confab_link_get_state (ConfabLink *self);

/**
 * confab_link_send_data:
 * @label: "msg", "st" or "rc"
 * @bytes: at most 64 KiB
 *
 * Returns: FALSE with @error set if the channel is not open or its queue is full; nothing was sent
 */
gboolean confab_link_send_data (ConfabLink *self, const char *label, GBytes *bytes, GError **error);

/* FALSE while no pair of candidates is in use. */
gboolean confab_link_get_path (ConfabLink *self, ConfabLinkPath *path);

/* (transfer none): the peer's decoded pictures, latest wins. The same for the link's whole life. */
ConfabMailbox *confab_link_get_video (ConfabLink *self);

/* Moves the peer's sound to another output, or nowhere (NULL). */
void confab_link_set_playback (ConfabLink *self, ConfabPlayback *playback);

/* From now on every decoded picture and all sound of the peer goes to @saver too; NULL: no more. */
void confab_link_set_saver (ConfabLink *self, ConfabSaver *saver);

/* How loud the peer is now: over the last 100 ms, 0 is full scale, -100 silent; NAN if not heard on this link. */
double confab_link_get_level_dbfs (ConfabLink *self);

void confab_link_snapshot_stats (ConfabLink *self, ConfabLinkStats *stats);

/**
 * confab_link_close:
 *
 * Ends the link. Returns at once; no signal but "state" CLOSED follows, and the sockets are closed
 * in the background. The object may be unreferenced right away. Dropping the last reference does
 * the same.
 */
void confab_link_close (ConfabLink *self);

/**
 * confab_link_wait_all_closed:
 *
 * Waits until the links it closed have said goodbye to their peers and
 * TURN servers, but no longer than @timeout_ms. The only call here that waits; confab_media_drain () makes
 * it at the end of a program.
 *
 * Returns: whether all are closed
 */
gboolean confab_link_wait_all_closed (guint timeout_ms);

G_END_DECLS
