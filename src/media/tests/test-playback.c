/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From packets to sound: the mix by itself, and a playback into a file. */
#include <gst/gst.h>
#include <math.h>
#include <opus/opus.h>
#include <string.h>

#include "media/media.h"
#include "media/receive/chime.h"
#include "media/receive/mix-stream.h"
#include "media/receive/time-stretch.h"
#include "media/tests/clips.h"

#define RATE 48000
#define PACKET_SAMPLES 960
#define PIECE CONFAB_OPUS_PULL_SAMPLES
#define MS G_GINT64_CONSTANT (1000000)

/* A participant who hums at one pitch. */
typedef struct {
  OpusEncoder *encoder;
  ConfabPlaybackStream *stream;
  double hz;
  int peak;
  int n;
  gint64 began_ns;
} Hummer;

static void
hummer_init (Hummer *self, ConfabPlaybackStream *stream, double hz, int peak)
{
  int error;

  *self = (Hummer){ .stream = stream, .hz = hz, .peak = peak };
  self->encoder = opus_encoder_create (RATE, 1, OPUS_APPLICATION_VOIP, &error);
  opus_encoder_ctl (self->encoder, OPUS_SET_BITRATE (64000));
}

static void
hummer_clear (Hummer *self)
{
  opus_encoder_destroy (self->encoder);
  confab_playback_stream_remove (self->stream);
  confab_playback_stream_unref (self->stream);
}

static void
hum (Hummer *self, gint64 now_ns)
{
  gint16 samples[PACKET_SAMPLES];
  guint8 bytes[1500];
  int size;

  for (int i = 0; i < PACKET_SAMPLES; i++)
    samples[i] =
        (gint16) (self->peak * sin (2 * G_PI * self->hz * (self->n * PACKET_SAMPLES + i) / RATE));
  size = opus_encode (self->encoder, samples, PACKET_SAMPLES, bytes, sizeof bytes);
  confab_playback_stream_push (
      self->stream, &(ConfabOpusPacket){ (guint16) self->n, (guint32) self->n * PACKET_SAMPLES,
                                         bytes, (gsize) size, now_ns });
  self->n++;
}

/* Share of the energy that lies at @hz. */
static double
share_at (const gint16 *samples, guint n, double hz)
{
  double a = 0;
  double b = 0;
  double energy = 1;

  for (guint i = 0; i < n; i++) {
    a += samples[i] * cos (2 * G_PI * hz * i / RATE);
    b += samples[i] * sin (2 * G_PI * hz * i / RATE);
    energy += (double) samples[i] * samples[i];
  }
  return 2 * (a * a + b * b) / n / energy;
}

static int
largest_step (const gint16 *samples, guint n)
{
  int largest = 0;

  for (guint i = 1; i < n; i++)
    largest = MAX (largest, ABS (samples[i] - samples[i - 1]));
  return largest;
}

/* @hummers hum for @duration_ms of simulated time. */
static GArray *
mix_for (ConfabMix *mix, Hummer *hummers, guint n_hummers, int duration_ms)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (gint16));

  for (int ms = 0; ms < duration_ms; ms += 10) {
    gint16 piece[PIECE];

    for (guint i = 0; ms % 20 == 0 && i < n_hummers; i++)
      hum (&hummers[i], ms * MS);
    confab_mix_pull (mix, ms * MS, piece);
    g_array_append_vals (out, piece, PIECE);
  }
  return out;
}

static void
test_mixes (void)
{
  ConfabMix *mix = confab_mix_new ();
  Hummer hummers[2];
  g_autoptr (GArray) out = NULL;
  const gint16 *late;

  hummer_init (&hummers[0], confab_mix_add (mix, "a"), 400, 6000);
  hummer_init (&hummers[1], confab_mix_add (mix, "b"), 900, 6000);
  out = mix_for (mix, hummers, 2, 2000);
  late = (const gint16 *) (gpointer) out->data + RATE / 2;
  g_assert_cmpfloat (share_at (late, RATE, 400), >, 0.45);
  g_assert_cmpfloat (share_at (late, RATE, 900), >, 0.45);

  hummer_clear (&hummers[0]);
  hummer_clear (&hummers[1]);
  g_assert_cmpuint (confab_mix_get_pulls (mix), ==, 200);
  confab_mix_unref (mix);
}

/* Once, then silence; and again from its beginning. */
static void
test_test_sound_is_mixed_in (void)
{
  ConfabMix *mix = confab_mix_new ();
  g_autoptr (GArray) chime = confab_chime_new ();

  for (guint round = 0; round < 2; round++) {
    g_autoptr (GArray) out = NULL;
    const gint16 *samples;

    confab_mix_play (mix, chime);
    out = mix_for (mix, NULL, 0, 2000);
    samples = (const gint16 *) (gpointer) out->data;
    g_assert_cmpfloat (share_at (samples, RATE / 4, 659.26), >, 0.7);
    g_assert_cmpfloat (share_at (samples + RATE / 2, RATE / 4, 880), >, 0.5);
    g_assert_cmpint (largest_step (samples, out->len), <, 3000);
    g_assert_cmpint (samples[out->len - 1], ==, 0);
  }
  confab_mix_unref (mix);
}

/* Ten people at full voice: turned down, neither clipped nor pumped by steps. */
static void
test_loud_mix_is_turned_down (void)
{
  ConfabMix *mix = confab_mix_new ();
  Hummer hummers[10];
  g_autoptr (GArray) out = NULL;
  const gint16 *late;
  int peak = 0;

  for (guint i = 0; i < G_N_ELEMENTS (hummers); i++)
    hummer_init (&hummers[i], confab_mix_add (mix, "loud"), 300, 20000);
  out = mix_for (mix, hummers, G_N_ELEMENTS (hummers), 2000);
  late = (const gint16 *) (gpointer) out->data + RATE / 2;
  for (guint i = 0; i < RATE; i++)
    peak = MAX (peak, ABS (late[i]));
  g_assert_cmpint (peak, <, 32000);
  g_assert_cmpint (peak, >, 25000);
  g_assert_cmpfloat (share_at (late, RATE, 300), >, 0.99);
  /* The steepest of such a sine makes 1260. */
  g_assert_cmpint (largest_step (late, RATE), <, 2500);

  for (guint i = 0; i < G_N_ELEMENTS (hummers); i++)
    hummer_clear (&hummers[i]);
  confab_mix_unref (mix);
}

/* Who stops in mid-sentence, who sends rubbish, who leaves: the others are heard as before. */
static void
test_streams_do_not_disturb_each_other (void)
{
  ConfabMix *mix = confab_mix_new ();
  Hummer good;
  Hummer stopped;
  ConfabPlaybackStream *bad = confab_mix_add (mix, "bad");
  const guint8 rubbish[] = { 0xff, 0xff, 0x00, 0x12 };
  g_autoptr (GArray) out = NULL;
  ConfabOpusReceiverStats stats;

  hummer_init (&good, confab_mix_add (mix, "good"), 500, 8000);
  hummer_init (&stopped, confab_mix_add (mix, "stopped"), 1300, 8000);
  hum (&stopped, 0);
  for (guint16 i = 0; i < 100; i++)
    confab_playback_stream_push (
        bad, &(ConfabOpusPacket){ i, i * 960u, rubbish, sizeof rubbish, i * 20 * MS });
  out = mix_for (mix, &good, 1, 2000);
  g_assert_cmpfloat (share_at ((const gint16 *) (gpointer) out->data + RATE / 2, RATE, 500), >,
                     0.98);
  confab_playback_stream_get_stats (good.stream, &stats);
  g_assert_cmpuint (stats.concealed_ms, ==, 0);
  confab_playback_stream_get_stats (bad, &stats);
  g_assert_cmpuint (stats.damaged, ==, 100);

  confab_playback_stream_remove (bad);
  confab_playback_stream_unref (bad);
  hummer_clear (&good);
  hummer_clear (&stopped);
  confab_mix_unref (mix);
}

static void
test_volume (void)
{
  ConfabMix *mix = confab_mix_new ();
  Hummer hummer;
  g_autoptr (GArray) loud = NULL;
  g_autoptr (GArray) silent = NULL;

  hummer_init (&hummer, confab_mix_add (mix, "a"), 500, 8000);
  loud = mix_for (mix, &hummer, 1, 500);
  confab_mix_set_volume (mix, 0);
  silent = mix_for (mix, &hummer, 1, 500);
  /* Turned off within 2 ms, not at once: that would click. */
  g_assert_cmpint (largest_step ((const gint16 *) (gpointer) silent->data, silent->len), <, 2000);
  for (guint i = RATE / 10; i < silent->len; i++)
    g_assert_cmpint (g_array_index (silent, gint16, i), ==, 0);
  hummer_clear (&hummer);
  confab_mix_unref (mix);
}

/* The pitch stays, nothing clicks, and the length changes by one period. */
static void
test_time_stretch (void)
{
  gint16 samples[1440 + CONFAB_STRETCH_MAX_SAMPLES];
  gsize shorter;
  gsize longer;

  for (int i = 0; i < 1440; i++)
    samples[i] = (gint16) (10000 * sin (2 * G_PI * 200 * i / RATE));
  shorter = confab_time_stretch_shorten (samples, 1440, FALSE);
  g_assert_cmpuint ((1440 - shorter) % 240, ==, 0); /* periods of 200 Hz */
  g_assert_cmpuint (shorter, <, 1440);
  g_assert_cmpint (largest_step (samples, (guint) shorter), <, 300);

  longer = confab_time_stretch_lengthen (samples, shorter);
  g_assert_cmpuint (longer, >, shorter);
  g_assert_cmpint (largest_step (samples, (guint) longer), <, 300);

  /* Noise has no period: it is left alone, unless it must be. */
  for (int i = 0; i < 1440; i++)
    samples[i] = (gint16) (g_random_int_range (-8000, 8000));
  g_assert_cmpuint (confab_time_stretch_shorten (samples, 1440, FALSE), ==, 1440);
  g_assert_cmpuint (confab_time_stretch_shorten (samples, 1440, TRUE), <, 1440);
  g_assert_cmpuint (confab_time_stretch_shorten (samples, 100, TRUE), ==, 100);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean closed = confab_playback_close_finish (CONFAB_PLAYBACK (source), result, &error);

  g_assert_no_error (error);
  g_assert_true (closed);
  *(gboolean *) user_data = TRUE;
}

typedef struct {
  gint pieces; /* atomic */
  gint64 last_ns;
} Tap;

static void
on_tap (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns, gpointer user_data)
{
  Tap *tap = user_data;

  g_assert_cmpuint (n_samples, ==, PIECE);
  g_assert_cmpint (meeting_time_ns, >=, tap->last_ns);
  tap->last_ns = meeting_time_ns;
  g_atomic_int_inc (&tap->pieces);
}

static gboolean
has_a_second (gpointer user_data)
{
  return g_atomic_int_get (&((Tap *) user_data)->pieces) >= 100;
}

/* As many packets as the time that has passed, also where the timer is late. */
static gboolean
on_hum (gpointer user_data)
{
  Hummer *hummer = user_data;
  gint64 now = confab_media_now_ns ();

  if (hummer->began_ns == 0)
    hummer->began_ns = now;
  while (hummer->n * 20 * MS <= now - hummer->began_ns)
    hum (hummer, now);
  return G_SOURCE_CONTINUE;
}

/* A playback that is a file: real time, a whole header, and the sound in it. */
static void
test_plays_into_file (void)
{
  g_autofree char *path = g_build_filename (confab_clips_folder (), "heard.wav", NULL);
  g_autofree char *sink = g_strconcat ("file:", path, NULL);
  g_autofree char *bytes = NULL;
  ConfabPlayback *playback = confab_playback_new (sink);
  gint64 began = confab_media_now_ns ();
  gboolean closed = FALSE;
  Tap tap = { 0 };
  guint32 content;
  Hummer hummer;
  guint timeout;
  gsize size;

  hummer_init (&hummer, confab_playback_add_stream (playback, "a"), 700, 8000);
  confab_playback_stream_set_tap (hummer.stream, on_tap, &tap);
  timeout = g_timeout_add (20, on_hum, &hummer);
  confab_clips_wait_for (has_a_second, &tap);
  g_assert_cmpint (confab_media_now_ns () - began, >=, 985 * MS);
  g_source_remove (timeout);
  confab_playback_stream_set_tap (hummer.stream, NULL, NULL);

  confab_playback_close_async (playback, NULL, on_closed, &closed);
  confab_clips_wait (&closed);
  hummer_clear (&hummer);
  g_object_unref (playback);
  confab_media_drain ();

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 44 + 96000 * 9 / 10);
  memcpy (&content, bytes + 40, sizeof content);
  g_assert_cmpuint (GUINT32_FROM_LE (content) + 44, ==, size);
  g_assert_cmpfloat (
      confab_clips_tone_share ((const gint16 *) (gpointer) (bytes + 44 + 48000), 12000, 700), >,
      0.5);
}

static void
on_sink_lost (ConfabPlayback *playback, GError *error, gpointer user_data)
{
  g_test_message ("%s", error->message);
  g_assert_cmpuint (error->domain, ==, CONFAB_MEDIA_ERROR);
  *(gboolean *) user_data = TRUE;
}

/* A loudspeaker that is not there, a file that can't be written: said, and everything else goes on. */
static void
test_lost_sink (void)
{
  static const char *const sinks[] = { "No such loudspeaker", "file:/nowhere/at/all.wav" };

  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++) {
    ConfabPlayback *playback = confab_playback_new (sinks[i]);
    ConfabPlaybackStream *stream = confab_playback_add_stream (playback, "a");
    gboolean lost = FALSE;
    Tap tap = { 0 };

    confab_playback_stream_set_tap (stream, on_tap, &tap);
    g_signal_connect (playback, "sink-lost", G_CALLBACK (on_sink_lost), &lost);
    confab_clips_wait (&lost);
    g_atomic_int_set (&tap.pieces, 0);
    confab_clips_wait_for (has_a_second, &tap);
    confab_playback_stream_remove (stream);
    confab_playback_stream_unref (stream);
    g_object_unref (playback);
    confab_media_drain ();
  }
}

/* The sink changes while people speak, also quicker than it can be opened. */
static void
test_changes_sink (void)
{
  g_autofree char *path = g_build_filename (confab_clips_folder (), "changed.wav", NULL);
  g_autofree char *sink = g_strconcat ("file:", path, NULL);
  ConfabPlayback *playback = confab_playback_new ("none");
  ConfabPlaybackStream *stream = confab_playback_add_stream (playback, "a");
  Tap tap = { 0 };

  confab_playback_stream_set_tap (stream, on_tap, &tap);
  for (int i = 0; i < 10; i++)
    confab_playback_set_sink (playback, i % 2 ? sink : "none");
  confab_media_drain ();
  g_atomic_int_set (&tap.pieces, 0);
  confab_clips_wait_for (has_a_second, &tap);
  g_object_unref (playback); /* with its stream still there */
  confab_media_drain ();
  confab_playback_stream_unref (stream);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/playback/test-sound-is-mixed-in", test_test_sound_is_mixed_in);
  g_test_add_func ("/playback/mixes-streams", test_mixes);
  g_test_add_func ("/playback/loud-mix-is-turned-down", test_loud_mix_is_turned_down);
  g_test_add_func ("/playback/streams-do-not-disturb-each-other",
                   test_streams_do_not_disturb_each_other);
  g_test_add_func ("/playback/volume-changes-without-a-click", test_volume);
  g_test_add_func ("/playback/time-stretch-keeps-the-pitch", test_time_stretch);
  g_test_add_func ("/playback/file-is-finished", test_plays_into_file);
  g_test_add_func ("/playback/lost-sink-is-said", test_lost_sink);
  g_test_add_func ("/playback/sink-changes-while-playing", test_changes_sink);
  result = g_test_run ();
  confab_clips_remove ();
  return result;
}
