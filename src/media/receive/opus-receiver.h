/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: Opus packets off the network in, an unbroken stream of samples out (RFC 6716, RFC
 * 7587). An adaptive jitter buffer, in-band FEC, concealment, DTX. Plain C: no thread, no clock, no
 * GStreamer in here; the caller locks and says what time it is.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_OPUS_RATE 48000
/* What one pull gives: 10 ms, mono. */
#define CONFAB_OPUS_PULL_SAMPLES (CONFAB_OPUS_RATE / 100)

typedef struct _ConfabOpusReceiver ConfabOpusReceiver;

/**
 * ConfabOpusPacket:
 * @sequence: RTP sequence number
 * @timestamp: RTP time stamp, 48 kHz
 * @payload: the Opus packet; copied
 * @size: its bytes
 * @arrival_ns: when it came, on any monotonic clock, always the same one
 */
typedef struct {
  guint16 sequence;
  guint32 timestamp;
  const guint8 *payload;
  gsize size;
  gint64 arrival_ns;
} ConfabOpusPacket;

/**
 * ConfabOpusReceiverStats:
 * @packets: taken, duplicates and late ones not counted
 * @lost: never came in time, FEC or not
 * @recovered: of @lost, how many FEC brought back
 * @late: came after their turn
 * @duplicates: came twice
 * @damaged: could not be decoded, or were no Opus
 * @played_ms: sound given out, silence of DTX included, the silence before the first packet not
 * @concealed_ms: of @played_ms, what was made up because nothing was there; DTX and FEC are not made up
 * @stretched_ms: added or taken away to follow the target delay, both counted
 * @jitter_ms: RFC 3550 6.4.1
 * @target_ms: the delay the buffer aims at * @delay_ms: by how much what is played is later than the quickest packets would allow
 * @level_dbfs: over the last 100 ms, -100 when silent
 */
typedef struct {
  guint64 packets;
  guint64 lost;
  guint64 recovered;
  guint64 late;
  guint64 duplicates;
  guint64 damaged;
  guint64 played_ms;
  guint64 concealed_ms;
  guint64 stretched_ms;
  double jitter_ms;
  double target_ms;
  double delay_ms;
  double level_dbfs;
} ConfabOpusReceiverStats;

ConfabOpusReceiver *confab_opus_receiver_new (void);
void confab_opus_receiver_free (ConfabOpusReceiver *self);

void confab_opus_receiver_push (ConfabOpusReceiver *self, const ConfabOpusPacket *packet);

/**
 * confab_opus_receiver_pull:
 * @now_ns: the time of this pull, on the clock of ConfabOpusPacket.arrival_ns
 * @samples: CONFAB_OPUS_PULL_SAMPLES are written, always
 *
 * Returns: %FALSE when it is all silence and need not be mixed
 */
gboolean confab_opus_receiver_pull (ConfabOpusReceiver *self, gint64 now_ns, gint16 *samples);

void
confab_opus_receiver_get_stats (const ConfabOpusReceiver *self, ConfabOpusReceiverStats *stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOpusReceiver, confab_opus_receiver_free)

G_END_DECLS
