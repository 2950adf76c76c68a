/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is played when. Each pull takes 10 ms from a line of decoded samples; when that is too short the next
 * piece is made: the next packet if it is there and due, its copy in the packet after it (FEC), sound made up
 * by the decoder (concealment), or silence.
 *
 * Nothing there at all may mean a late packet, a lost one, a pause of the speaker or a muted microphone, and only the
 * packet that ends it tells. So what is made up meanwhile does not count as part of the stream: the packet
 * that comes late is still played, which makes the delay longer, and time-stretching makes it shorter again.
 */
#include "media/receive/opus-receiver.h"

#include <opus/opus.h>
#include <string.h>

#include "media/level.h"
#include "media/receive/delay-tracker.h"
#include "media/receive/opus-packet.h"
#include "media/receive/packet-buffer.h"
#include "media/receive/time-stretch.h"

#define NS_PER_SAMPLE_48 G_GINT64_CONSTANT (62500) /* ns in 3 samples at 48 kHz */
#define MS G_GINT64_CONSTANT (1000000)
#define PIECE CONFAB_OPUS_PULL_SAMPLES
#define SAMPLES_PER_MS 48

/* Concealment repeats what was; after this long it has faded out and only costs time. */
#define MAX_CONCEALED (120 * SAMPLES_PER_MS)

/* An Opus sender in DTX says every 400 ms how its silence sounds (RFC 6716 2.1.9); after this long it is muted. */
#define MAX_COMFORT_NOISE (1000 * SAMPLES_PER_MS)

/* How far the delay may be from its target before it is corrected, and how often a period is taken out or
 * put in: 15 ms each 100 ms at most is not noticed. Far too late it is done more often. */
#define TOO_LATE_NS (20 * MS)
#define TOO_EARLY_NS (10 * MS)
#define MUCH_TOO_LATE_NS (100 * MS)
#define STRETCH_INTERVAL (100 * SAMPLES_PER_MS)
#define URGENT_STRETCH_INTERVAL (40 * SAMPLES_PER_MS)

/* So late that whole packets are left out: the other side of a stall of the network. */
#define HOPELESS_NS (300 * MS)

/* Sound is pulled in bursts where a sound card takes several pieces at once; what counts is the pull that
 * leaves the least time. Its delay is forgotten at this rate, in ns for each pull: 20 ms in a second. */
#define FORGET_NS (MS / 5)

#define FADE 240      /* 5 ms */
#define OPUS_STEP 120 /* libopus conceals whole 2.5 ms */
/* Less than a piece, the longest packet, another while packets are left out, and one period more. */
#define LINE_ROOM (PIECE + 2 * CONFAB_OPUS_MAX_SAMPLES + CONFAB_STRETCH_MAX_SAMPLES)

struct _ConfabOpusReceiver {
  OpusDecoder *decoder;
  ConfabPacketBuffer buffer;
  ConfabDelayTracker delay;
  ConfabLevel level;
  ConfabOpusReceiverStats stats;
  gint16 line[LINE_ROOM]; /* decoded and not yet pulled */
  guint line_length;
  guint silent_tail;   /* so many samples at its end are zeros */
  gboolean ends_quiet; /* the newest piece ended at zero: the next one fades in */

  gboolean begun;         /* a packet was played */
  gboolean silent;        /* nothing is played: before the first packet, in a pause, or given up */
  gboolean sender_silent; /* the sender said so (DTX) */
  gint64 next_timestamp;  /* where the next packet begins if nothing is missing */
  guint packet_samples;   /* length of the newest packet */
  gint64 made_up;         /* samples given out since next_timestamp stood still */
  gint64 concealed;       /* of the whole stream, in samples */
  gint64 played;          /* likewise */
  gint64 stretched;       /* likewise */
  gint64 since_stretch;   /* samples played since the last correction */
  gint64 low_delay_ns;    /* of the recent pulls the one that left the least time */
};

ConfabOpusReceiver *
confab_opus_receiver_new (void)
{
  ConfabOpusReceiver *self = g_new0 (ConfabOpusReceiver, 1);
  int error;

  /* Fails only where memory does. */
  self->decoder = opus_decoder_create (CONFAB_OPUS_RATE, 1, &error);
  g_assert (self->decoder != NULL);
  self->silent = TRUE;
  self->ends_quiet = TRUE;
  self->packet_samples = 2 * PIECE;
  return self;
}

void
confab_opus_receiver_free (ConfabOpusReceiver *self)
{
  confab_packet_buffer_clear (&self->buffer);
  opus_decoder_destroy (self->decoder);
  g_free (self);
}

static gint64
samples_to_ns (gint64 samples)
{
  return samples * NS_PER_SAMPLE_48 / 3;
}

/* The stream begins anew; what is in the line is still played. */
static void
restart (ConfabOpusReceiver *self)
{
  confab_delay_tracker_reset (&self->delay);
  opus_decoder_ctl (self->decoder, OPUS_RESET_STATE);
  self->begun = FALSE;
  self->silent = TRUE;
  self->sender_silent = FALSE;
  self->made_up = 0;
}

void
confab_opus_receiver_push (ConfabOpusReceiver *self, const ConfabOpusPacket *packet)
{
  guint samples = confab_opus_packet_samples (packet->payload, packet->size);

  if (samples == 0) {
    self->stats.damaged++;
    return;
  }
  switch (confab_packet_buffer_add (&self->buffer, packet, samples)) {
  case CONFAB_PACKET_RESTARTED:
    restart (self);
    break;
  case CONFAB_PACKET_ADDED:
    break;
  case CONFAB_PACKET_LATE:
    self->stats.late++;
    /* How late it was counts for the next ones. */
    confab_delay_tracker_add (
        &self->delay, confab_packet_buffer_extend_timestamp (&self->buffer, packet->timestamp),
        packet->arrival_ns);
    return;
  case CONFAB_PACKET_DUPLICATE:
    self->stats.duplicates++;
    return;
  case CONFAB_PACKET_STRAY:
  default:
    return;
  }
  self->stats.packets++;
  confab_delay_tracker_add (
      &self->delay, confab_packet_buffer_extend_timestamp (&self->buffer, packet->timestamp),
      packet->arrival_ns);
}

/* The line. */

static void
fade (gint16 *samples, guint length, gboolean in)
{
  guint n = MIN (length, FADE);

  for (guint i = 0; i < n; i++) {
    gint16 *sample = in ? &samples[i] : &samples[length - 1 - i];

    *sample = (gint16) (*sample * (gint) i / (gint) n);
  }
}

static void
append_silence (ConfabOpusReceiver *self, guint samples)
{
  memset (self->line + self->line_length, 0, samples * sizeof self->line[0]);
  self->line_length += samples;
  self->silent_tail += samples;
  self->ends_quiet = TRUE;
}

static void
fade_out (ConfabOpusReceiver *self)
{
  fade (self->line, self->line_length, FALSE);
  self->ends_quiet = TRUE;
}

/* Decodes @bytes (NULL: conceals) to the end of the line. FALSE: damaged; the line is as it was. */
static gboolean
decode (ConfabOpusReceiver *self, const guint8 *bytes, gsize size, guint samples, gboolean fec)
{
  gint16 *end = self->line + self->line_length;
  int n;
  g_return_val_if_fail (self->line_length + samples + CONFAB_STRETCH_MAX_SAMPLES <= LINE_ROOM,
                        FALSE);
  n = opus_decode (self->decoder, bytes, (opus_int32) size, end, (int) samples, fec);

  if (n <= 0)
    return FALSE;
  if (self->ends_quiet)
    fade (end, (guint) n, TRUE);
  self->ends_quiet = FALSE;
  self->silent_tail = 0;
  self->line_length += (guint) n;
  return TRUE;
}

static void
conceal (ConfabOpusReceiver *self, guint samples)
{
  samples = samples / OPUS_STEP * OPUS_STEP;
  if (samples > 0 && !decode (self, NULL, 0, samples, FALSE))
    append_silence (self, samples);
}

/* Delay. */

/* By how much the beginning of the line is later than the quickest packets would allow. */
static gint64
current_delay_ns (const ConfabOpusReceiver *self, gint64 now_ns)
{
  return now_ns -
         confab_delay_tracker_baseline (&self->delay, self->next_timestamp - self->line_length);
}

static gint64
target_ns (const ConfabOpusReceiver *self)
{
  return confab_delay_tracker_target_ns (&self->delay, samples_to_ns (self->packet_samples));
}

static gboolean
is_due (const ConfabOpusReceiver *self, const ConfabBufferedPacket *packet, gint64 now_ns)
{
  gint64 due_ns = confab_delay_tracker_baseline (&self->delay, packet->timestamp) +
                  target_ns (self) - samples_to_ns (self->line_length);

  return now_ns >= due_ns;
}

/* Brings the delay closer to its target by the samples in the line. */
static void
correct_delay (ConfabOpusReceiver *self)
{
  gint64 excess_ns = self->low_delay_ns - target_ns (self);
  gint64 interval = excess_ns > MUCH_TOO_LATE_NS ? URGENT_STRETCH_INTERVAL : STRETCH_INTERVAL;
  gsize length = self->line_length;

  if (self->since_stretch < interval)
    return;
  if (excess_ns > TOO_LATE_NS)
    length = confab_time_stretch_shorten (self->line, length, excess_ns > MUCH_TOO_LATE_NS);
  else if (excess_ns < -TOO_EARLY_NS)
    length = confab_time_stretch_lengthen (self->line, length);
  if (length == self->line_length)
    return;
  self->low_delay_ns += samples_to_ns ((gint64) length - (gint64) self->line_length);
  self->stretched += ABS ((gint64) length - (gint64) self->line_length);
  self->line_length = (guint) length;
  self->since_stretch = 0;
}

/* Packets. */

/* @packet ends whatever was made up before it. What fell into a pause of the sender was not concealment. */
static void
account_for_gap (ConfabOpusReceiver *self, const ConfabBufferedPacket *packet)
{
  gint64 missing = packet->sequence - self->buffer.next;
  gint64 gap = MAX (packet->timestamp - self->next_timestamp, 0);
  gint64 covered = MIN (self->made_up, gap);
  if (missing > 0)
    self->concealed += self->made_up;
  else if (!self->sender_silent)
    self->concealed += self->made_up - covered;
  self->made_up = 0;
  self->next_timestamp += covered;
}

static void
count_lost (ConfabOpusReceiver *self, gint64 n, gboolean recovered)
{
  for (gint64 i = 0; i < MIN (n, CONFAB_PACKET_BUFFER_SLOTS); i++)
    confab_delay_tracker_note (&self->delay, TRUE);
  self->stats.lost += (guint64) n;
  self->stats.recovered += recovered ? 1 : 0;
}

static void
play (ConfabOpusReceiver *self, const ConfabBufferedPacket *packet)
{
  gboolean was_damaged = FALSE;

  self->sender_silent = confab_opus_packet_is_silence (packet->bytes, packet->size);
  if (!decode (self, packet->bytes, packet->size, packet->samples, FALSE)) {
    was_damaged = TRUE;
    conceal (self, packet->samples);
    self->concealed += packet->samples;
  }
  self->stats.damaged += was_damaged ? 1 : 0;
  self->packet_samples = packet->samples;
  self->next_timestamp = packet->timestamp + packet->samples;
  self->silent = FALSE;
  self->begun = TRUE;
  confab_delay_tracker_note (&self->delay, FALSE);
  confab_packet_buffer_advance (&self->buffer, packet->sequence + 1);
}

/* The sound before @packet is complete, one way or another. */
static void
close_gap (ConfabOpusReceiver *self, const ConfabBufferedPacket *packet, gboolean recovered)
{
  count_lost (self, packet->sequence - self->buffer.next, recovered);
  self->next_timestamp = packet->timestamp;
  confab_packet_buffer_advance (&self->buffer, packet->sequence);
}

/* @packet is there, those before it are not: makes one piece of what is missing. */
static void
bridge (ConfabOpusReceiver *self, const ConfabBufferedPacket *packet)
{
  gint64 gap = packet->timestamp - self->next_timestamp;
  guint copy = self->packet_samples;

  if (gap > copy) {
    guint piece = (guint) MIN (gap - copy, PIECE);

    conceal (self, piece);
    self->concealed += piece;
    self->next_timestamp += piece;
  } else if (gap >= copy / 2 && confab_opus_packet_has_fec (packet->bytes, packet->size) &&
             decode (self, packet->bytes, packet->size, copy, TRUE)) {
    close_gap (self, packet, TRUE);
  } else {
    if (gap > 0) {
      conceal (self, (guint) gap);
      self->concealed += gap;
    }
    close_gap (self, packet, FALSE);
  }
}

/* Decodes and forgets packets until the delay is bearable. */
static void
skip_ahead (ConfabOpusReceiver *self, gint64 now_ns)
{
  const ConfabBufferedPacket *packet;
  guint kept = self->line_length;

  fade_out (self);
  while (current_delay_ns (self, now_ns) > target_ns (self) + TOO_LATE_NS &&
         (packet = confab_packet_buffer_peek (&self->buffer)) != NULL) {
    if (packet->sequence > self->buffer.next)
      count_lost (self, packet->sequence - self->buffer.next, FALSE);
    play (self, packet);
    self->stretched += self->line_length - kept;
    self->line_length = kept;
  }
  self->ends_quiet = TRUE;
  self->low_delay_ns = current_delay_ns (self, now_ns);
}

/* Nothing to play. Not counted as part of the stream, see above. */
static void
make_up (ConfabOpusReceiver *self)
{
  gint64 limit = self->sender_silent ? MAX_COMFORT_NOISE : MAX_CONCEALED;

  if (!self->begun || self->made_up >= limit) {
    self->silent = TRUE;
    append_silence (self, PIECE);
  } else {
    conceal (self, PIECE);
    if (self->made_up + PIECE >= limit)
      fade_out (self);
  }
  if (self->begun)
    self->made_up += PIECE;
  self->low_delay_ns += samples_to_ns (PIECE);
}

/* After a pause the delay is set afresh: the packet waits until it is due. One that came before its
 * predecessor waits while there is still time for that one. */
static gboolean
is_to_wait (const ConfabOpusReceiver *self, const ConfabBufferedPacket *packet, gint64 now_ns)
{
  if (self->silent || self->sender_silent)
    return !is_due (self, packet, now_ns);
  return packet->sequence > self->buffer.next &&
         current_delay_ns (self, now_ns) + TOO_EARLY_NS < target_ns (self);
}

/* Makes the line longer by a piece, or gets a step nearer to that. */
static void
produce (ConfabOpusReceiver *self, gint64 now_ns)
{
  const ConfabBufferedPacket *packet = confab_packet_buffer_peek (&self->buffer);

  if (packet == NULL || is_to_wait (self, packet, now_ns)) {
    make_up (self);
    return;
  }
  if (!self->begun)
    self->next_timestamp = packet->timestamp;
  account_for_gap (self, packet);
  if (self->silent) {
    /* Only the copy of the one packet before is worth playing. */
    self->next_timestamp =
        MAX (self->next_timestamp, packet->timestamp - (gint64) self->packet_samples);
    self->low_delay_ns = current_delay_ns (self, now_ns);
  }

  if (packet->sequence > self->buffer.next)
    bridge (self, packet);
  else
    play (self, packet);

  if (current_delay_ns (self, now_ns) > target_ns (self) + HOPELESS_NS)
    skip_ahead (self, now_ns);
  else
    correct_delay (self);
}

static void
take_piece (ConfabOpusReceiver *self, gint16 *samples)
{
  memcpy (samples, self->line, PIECE * sizeof samples[0]);
  self->line_length -= PIECE;
  memmove (self->line, self->line + PIECE, self->line_length * sizeof samples[0]);
  self->silent_tail = MIN (self->silent_tail, self->line_length);
}

gboolean
confab_opus_receiver_pull (ConfabOpusReceiver *self, gint64 now_ns, gint16 *samples)
{
  gint64 delay_ns = current_delay_ns (self, now_ns);
  gboolean silent;

  self->low_delay_ns = MIN (delay_ns, self->low_delay_ns + FORGET_NS);
  while (self->line_length < PIECE)
    produce (self, now_ns);
  silent = self->silent_tail >= self->line_length;
  take_piece (self, samples);

  if (self->begun)
    self->played += PIECE;
  self->since_stretch += PIECE;
  confab_level_add (&self->level, samples, PIECE);
  if (self->begun && self->made_up == 0) /* in a pause there is no telling */
    self->stats.delay_ms = (double) delay_ns / MS;
  return !silent;
}

void
confab_opus_receiver_get_stats (const ConfabOpusReceiver *self, ConfabOpusReceiverStats *stats)
{
  *stats = self->stats;
  stats->played_ms = (guint64) (self->played / SAMPLES_PER_MS);
  stats->concealed_ms = (guint64) (self->concealed / SAMPLES_PER_MS);
  stats->stretched_ms = (guint64) (self->stretched / SAMPLES_PER_MS);
  stats->jitter_ms = self->delay.jitter_ns / MS;
  stats->target_ms = (double) target_ns (self) / MS;
  stats->level_dbfs = confab_level_get_dbfs (&self->level);
}
