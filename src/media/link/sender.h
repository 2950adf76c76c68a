/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: one own track on its way out of one link: the hop's appsrc, an RTP payloader, a
 * sink pad of webrtcbin. The pad is there from the start so that webrtcbin can describe it; frames are
 * asked for only when they may really leave, so nothing is encoded for nobody and none waits in a queue.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/traffic.h"
#include "media/post.h"
#include "media/send/track.h"

G_BEGIN_DECLS

/* Main thread, but for what runs inside. */
typedef struct _ConfabSender ConfabSender;

/**
 * ConfabSenderCounts:
 * @frames: pictures or sound packets that went to webrtcbin
 * @bytes: of their RTP packets, headers included
 */
typedef struct {
  guint64 frames;
  guint64 bytes;
} ConfabSenderCounts;

/**
 * confab_sender_new:
 * @pipeline: on the meeting clock, with @webrtcbin in it
 * @ready: called by way of @post once webrtcbin knows what will be sent and can describe it
 *
 * Returns: NULL with @error if an element is missing
 */
ConfabSender *
confab_sender_new (GstBin *pipeline, GstElement *webrtcbin, ConfabTrack *track,
                   ConfabTraffic *traffic, ConfabPost *post, ConfabPostFunc ready, GError **error);

/* Whether @ready was called. */
gboolean confab_sender_is_ready (ConfabSender *self);

/* Frames flow, from a key frame on. Does nothing the second time. */
void confab_sender_start (ConfabSender *self);
void confab_sender_stop (ConfabSender *self);

/* To be called some times a second: sends a sign of life for a sound track that sent nothing since the
 * last call. So also who is muted is heard of: RTCP, our heartbeat, begins with the first packet, and the
 * other side learns that this link carries media. */
void confab_sender_keep_alive (ConfabSender *self);

/**
 * confab_sender_introduce_repair:
 *
 * Once pictures left, has @webrtcbin repeat the first packet of them, so that the peer knows the sender of
 * repeated packets before it needs any (see confab_incoming_ask_again ()). To be called now and then; does
 * it once.
 */
void confab_sender_introduce_repair (ConfabSender *self, GstBin *webrtcbin);

ConfabTrack *confab_sender_get_track (ConfabSender *self);
void confab_sender_get_counts (ConfabSender *self, ConfabSenderCounts *counts);

/* Stops. The elements end with their pipeline. */
void confab_sender_free (ConfabSender *self);

G_END_DECLS
