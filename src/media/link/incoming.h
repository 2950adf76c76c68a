/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: where the peer's streams go. Sound is taken in front of webrtcbin's jitter
 * buffer, since the playback has a better one; pictures behind it, since lost packets come again there.
 * Everything else ends in a fakesink.
 */
#pragma once

#include <gst/gst.h>

#include "media/link/traffic.h"
#include "media/receive/playback-stream.h"
#include "media/receive/video-receiver.h"

G_BEGIN_DECLS

/* Counted; any thread. */
typedef struct _ConfabIncoming ConfabIncoming;

/**
 * ConfabIncomingSound:
 * @packets: since the link began
 * @last_packet_ns: meeting time; 0: none yet
 * @last_sound_ns: likewise, of a packet that was not a mere sign of life (DTX)
 */
typedef struct {
  guint64 packets;
  gint64 last_packet_ns;
  gint64 last_sound_ns;
} ConfabIncomingSound;

/* @pipeline holds @webrtcbin; @sound_began: called by way of @post at the first packet, and at the first
 * with sound. */
ConfabIncoming *
confab_incoming_new (GstBin *pipeline, GstElement *webrtcbin, ConfabTraffic *traffic,
                     ConfabVideoReceiver *video, ConfabPost *post, ConfabPostFunc sound_began);
ConfabIncoming *confab_incoming_ref (ConfabIncoming *self);
void confab_incoming_unref (ConfabIncoming *self);

/* @stream: (nullable): once this returns the former one gets nothing more. */
void confab_incoming_set_stream (ConfabIncoming *self, ConfabPlaybackStream *stream);

/**
 * confab_incoming_ask_again:
 *
 * From now on lost pictures are asked for again (RFC 4585). To be called once all senders were heard, that
 * of the repeated packets included (sender.h): GStreamer 1.22 has a race between requests that wait and
 * senders that are new.
 */
void confab_incoming_ask_again (ConfabIncoming *self);

void confab_incoming_get_sound (ConfabIncoming *self, ConfabIncomingSound *sound);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabIncoming, confab_incoming_unref)

G_END_DECLS
