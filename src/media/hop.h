/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: the one way from a pipeline into another. An encoder's output goes into a hop; any
 * number of links subscribe an appsrc each. Buffers are passed on as they are, stamped with meeting time
 * (meeting-clock.h), never copied.
 *
 * A producer never waits for a subscriber: what a subscriber does not take in time is dropped for that
 * subscriber alone, and it goes on at the next key frame. While nobody subscribes the producer is told so
 * and need not encode.
 *
 * Counted; all functions may be called on any thread. Locks: producer_lock before lock; both are held for
 * moments only, and never while buffers are encoded.
 */
#pragma once

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include "media/send/track.h"

G_BEGIN_DECLS

typedef struct _ConfabHop ConfabHop;

/**
 * ConfabHopProducer:
 * @set_wanted: the first subscriber came, or the last one went; called once when the producer is set
 * @make_key_frame: a subscriber needs a key frame
 *
 * Both run on the thread that subscribed, asked or pushed. They may lock briefly and must not call into the
 * hop.
 */
typedef struct {
  void (*set_wanted) (gpointer user_data, gboolean wanted);
  void (*make_key_frame) (gpointer user_data);
} ConfabHopProducer;

/* The least time from one key frame to the next that is asked for, by the time stamps of the frames. Key
 * frames are some ten times the size of others: more of them only fill the link. */
#define CONFAB_HOP_KEY_FRAME_INTERVAL (300 * GST_MSECOND)

/* After this long without the key frame that was asked for, the producer is asked again. */
#define CONFAB_HOP_KEY_FRAME_PATIENCE (1 * GST_SECOND)

/* @max_queued: buffers a subscriber may leave untaken before it is skipped to the next key frame. */
ConfabHop *confab_hop_new (guint max_queued);
ConfabHop *confab_hop_ref (ConfabHop *self);
void confab_hop_unref (ConfabHop *self);

/* @producer %NULL: none now. Once this returns the former producer is not called any more, and nothing that
 * it pushes goes out. */
void
confab_hop_set_producer (ConfabHop *self, const ConfabHopProducer *producer, gpointer user_data);

/* Whether anybody subscribes: cheap, for every raw frame. */
gboolean confab_hop_is_wanted (ConfabHop *self);

/**
 * confab_hop_push:
 * @producer: the user_data it was set with; from a former one nothing is taken any more
 * @sample: (transfer none): with caps, segment and one encoded buffer
 *
 * Streaming thread of the producer.
 */
void confab_hop_push (ConfabHop *self, gconstpointer producer, GstSample *sample);

/* Returns: (transfer floating): an appsrc as subscribers need it: live, in time format, never blocking. */
GstElement *confab_hop_source_new (const char *name);

/**
 * confab_hop_subscribe:
 * @source: (transfer none): of confab_hop_source_new (), in a pipeline on the meeting clock, PAUSED or PLAYING
 *
 * Frames come from the next key frame on, which is asked for. Key-frame requests that travel up to @source
 * (GstForceKeyUnit, as webrtcbin sends them) reach the producer. Ask when frames can really be sent, not
 * before: what is queued early is delay later (findings: video waited 130-600 ms).
 */
void confab_hop_subscribe (ConfabHop *self, GstAppSrc *source);
void confab_hop_unsubscribe (ConfabHop *self, GstAppSrc *source);

void confab_hop_request_key_frame (ConfabHop *self);

void confab_hop_get_counts (ConfabHop *self, ConfabTrackCounts *counts);

/* Buffers that @source did not get because it was slow or still waited for a key frame. */
guint64 confab_hop_get_dropped (ConfabHop *self, GstAppSrc *source);

/* Returns: (transfer none): the hop behind a track; it lives as long as the track. */
ConfabHop *confab_track_get_hop (ConfabTrack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabHop, confab_hop_unref)

G_END_DECLS
