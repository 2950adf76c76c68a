/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: one peer's pictures, from RTP packets in order to the mailbox: depayloader, decoder,
 * mailbox, on the thread that brings the packets. Nothing waits for a clock: what is decoded is shown
 * (measured: 12 ms against 200 to 360 with clocks). While nobody wants what comes into the mailbox, and nothing is
 * saved, nothing is decoded. A decoder that fails is replaced in place; neither the sound nor webrtcbin notice.
 */
#pragma once

#include <gst/gst.h>

#include "media/mailbox.h"
#include "media/post.h"
#include "media/receive/saver.h"

G_BEGIN_DECLS

/* Counted; any thread unless said otherwise. */
typedef struct _ConfabVideoReceiver ConfabVideoReceiver;

/**
 * ConfabVideoReceiverStats:
 * @running: a picture came and the peer has not stopped since
 * @last_picture_ns: meeting time of the newest; 0: none yet
 * @last_frame_ns: likewise, of what came to be decoded, whether it was or not
 * @freezing_s: how long the pictures stand still now, not in @freeze_s yet; 0 unless it is a freeze
 */
typedef struct {
  guint64 pictures;
  guint width, height;
  gboolean running;
  gint64 last_picture_ns;
  gint64 last_frame_ns;
  double fps;
  guint64 freezes;
  double freeze_s;
  double freezing_s;
  double max_gap_ms;
  guint64 restarts;
} ConfabVideoReceiverStats;

/* @changed: called by way of @post when pictures begin, begin again, or change their size, whether or not anybody wants
 * to see them. */
ConfabVideoReceiver *confab_video_receiver_new (ConfabPost *post, ConfabPostFunc changed);
ConfabVideoReceiver *confab_video_receiver_ref (ConfabVideoReceiver *self);
void confab_video_receiver_unref (ConfabVideoReceiver *self);

/**
 * confab_video_receiver_connect:
 * @rtp: a source pad with application/x-rtp; a former one is left behind
 *
 * Puts the elements into @pipeline and links them. Streaming thread.
 *
 * Returns: FALSE if an element is missing
 */
gboolean confab_video_receiver_connect (ConfabVideoReceiver *self, GstBin *pipeline, GstPad *rtp);

/* (transfer none): the same for the whole life. */
ConfabMailbox *confab_video_receiver_get_mailbox (ConfabVideoReceiver *self);

void confab_video_receiver_set_saver (ConfabVideoReceiver *self, ConfabSaver *saver);

/* The peer sends no pictures any more: the last one is taken off the screen. */
void confab_video_receiver_pause (ConfabVideoReceiver *self);

/* Changes nothing. */
void confab_video_receiver_snapshot (ConfabVideoReceiver *self, ConfabVideoReceiverStats *stats);

/**
 * confab_video_receiver_take_transit:
 *
 * For one caller, who means it over time.
 *
 * Returns: mean over the pictures since the last call, of our wall clock when decoded minus the sender's
 *   when captured: to be set right by the difference of the two clocks; NAN: not known
 */
double confab_video_receiver_take_transit (ConfabVideoReceiver *self);

/* Whether @element is one of ours: its errors are mended here. */
gboolean confab_video_receiver_owns (ConfabVideoReceiver *self, GstObject *element);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabVideoReceiver, confab_video_receiver_unref)

G_END_DECLS
