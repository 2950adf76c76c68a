/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: what comes in from the peer, counted behind DTLS and before everything else, and
 * what its RTCP reports say (RFC 3550 section 6.4). Only SSRCs that the peer's description announced pass:
 * each unknown one would cost webrtcbin a jitter buffer with a thread.
 *
 * Counted; any thread, one short lock inside.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/sdp.h"

G_BEGIN_DECLS

typedef struct _ConfabTraffic ConfabTraffic;

/**
 * ConfabTrafficSign:
 * @CONFAB_TRAFFIC_UNKNOWN: no report yet
 * @CONFAB_TRAFFIC_SENDING: by its newest report the peer has sent more than by the one before
 * @CONFAB_TRAFFIC_QUIET: it has not
 */
typedef enum {
  CONFAB_TRAFFIC_UNKNOWN,
  CONFAB_TRAFFIC_SENDING,
  CONFAB_TRAFFIC_QUIET,
} ConfabTrafficSign;

/**
 * ConfabTrafficKind:
 * @sign: what the peer's reports say about its sending, whether or not it arrives
 * @sent_ns: meeting time of the newest report that told of more; 0: none
 * @bytes: RTP with its header
 * @packets: of these, retransmissions included
 * @peer_loss: fraction of what we send that the peer misses, by its last report; NAN: no report
 * @peer_jitter_ms: likewise
 */
typedef struct {
  ConfabTrafficSign sign;
  gint64 sent_ns;
  guint64 bytes;
  guint64 packets;
  double peer_loss;
  double peer_jitter_ms;
} ConfabTrafficKind;

/**
 * ConfabTrafficSnapshot:
 * @kind: indexed by ConfabSdpKind
 * @last_packet_ns: when the newest packet of any kind came (meeting time); 0: none yet
 * @rtt_ms: NAN until a report came back
 * @clock_offset_ns: our wall clock minus the peer's, if half the round trip is one way; see @has_offset
 */
typedef struct {
  ConfabTrafficKind kind[3];
  gint64 last_packet_ns;
  double rtt_ms;
  gboolean has_offset;
  gint64 clock_offset_ns;
} ConfabTrafficSnapshot;

ConfabTraffic *confab_traffic_new (void);
ConfabTraffic *confab_traffic_ref (ConfabTraffic *self);
void confab_traffic_unref (ConfabTraffic *self);

/* The peer's description is known. Nothing passes before. */
void confab_traffic_announce (ConfabTraffic *self, const ConfabSdp *remote);

/* One of our own senders, for telling the peer's reports apart. */
void confab_traffic_add_sender (ConfabTraffic *self, guint32 ssrc, ConfabSdpKind kind);

/* FALSE: not announced. */
gboolean confab_traffic_find_kind (ConfabTraffic *self, guint32 ssrc, ConfabSdpKind *kind);

/* Whether every announced sender of this kind was heard: with pictures that of the repeated packets too. */
gboolean confab_traffic_heard_all (ConfabTraffic *self, ConfabSdpKind kind);

/* @now_ns: meeting time. FALSE: the packet is none, or of an SSRC not announced; drop it. */
gboolean confab_traffic_take_rtp (ConfabTraffic *self, GstBuffer *packet, gint64 now_ns);

/* @wall_ns: since 1970, when it came. */
void
confab_traffic_take_rtcp (ConfabTraffic *self, GstBuffer *packet, gint64 now_ns, gint64 wall_ns);

/* Something else came (SCTP). */
void confab_traffic_note_packet (ConfabTraffic *self, gint64 now_ns);

void confab_traffic_snapshot (ConfabTraffic *self, ConfabTrafficSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTraffic, confab_traffic_unref)

G_END_DECLS
