/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a link, as W3C webrtc-stats means them where it has them. */
#pragma once

#include <glib.h>

#include "media/kind.h"

G_BEGIN_DECLS

/**
 * ConfabReceiveStats:
 * @frames: pictures decoded; for sound, packets received
 * @fps: pictures in the last second, or NAN
 * @freezes: pauses between pictures longer than max (3 × mean, mean + 150 ms)
 *   (W3C webrtc-stats, freezeCount)
 * @freeze_s: how long those lasted together
 * @max_gap_ms: the longest pause between two pictures since the first one
 * @level_dbfs: how loud the peer is now, 0 is full scale; NAN where not known
 * @concealed_ms: sound invented for what was lost
 * @kbps: received over the last second, without IP and UDP headers; NAN where not known
 * @loss: fraction of packets lost so far, 0..1, or NAN
 * @jitter_ms: RFC 3550 section 6.4.1, or NAN
 * @rtt_ms: to the peer and back, or NAN
 * @latency_ms: from the sender's capture to our decoder's output, by the clocks in RTCP sender
 *   reports; NAN where not known
 */
typedef struct {
  guint64 frames;
  guint width, height;
  double fps;
  guint64 freezes;
  double freeze_s;
  double max_gap_ms;
  double level_dbfs;
  double concealed_ms;
  double kbps;
  double loss;
  double jitter_ms;
  double rtt_ms;
  double latency_ms;
} ConfabReceiveStats;

/**
 * ConfabSendStats:
 * @frames: encoded pictures or sound packets that left
 * @loss: fraction the peer reports as lost, 0..1, or NAN
 */
typedef struct {
  guint64 frames;
  guint width, height;
  double fps;
  double kbps;
  double loss;
  double rtt_ms;
} ConfabSendStats;

/* Indexed by ConfabMediaKind. Refreshed once a second. */
typedef struct {
  ConfabReceiveStats receive[CONFAB_N_MEDIA_KINDS];
  ConfabSendStats send[CONFAB_N_MEDIA_KINDS];
} ConfabLinkStats;

G_END_DECLS
