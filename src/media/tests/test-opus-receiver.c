/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jitter buffer in simulated time: a sender, a network that is as bad as a test wants it, and a sound card that
 * takes 10 ms every 10 ms. */
#include <math.h>
#include <opus/opus.h>
#include <string.h>

#include "media/receive/opus-packet.h"
#include "media/receive/opus-receiver.h"

#define RATE 48000
#define PACKET_SAMPLES 960
#define PACKET_MS 20
#define MS G_GINT64_CONSTANT (1000000)
#define PIECE CONFAB_OPUS_PULL_SAMPLES

typedef struct {
  guint16 sequence;
  guint32 timestamp;
  guint8 bytes[1500];
  int size;
  gint64 arrival_ns;
} Packet;

/**
 * Network:
 * @jitter_ms: each packet is late by up to so much, evenly spread
 * @loss: share of packets that vanish
 * @stall_at_ms: from here nothing arrives for @stall_ms, then all at once
 * @drift_ppm: how much faster than the sound card the sender's clock runs
 * @burst: so many pulls of the sound card come at once
 */
typedef struct {
  double jitter_ms;
  double loss;
  double duplicates;
  int stall_at_ms;
  int stall_ms;
  double drift_ppm;
  int burst;
} Network;

typedef struct {
  ConfabOpusReceiver *receiver;
  ConfabOpusReceiverStats stats;
  GArray *out; /* gint16 */
} Run;

static double
speak (int i)
{
  /* Voiced: harmonics of a gliding pitch, in syllables of a quarter of a second. */
  double t = (double) i / RATE;
  double pitch = 120 + 30 * sin (2 * G_PI * 0.7 * t);
  double envelope = 0.15 + 0.85 * fabs (sin (2 * G_PI * 2 * t));
  double value = 0;

  for (int h = 1; h <= 12; h++)
    value += sin (h * (2 * G_PI * 120 * t + 30 / 0.7 * -cos (2 * G_PI * 0.7 * t))) / h;
  (void) pitch;
  return 5000 * envelope * value;
}

static OpusEncoder *
new_encoder (gboolean dtx)
{
  int error;
  OpusEncoder *encoder = opus_encoder_create (RATE, 1, OPUS_APPLICATION_VOIP, &error);

  g_assert_cmpint (error, ==, OPUS_OK);
  opus_encoder_ctl (encoder, OPUS_SET_BITRATE (32000));
  opus_encoder_ctl (encoder, OPUS_SET_INBAND_FEC (1));
  opus_encoder_ctl (encoder, OPUS_SET_PACKET_LOSS_PERC (20));
  opus_encoder_ctl (encoder, OPUS_SET_DTX (dtx));
  return encoder;
}

static int
by_arrival (gconstpointer a, gconstpointer b)
{
  gint64 left = ((const Packet *) a)->arrival_ns;
  gint64 right = ((const Packet *) b)->arrival_ns;

  return (left > right) - (left < right);
}

static void
deliver (GArray *packets, const Packet *packet, const Network *network, GRand *random)
{
  Packet delivered = *packet;
  gint64 sent_ms = packet->arrival_ns / MS;

  if (g_rand_double (random) < network->loss)
    return;
  delivered.arrival_ns += (gint64) (g_rand_double (random) * network->jitter_ms * MS);
  if (sent_ms >= network->stall_at_ms && sent_ms < network->stall_at_ms + network->stall_ms)
    delivered.arrival_ns =
        MAX (delivered.arrival_ns, (gint64) (network->stall_at_ms + network->stall_ms) * MS);
  g_array_append_val (packets, delivered);
  if (g_rand_double (random) < network->duplicates) {
    delivered.arrival_ns += MS;
    g_array_append_val (packets, delivered);
  }
}

/* (element-type Packet), by arrival; @quiet_from and @quiet_to: silence in between, in ms */
static GArray *
send (const Network *network, int duration_ms, int quiet_from, int quiet_to, gboolean dtx)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  GArray *packets = g_array_new (FALSE, TRUE, sizeof (Packet));
  OpusEncoder *encoder = new_encoder (dtx);
  guint16 sequence = 65500; /* wraps on the way */
  gboolean was_silent = FALSE;

  for (int n = 0; n < duration_ms / PACKET_MS; n++) {
    gint16 samples[PACKET_SAMPLES];
    gboolean quiet = n * PACKET_MS >= quiet_from && n * PACKET_MS < quiet_to;
    Packet packet = { .timestamp = 0xfffff000u + (guint32) n * PACKET_SAMPLES };

    for (int i = 0; i < PACKET_SAMPLES; i++)
      samples[i] = quiet ? 0 : (gint16) speak (n * PACKET_SAMPLES + i);
    packet.size = opus_encode (encoder, samples, PACKET_SAMPLES, packet.bytes, sizeof packet.bytes);
    g_assert_cmpint (packet.size, >, 0);
    packet.arrival_ns =
        (gint64) ((double) n * PACKET_MS * MS * (1 - network->drift_ppm * 1e-6)) + 5 * MS;
    if (dtx && packet.size <= 2 && was_silent)
      continue; /* as send/encoder.c does */
    was_silent = packet.size <= 2;
    packet.sequence = sequence++;
    deliver (packets, &packet, network, random);
  }
  g_array_sort (packets, by_arrival);
  opus_encoder_destroy (encoder);
  return packets;
}

static void
push (ConfabOpusReceiver *receiver, const Packet *packet)
{
  ConfabOpusPacket opus = { packet->sequence, packet->timestamp, packet->bytes,
                            (gsize) packet->size, packet->arrival_ns };

  confab_opus_receiver_push (receiver, &opus);
}

static void
play (Run *run, GArray *packets, const Network *network, int duration_ms)
{
  guint next = 0;
  int burst = MAX (network->burst, 1);

  run->receiver = confab_opus_receiver_new ();
  run->out = g_array_new (FALSE, FALSE, sizeof (gint16));
  for (int pull = 0; pull < duration_ms / 10; pull++) {
    gint64 now = (gint64) (pull / burst * burst) * 10 * MS;
    gint16 piece[PIECE];

    for (; next < packets->len && g_array_index (packets, Packet, next).arrival_ns <= now; next++)
      push (run->receiver, &g_array_index (packets, Packet, next));
    confab_opus_receiver_pull (run->receiver, now, piece);
    g_array_append_vals (run->out, piece, PIECE);
  }
  confab_opus_receiver_get_stats (run->receiver, &run->stats);
  g_test_message ("packets %" G_GUINT64_FORMAT " lost %" G_GUINT64_FORMAT
                  " recovered %" G_GUINT64_FORMAT " late %" G_GUINT64_FORMAT
                  " concealed %" G_GUINT64_FORMAT " ms stretched %" G_GUINT64_FORMAT
                  " ms of %" G_GUINT64_FORMAT ", target %.0f ms, delay %.0f ms, jitter %.1f ms",
                  run->stats.packets, run->stats.lost, run->stats.recovered, run->stats.late,
                  run->stats.concealed_ms, run->stats.stretched_ms, run->stats.played_ms,
                  run->stats.target_ms, run->stats.delay_ms, run->stats.jitter_ms);
}

static void
run_clear (Run *run)
{
  confab_opus_receiver_free (run->receiver);
  g_array_unref (run->out);
}

static void
simulate (Run *run, const Network *network, int duration_ms)
{
  g_autoptr (GArray) packets = send (network, duration_ms, 0, 0, FALSE);

  play (run, packets, network, duration_ms);
}

/* The largest step from one sample to the next. Speech of speak () at its loudest makes some 2500. */
static int
largest_step (const Run *run)
{
  int largest = 0;

  for (guint i = 1; i < run->out->len; i++) {
    int step = ABS (g_array_index (run->out, gint16, i) - g_array_index (run->out, gint16, i - 1));

    largest = MAX (largest, step);
  }
  return largest;
}

static void
test_clean (void)
{
  const Network network = { 0 };
  Run run;

  simulate (&run, &network, 20000);
  g_assert_cmpuint (run.stats.lost, ==, 0);
  g_assert_cmpuint (run.stats.concealed_ms, ==, 0);
  g_assert_cmpuint (run.stats.stretched_ms, ==, 0);
  g_assert_cmpfloat (run.stats.target_ms, ==, 20);
  g_assert_cmpfloat (run.stats.delay_ms, <=, 35);
  g_assert_cmpfloat (run.stats.level_dbfs, >, -30);
  run_clear (&run);
}

static void
test_jitter (void)
{
  const Network network = { .jitter_ms = 60 };
  Run run;

  simulate (&run, &network, 60000);
  g_assert_cmpuint (run.stats.lost, ==, 0);
  /* What it takes to learn how bad it is, and one packet in 33 after that. */
  g_assert_cmpuint (run.stats.concealed_ms, <, 600);
  g_assert_cmpfloat (run.stats.target_ms, >=, 50);
  g_assert_cmpfloat (run.stats.target_ms, <=, 80);
  g_assert_cmpfloat (run.stats.delay_ms, <, 130);
  g_assert_cmpint (largest_step (&run), <, 6000);
  run_clear (&run);
}

static void
test_loss (void)
{
  const Network network = { .loss = 0.10, .jitter_ms = 5 };
  Run run;

  simulate (&run, &network, 60000);
  g_assert_cmpuint (run.stats.lost, >, 200);
  /* Single losses come back: nine in ten of 10 %. */
  g_assert_cmpfloat ((double) run.stats.recovered / (double) run.stats.lost, >, 0.75);
  g_assert_cmpuint (run.stats.concealed_ms, <, 1200);
  g_assert_cmpint (largest_step (&run), <, 6000);
  run_clear (&run);
}

static void
test_duplicates (void)
{
  const Network network = { .duplicates = 0.5 };
  Run run;

  simulate (&run, &network, 10000);
  g_assert_cmpuint (run.stats.duplicates, >, 200);
  g_assert_cmpuint (run.stats.packets, ==, 500);
  g_assert_cmpuint (run.stats.concealed_ms, ==, 0);
  run_clear (&run);
}

/* After a stall of a second, its packets all at once: the delay must not stay. */
static void
test_stall (void)
{
  const Network network = { .stall_at_ms = 5000, .stall_ms = 1000 };
  Run run;

  simulate (&run, &network, 20000);
  g_assert_cmpuint (run.stats.concealed_ms, >=, 900);
  g_assert_cmpuint (run.stats.concealed_ms, <=, 1100);
  g_assert_cmpfloat (run.stats.delay_ms, <, 250);
  g_assert_cmpint (largest_step (&run), <, 6000);
  run_clear (&run);
}

static void
test_drift (void)
{
  Run run;

  for (int sign = -1; sign <= 1; sign += 2) {
    const Network network = { .drift_ppm = sign * 300, .jitter_ms = 3 };

    simulate (&run, &network, 120000);
    g_assert_cmpuint (run.stats.concealed_ms, <=, 200);
    g_assert_cmpfloat (run.stats.delay_ms, >, 5);
    g_assert_cmpfloat (run.stats.delay_ms, <, 60);
    run_clear (&run);
  }
}

/* A sound card that takes 40 ms at once must not wear the buffer out. */
static void
test_bursty_sound_card (void)
{
  const Network network = { .burst = 4, .jitter_ms = 3 };
  Run run;

  simulate (&run, &network, 60000);
  g_assert_cmpuint (run.stats.concealed_ms, <, 300);
  g_assert_cmpuint (run.stats.stretched_ms, <, 600);
  run_clear (&run);
}

/* Pauses are not concealment, and the delay begins afresh after them. */
static void
test_dtx (void)
{
  const Network network = { .jitter_ms = 5 };
  g_autoptr (GArray) packets = send (&network, 20000, 5000, 12000, TRUE);
  Run run;

  play (&run, packets, &network, 20000);
  g_assert_cmpuint (packets->len, <, 800);
  g_assert_cmpuint (run.stats.concealed_ms, <=, 40);
  g_assert_cmpuint (run.stats.lost, ==, 0);
  g_assert_cmpfloat (run.stats.delay_ms, <, 50);
  run_clear (&run);
}

/* A muted sender says nothing: nothing is lost, and nothing is made up for long. */
static void
test_mute (void)
{
  const Network network = { 0 };
  g_autoptr (GArray) packets = send (&network, 20000, 0, 0, FALSE);
  Run run;
  guint kept = 0;
  double energy = 0;

  for (guint i = 0; i < packets->len; i++) {
    Packet *packet = &g_array_index (packets, Packet, i);

    if (i >= 250 && i < 750)
      continue;
    packet->sequence = (guint16) (65500 + kept);
    g_array_index (packets, Packet, kept++) = *packet;
  }
  g_array_set_size (packets, kept);
  play (&run, packets, &network, 20000);
  g_assert_cmpuint (run.stats.concealed_ms, <=, 20);
  g_assert_cmpuint (run.stats.lost, ==, 0);
  for (guint i = RATE * 6; i < RATE * 14; i++)
    energy += ABS (g_array_index (run.out, gint16, i));
  g_assert_cmpfloat (energy, ==, 0);
  g_assert_cmpint (largest_step (&run), <, 6000);
  run_clear (&run);
}

/* The sender begins anew with other numbers: after two packets the stream follows. */
static void
test_restart (void)
{
  const Network network = { 0 };
  g_autoptr (GArray) packets = send (&network, 10000, 0, 0, FALSE);
  Run run;

  for (guint i = 250; i < packets->len; i++) {
    g_array_index (packets, Packet, i).sequence += 20000;
    g_array_index (packets, Packet, i).timestamp += 0x70000000;
  }
  play (&run, packets, &network, 10000);
  g_assert_cmpuint (run.stats.packets, >=, 498);
  g_assert_cmpfloat (run.stats.delay_ms, <, 60);
  g_assert_cmpfloat (run.stats.level_dbfs, >, -40);
  run_clear (&run);
}

/* Whatever comes in: no crash, no read beyond the packet, and the stream goes on. */
static void
test_rubbish (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  ConfabOpusReceiver *receiver = confab_opus_receiver_new ();
  ConfabOpusReceiverStats stats;
  gint16 piece[PIECE];

  for (int i = 0; i < 20000; i++) {
    gsize size = (gsize) g_rand_int_range (random, 0, 60);
    g_autofree guint8 *bytes = g_malloc (size);
    ConfabOpusPacket packet = { (guint16) g_rand_int (random), g_rand_int (random), bytes, size,
                                (gint64) i * MS };

    for (gsize k = 0; k < size; k++)
      bytes[k] = (guint8) g_rand_int (random);
    if (g_rand_boolean (random)) {
      packet.sequence = (guint16) i;
      packet.timestamp = (guint32) i * 480 + (guint32) g_rand_int_range (random, -2000, 2000);
    }
    confab_opus_receiver_push (receiver, &packet);
    if (i % 5 == 0)
      confab_opus_receiver_pull (receiver, (gint64) i * MS, piece);
  }
  confab_opus_receiver_get_stats (receiver, &stats);
  g_assert_cmpuint (stats.damaged, >, 0);
  confab_opus_receiver_free (receiver);
}

/* Against the encoder's own word: FEC is in packets of speech that was asked to have it, and only there. */
static void
test_fec_flag (void)
{
  guint with_fec[2] = { 0, 0 };

  for (int fec = 0; fec < 2; fec++) {
    OpusEncoder *encoder = new_encoder (FALSE);

    opus_encoder_ctl (encoder, OPUS_SET_INBAND_FEC (fec));
    for (int n = 0; n < 100; n++) {
      gint16 samples[PACKET_SAMPLES];
      guint8 bytes[1500];
      int size;

      for (int i = 0; i < PACKET_SAMPLES; i++)
        samples[i] = (gint16) speak (n * PACKET_SAMPLES + i);
      size = opus_encode (encoder, samples, PACKET_SAMPLES, bytes, sizeof bytes);
      g_assert_cmpuint (confab_opus_packet_samples (bytes, (gsize) size), ==, PACKET_SAMPLES);
      with_fec[fec] += confab_opus_packet_has_fec (bytes, (gsize) size);
    }
    opus_encoder_destroy (encoder);
  }
  g_assert_cmpuint (with_fec[0], ==, 0);
  g_assert_cmpuint (with_fec[1], >, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opus-receiver/clean-network-adds-20-ms", test_clean);
  g_test_add_func ("/opus-receiver/jitter-raises-the-delay-to-what-it-takes", test_jitter);
  g_test_add_func ("/opus-receiver/single-losses-come-back-by-fec", test_loss);
  g_test_add_func ("/opus-receiver/duplicates-are-ignored", test_duplicates);
  g_test_add_func ("/opus-receiver/delay-of-a-stall-does-not-stay", test_stall);
  g_test_add_func ("/opus-receiver/follows-a-drifting-clock", test_drift);
  g_test_add_func ("/opus-receiver/endures-a-bursty-sound-card", test_bursty_sound_card);
  g_test_add_func ("/opus-receiver/pauses-are-not-concealment", test_dtx);
  g_test_add_func ("/opus-receiver/muted-sender-is-silence", test_mute);
  g_test_add_func ("/opus-receiver/follows-a-restarted-sender", test_restart);
  g_test_add_func ("/opus-receiver/survives-rubbish", test_rubbish);
  g_test_add_func ("/opus-receiver/sees-fec-in-packets", test_fec_flag);
  return g_test_run ();
}
