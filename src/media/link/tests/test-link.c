/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two links of one process over loopback: real ICE, DTLS, RTP and SCTP. */
#include "link-pair.h"
#include "media/link/link-peer.h"
#include "media/media.h"

#include <math.h>
#include <string.h>

/* --- Conditions --- */

static gboolean
both_secured (LinkPair *pair)
{
  return pair->side[0].was_secured && pair->side[1].was_secured;
}

static gboolean
both_data_open (LinkPair *pair)
{
  return pair->side[0].n_data_open == 3 && pair->side[1].n_data_open == 3;
}

static gboolean
both_have_data (LinkPair *pair)
{
  return pair->side[0].data->len > 0 && pair->side[1].data->len > 0;
}

static gboolean
any_failed (LinkPair *pair)
{
  return pair->side[0].error != NULL || pair->side[1].error != NULL;
}

static gboolean
first_disconnected (LinkPair *pair)
{
  return confab_link_get_state (pair->side[0].link) == CONFAB_LINK_DISCONNECTED;
}

static gboolean
first_connected (LinkPair *pair)
{
  return confab_link_get_state (pair->side[0].link) == CONFAB_LINK_CONNECTED;
}

static gboolean
second_disconnected (LinkPair *pair)
{
  return confab_link_get_state (pair->side[1].link) == CONFAB_LINK_DISCONNECTED;
}

/* --- What flows --- */

static void
test_sound_pictures_and_data_flow_both_ways (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  ConfabLinkPath path;

  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  link_pair_wait (pair, both_data_open, "the data channels open");
  for (guint i = 0; i < 2; i++) {
    g_assert_true (confab_link_send_data (pair->side[i].link, "msg", bytes, NULL));
    g_assert_cmpuint (pair->side[i].width, ==, 320);
    g_assert_cmpuint (pair->side[i].height, ==, 180);
    g_assert_true (confab_link_get_path (pair->side[i].link, &path));
    g_assert_cmpint (path.local, ==, CONFAB_CANDIDATE_HOST);
    g_assert_cmpint (path.transport, ==, CONFAB_LINK_TRANSPORT_UDP);
    g_assert_cmpstr (path.relay_host, ==, "");
  }
  link_pair_wait (pair, both_have_data, "data comes");
  g_assert_cmpstr (pair->side[0].data->str, ==, "msg:hello;");
  g_assert_cmpstr (pair->side[1].data->str, ==, "msg:hello;");
}

static gboolean
stats_are_known (LinkPair *pair)
{
  for (guint i = 0; i < 2; i++) {
    ConfabLinkStats stats;
    const ConfabReceiveStats *video = &stats.receive[CONFAB_MEDIA_VIDEO];

    confab_link_snapshot_stats (pair->side[i].link, &stats);
    if (video->frames < 30 || isnan (video->kbps) || isnan (video->rtt_ms) ||
        isnan (video->latency_ms) || isnan (video->fps) || isnan (stats.send[1].loss))
      return FALSE;
  }
  return TRUE;
}

static void
test_statistics_tell_what_flows (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  ConfabLinkStats stats;

  link_pair_start (pair);
  link_pair_wait (pair, stats_are_known, "statistics are known");
  confab_link_snapshot_stats (pair->side[0].link, &stats);
  g_assert_cmpuint (stats.receive[CONFAB_MEDIA_VIDEO].width, ==, 320);
  g_assert_cmpuint (stats.receive[CONFAB_MEDIA_VIDEO].height, ==, 180);
  g_assert_cmpfloat (stats.receive[CONFAB_MEDIA_VIDEO].loss, ==, 0);
  g_assert_cmpfloat (stats.receive[CONFAB_MEDIA_VIDEO].rtt_ms, <, 1000);
  /* One process, one clock: nothing may arrive before it was captured. */
  g_assert_cmpfloat (stats.receive[CONFAB_MEDIA_VIDEO].latency_ms, >, -5);
  g_assert_cmpfloat (stats.receive[CONFAB_MEDIA_VIDEO].latency_ms, <, 2000);
  g_assert_cmpuint (stats.receive[CONFAB_MEDIA_AUDIO].frames, >, 0);
  g_assert_cmpuint (stats.send[CONFAB_MEDIA_VIDEO].frames, >, 0);
  g_assert_cmpuint (stats.send[CONFAB_MEDIA_AUDIO].frames, >, 0);
  g_assert_true (isnan (stats.receive[CONFAB_MEDIA_SCREEN].fps));
}

static void
leave_out_camera (ConfabLinkConfig *config, guint index)
{
  if (index == 1)
    config->video = NULL;
}

static gboolean
sound_flows_and_pictures_one_way (LinkPair *pair)
{
  return pair->side[0].flowing[CONFAB_MEDIA_AUDIO] && pair->side[1].flowing[CONFAB_MEDIA_AUDIO] &&
         pair->side[1].flowing[CONFAB_MEDIA_VIDEO];
}

static void
test_who_has_no_camera_still_sees (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (leave_out_camera);

  link_pair_start (pair);
  link_pair_wait (pair, sound_flows_and_pictures_one_way, "the one without a camera sees");
  g_assert_false (pair->side[0].flowing[CONFAB_MEDIA_VIDEO]);
}

static gboolean
first_has_no_pictures (LinkPair *pair)
{
  return !pair->side[0].track[CONFAB_MEDIA_VIDEO];
}

static gboolean
first_has_pictures (LinkPair *pair)
{
  return pair->side[0].track[CONFAB_MEDIA_VIDEO];
}

/* By the figures of a second that began after the pause. */
static gboolean
first_counts_no_pause (LinkPair *pair)
{
  ConfabLinkStats stats;

  confab_link_snapshot_stats (pair->side[0].link, &stats);
  return stats.receive[CONFAB_MEDIA_VIDEO].fps > 0 &&
         stats.receive[CONFAB_MEDIA_VIDEO].max_gap_ms < 2000;
}

static guint64
pictures_sent_by_second (LinkPair *pair)
{
  ConfabLinkStats stats;

  confab_link_snapshot_stats (pair->side[1].link, &stats);
  return stats.send[CONFAB_MEDIA_VIDEO].frames;
}

static guint64 seen,
    sent_when_seen; /* by the first of the second's pictures when it last saw one */

/* Three seconds of them, so that the pause is long enough to be counted if it is. What was in the decoder when
 * the first looked away may still come out. */
static gboolean
many_sent_and_none_seen (LinkPair *pair)
{
  if (link_pair_pictures (pair, 0) != seen) {
    seen = link_pair_pictures (pair, 0);
    sent_when_seen = pictures_sent_by_second (pair);
  }
  return pictures_sent_by_second (pair) >= sent_when_seen + 90;
}

static gboolean
first_sees_more (LinkPair *pair)
{
  return link_pair_pictures (pair, 0) > seen;
}

static void
stop_camera_and_start_it (LinkPair *pair)
{
  test_track_set_stopped (pair->side[1].video, TRUE);
  link_pair_wait (pair, first_has_no_pictures, "the stopped camera is noticed");
  g_assert_cmpint (confab_link_get_state (pair->side[0].link), ==, CONFAB_LINK_CONNECTED);
  test_track_set_stopped (pair->side[1].video, FALSE);
  link_pair_wait (pair, first_has_pictures, "pictures come again");
}

/* One pair for both: with who looks, and with who does not. */
static void
test_stopped_camera_is_told_and_what_nobody_sees_is_not_decoded (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  ConfabMailbox *mailbox = confab_link_get_video (pair->side[0].link);

  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  stop_camera_and_start_it (pair);
  link_pair_wait (pair, first_counts_no_pause, "the pause is in no figure");

  confab_mailbox_set_wanted (mailbox, FALSE);
  seen = sent_when_seen = 0;
  link_pair_wait (pair, many_sent_and_none_seen, "nothing is decoded any more");
  g_assert_true (pair->side[0].track[CONFAB_MEDIA_VIDEO]);
  stop_camera_and_start_it (pair);
  g_assert_cmpuint (link_pair_pictures (pair, 0), ==, seen);

  confab_mailbox_set_wanted (mailbox, TRUE);
  link_pair_wait (pair, first_sees_more, "who looks again sees");
  link_pair_wait (pair, first_counts_no_pause, "the pause is in no figure");
}

/* --- The gate (docs/protocol.md 11.2) --- */

/* Counts RTP packets that go out to the network; RFC 7983 tells them from STUN and DTLS, RFC 5761 from
 * RTCP. */
static GstPadProbeReturn
count_rtp (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  guint8 head[2] = { 0 };

  gst_buffer_extract (GST_PAD_PROBE_INFO_BUFFER (info), 0, head, sizeof head);
  if (head[0] >> 6 == 2 && (head[1] < 192 || head[1] > 223))
    g_atomic_int_inc ((int *) user_data);
  return GST_PAD_PROBE_OK;
}

static void
on_deep_element (GstBin *bin, GstBin *sub_bin, GstElement *element, gpointer user_data)
{
  g_autoptr (GstPad) pad = NULL;

  if (!g_str_has_prefix (GST_OBJECT_NAME (element), "nicesink"))
    return;
  pad = gst_element_get_static_pad (element, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_rtp, user_data, NULL);
}

static void
count_outgoing (LinkPair *pair, guint side, int *counter)
{
  GstElement *webrtcbin =
      confab_peer_connection_get_webrtcbin (confab_link_get_peer (pair->side[side].link));

  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element), counter);
}

static void
test_nothing_flows_before_the_gate_opens (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1), proven = NULL;
  int n_sent[2] = { 0, 0 };

  pair->keep_gates_shut = TRUE;
  count_outgoing (pair, 0, &n_sent[0]);
  count_outgoing (pair, 1, &n_sent[1]);
  link_pair_start (pair);
  link_pair_wait (pair, both_secured, "DTLS is done");
  proven = confab_link_dup_peer_fingerprint (pair->side[0].link);
  g_assert_true (
      g_bytes_equal (proven, confab_certificate_get_fingerprint (pair->side[1].certificate)));

  link_pair_run (pair, 700);
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpint (confab_link_get_state (pair->side[i].link), ==, CONFAB_LINK_SECURED);
    g_assert_cmpint (g_atomic_int_get (&n_sent[i]), ==, 0);
    g_assert_cmpuint (link_pair_pictures (pair, i), ==, 0);
    g_assert_false (test_track_was_wanted (pair->side[i].video));
    g_assert_cmpuint (pair->side[i].n_data_open, ==, 0);
    g_assert_false (confab_link_send_data (pair->side[i].link, "msg", bytes, NULL));
  }

  link_pair_open_gate (pair, 0);
  link_pair_open_gate (pair, 1);
  link_pair_wait (pair, link_pair_all_flows, "media flows behind the open gates");
  g_assert_cmpint (g_atomic_int_get (&n_sent[0]), >, 0);
}

static void
test_one_open_gate_lets_nothing_in_at_the_other (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  int n_sent[2] = { 0, 0 };

  pair->keep_gates_shut = TRUE;
  count_outgoing (pair, 0, &n_sent[0]);
  count_outgoing (pair, 1, &n_sent[1]);
  link_pair_start (pair);
  link_pair_wait (pair, both_secured, "DTLS is done");
  link_pair_open_gate (pair, 0);
  link_pair_run (pair, 700);
  g_assert_cmpint (g_atomic_int_get (&n_sent[0]), >, 0);
  g_assert_cmpint (g_atomic_int_get (&n_sent[1]), ==, 0);
  g_assert_cmpuint (link_pair_pictures (pair, 1), ==, 0);
  g_assert_false (pair->side[1].flowing[CONFAB_MEDIA_AUDIO]);
  g_assert_cmpuint (pair->side[0].n_data_open + pair->side[1].n_data_open, ==, 0);
}

/* What somebody on the way would do: put an own certificate in. webrtcbin connects all the same. */
static char *
write_other_fingerprint (const char *sdp)
{
  g_auto (GStrv) lines = g_strsplit (sdp, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "a=fingerprint:"))
      memcpy (strchr (lines[i], ' ') + 1, "00:11:22", 8);
  return g_strjoinv ("\n", lines);
}

static void
assert_first_refused_and_sent_nothing (LinkPair *pair, int *n_sent)
{
  g_assert_error (pair->side[0].error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_CERTIFICATE);
  g_assert_cmpint (confab_link_get_state (pair->side[0].link), ==, CONFAB_LINK_FAILED);
  link_pair_run (pair, 300);
  g_assert_cmpint (g_atomic_int_get (n_sent), ==, 0);
  g_assert_cmpuint (link_pair_pictures (pair, 0), ==, 0);
  g_assert_false (pair->side[0].flowing[CONFAB_MEDIA_AUDIO]);
  g_assert_false (pair->side[1].flowing[CONFAB_MEDIA_AUDIO]);
  g_assert_cmpuint (link_pair_pictures (pair, 1), ==, 0);
  g_assert_false (test_track_was_wanted (pair->side[0].video));
  g_assert_cmpuint (pair->side[0].n_data_open, ==, 0);
}

/* The signed fingerprint is that of the description, but another certificate is used. */
static void
test_certificate_other_than_described_is_refused (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  g_autoptr (GBytes) described = NULL;
  g_autofree char *tampered = NULL;
  int n_sent = 0;

  pair->keep_gates_shut = TRUE;
  pair->tamper = write_other_fingerprint;
  count_outgoing (pair, 0, &n_sent);
  link_pair_start (pair);
  link_pair_wait (pair, both_secured, "webrtcbin connects with the wrong certificate");
  tampered = write_other_fingerprint (pair->side[1].described);
  described = confab_link_read_fingerprint (tampered, FALSE, NULL);
  link_pair_open_gate (pair, 1);
  confab_link_open_gate (pair->side[0].link, described);
  g_assert_no_error (pair->side[0].error); /* told later: callers go through lists of links */
  link_pair_wait (pair, any_failed, "the wrong certificate is noticed");
  assert_first_refused_and_sent_nothing (pair, &n_sent);
}

/* The same when the signed fingerprint was known before DTLS began. */
static void
test_certificate_other_than_expected_is_refused_at_once (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  guint8 bytes[32] = { 1, 2, 3 };
  g_autoptr (GBytes) expected = g_bytes_new (bytes, sizeof bytes);
  int n_sent = 0;

  pair->keep_gates_shut = TRUE;
  count_outgoing (pair, 0, &n_sent);
  confab_link_open_gate (pair->side[0].link, expected);
  link_pair_open_gate (pair, 1);
  link_pair_start (pair);
  link_pair_wait (pair, any_failed, "the wrong certificate is noticed");
  assert_first_refused_and_sent_nothing (pair, &n_sent);
  g_assert_false (pair->side[0].was_connected);
}

static gboolean
on_candidate_added (GSignalInvocationHint *hint, guint n_values, const GValue *values,
                    gpointer user_data)
{
  if (g_value_get_string (&values[2]) == NULL)
    g_atomic_int_inc ((int *) user_data);
  return TRUE;
}

/* Whoever carries the candidates could have them pile up before the description comes. */
static void
test_repeated_end_of_candidates_is_dropped (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  GType type = G_OBJECT_TYPE (
      confab_peer_connection_get_webrtcbin (confab_link_get_peer (pair->side[0].link)));
  guint signal = g_signal_lookup ("add-ice-candidate", type);
  int n_ends = 0;
  gulong hook = g_signal_add_emission_hook (signal, 0, on_candidate_added, &n_ends, NULL);

  for (guint i = 0; i < 1000; i++)
    confab_link_add_candidate (pair->side[0].link, 0, NULL, NULL);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  g_signal_remove_emission_hook (signal, hook);
  /* The first, and the real one of each side. */
  g_assert_cmpint (g_atomic_int_get (&n_ends), <=, 3);
}

static char *
write_nonsense (const char *sdp)
{
  return g_strdup ("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
}

static void
test_nonsense_for_an_offer_fails_with_a_sentence (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  pair->tamper = write_nonsense;
  link_pair_start (pair);
  link_pair_wait (pair, any_failed, "the offer is refused");
  g_assert_error (pair->side[1].error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_DESCRIPTION);
}

/* --- Names that nobody answers for --- */

#define TYPE_DEAF_RESOLVER (deaf_resolver_get_type ())
G_DECLARE_FINAL_TYPE (DeafResolver, deaf_resolver, DEAF, RESOLVER, GResolver)

struct _DeafResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (DeafResolver, deaf_resolver, G_TYPE_RESOLVER)

static gboolean
on_lookup_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

static void
deaf_resolver_lookup_async (GResolver *resolver, const char *name, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);
  g_autoptr (GSource) source = g_cancellable_source_new (cancellable);

  g_task_attach_source (task, source, G_SOURCE_FUNC (on_lookup_cancelled));
  g_object_unref (task);
}

static GList *
deaf_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
deaf_resolver_class_init (DeafResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = deaf_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = deaf_resolver_lookup_finish;
}

static void
deaf_resolver_init (DeafResolver *self)
{
}

static void
name_a_server (ConfabLinkConfig *config, guint index)
{
  static const char *const urls[] = { "stun:somewhere.invalid", NULL };
  static const ConfabLinkServer server = { .urls = urls };

  config->ice_servers = &server;
  config->n_ice_servers = 1;
}

/* The answer is back long before the offerer stops waiting for the name. */
static void
test_answer_may_come_before_servers_are_known (void)
{
  g_autoptr (GResolver) former = g_resolver_get_default ();
  g_autoptr (GResolver) deaf = g_object_new (TYPE_DEAF_RESOLVER, NULL);
  g_autoptr (LinkPair) pair = NULL;

  g_resolver_set_default (deaf);
  pair = link_pair_new (name_a_server);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  g_assert_no_error (pair->side[0].error);
  g_assert_no_error (pair->side[1].error);
  g_resolver_set_default (former);
}

/* --- Paths --- */

static GstPadProbeReturn
drop (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  return g_atomic_int_get ((int *) user_data) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static GstPadProbeCallback incoming_probe;

static void
on_deep_element_to_cut (GstBin *bin, GstBin *sub_bin, GstElement *element, gpointer user_data)
{
  g_autoptr (GstPad) pad = NULL;

  if (!g_str_has_prefix (GST_OBJECT_NAME (element), "nicesrc"))
    return;
  pad = gst_element_get_static_pad (element, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, incoming_probe, user_data, NULL);
}

/* What the first link gets from the network goes through @probe, with @user_data. */
static void
watch_incoming (LinkPair *pair, GstPadProbeCallback probe, gpointer user_data)
{
  GstElement *webrtcbin =
      confab_peer_connection_get_webrtcbin (confab_link_get_peer (pair->side[0].link));

  incoming_probe = probe;
  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element_to_cut),
                    user_data);
}

static void
test_silence_is_noticed_soon_and_forgiven (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  int cut = FALSE;
  gint64 cut_at;

  watch_incoming (pair, drop, &cut);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  g_atomic_int_set (&cut, TRUE);
  cut_at = g_get_monotonic_time ();
  link_pair_wait (pair, first_disconnected, "the cut line is noticed");
  g_assert_cmpint (g_get_monotonic_time () - cut_at, >=, 1400 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - cut_at, <, 5000 * 1000);
  g_assert_false (pair->side[1].was_disconnected);
  g_atomic_int_set (&cut, FALSE);
  link_pair_wait (pair, first_connected, "the mended line is noticed");
}

static gboolean
both_hear_of_each_other (LinkPair *pair)
{
  return pair->side[0].flowing[CONFAB_MEDIA_AUDIO] && pair->side[1].flowing[CONFAB_MEDIA_AUDIO];
}

/* --- Losses --- */

typedef struct {
  int mode; /* atomic: 0 nothing is lost, 1 some, 2 every large packet */
  guint n_large;
} Loss;

/* Streaming thread. Large packets are pictures; SRTP does not hide that it is SRTP (RFC 7983). */
static GstPadProbeReturn
lose (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Loss *loss = user_data;
  GstBuffer *packet = GST_PAD_PROBE_INFO_BUFFER (info);
  guint8 head = 0;

  gst_buffer_extract (packet, 0, &head, 1);
  if (head >> 6 != 2 || gst_buffer_get_size (packet) < 300)
    return GST_PAD_PROBE_OK;
  loss->n_large++;
  switch (g_atomic_int_get (&loss->mode)) {
  case 1:
    return loss->n_large % 10 == 0 ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
  case 2:
    return GST_PAD_PROBE_DROP;
  default:
    return GST_PAD_PROBE_OK;
  }
}

static guint
nacks_sent (LinkPair *pair)
{
  g_autoptr (GObject) session =
      confab_peer_connection_dup_rtp_session (confab_link_get_peer (pair->side[0].link));
  g_autoptr (GstStructure) stats = NULL;
  guint sent = 0;

  g_object_get (session, "stats", &stats, NULL);
  gst_structure_get_uint (stats, "sent-nack-count", &sent);
  return sent;
}

static gboolean
first_has_asked_again (LinkPair *pair)
{
  return nacks_sent (pair) >= 10;
}

static void
test_lost_packets_are_asked_for_again (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  Loss loss = { 0 };
  guint64 before;

  watch_incoming (pair, lose, &loss);
  link_pair_start (pair);
  link_pair_wait (pair, stats_are_known, "the first second is over");
  g_atomic_int_set (&loss.mode, 1);
  before = link_pair_pictures (pair, 0);
  link_pair_wait (pair, first_has_asked_again, "lost packets are asked for");
  g_atomic_int_set (&loss.mode, 0);
  g_assert_cmpuint (link_pair_pictures (pair, 0), >, before + 10);
}

static gboolean
first_has_sound (LinkPair *pair)
{
  return pair->side[0].track[CONFAB_MEDIA_AUDIO];
}

/* Payload type 97 is sound, 192 to 223 are RTCP (RFC 5761): what is left is pictures. */
static GstPadProbeReturn
lose_pictures (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  guint8 head[2] = { 0 };

  gst_buffer_extract (GST_PAD_PROBE_INFO_BUFFER (info), 0, head, sizeof head);
  if (!g_atomic_int_get ((int *) user_data) || head[0] >> 6 != 2 || (head[1] & 0x7f) == 97 ||
      (head[1] >= 192 && head[1] <= 223))
    return GST_PAD_PROBE_OK;
  return GST_PAD_PROBE_DROP;
}

static ConfabReceiveStats
first_pictures (LinkPair *pair)
{
  ConfabLinkStats stats;

  confab_link_snapshot_stats (pair->side[0].link, &stats);
  return stats.receive[CONFAB_MEDIA_VIDEO];
}

static gboolean
freeze_has_ended (LinkPair *pair)
{
  ConfabReceiveStats pictures = first_pictures (pair);

  return pictures.fps > 0 && pictures.freezes > 0;
}

/* No camera was switched off, so the last picture stays and the time counts. */
static void
test_lost_pictures_are_a_freeze_however_long (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  int lost = FALSE;

  watch_incoming (pair, lose_pictures, &lost);
  link_pair_start (pair);
  link_pair_wait (pair, stats_are_known, "the first second is over");
  g_atomic_int_set (&lost, TRUE);
  link_pair_run (pair, 4500);
  g_assert_true (pair->side[0].track[CONFAB_MEDIA_VIDEO]);
  g_assert_false (pair->side[0].was_disconnected);
  g_assert_cmpfloat (first_pictures (pair).freeze_s, >, 2);
  g_atomic_int_set (&lost, FALSE);
  link_pair_wait (pair, freeze_has_ended, "pictures come again");
  g_assert_cmpfloat (first_pictures (pair).freeze_s, >, 4);
  g_assert_cmpfloat (first_pictures (pair).max_gap_ms, >, 4000);
}

/* The next key frame would come by itself after 3000 pictures. */
static void
test_lost_key_frame_is_asked_for (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  Loss loss = { .mode = 2 };

  watch_incoming (pair, lose, &loss);
  link_pair_start (pair);
  link_pair_wait (pair, first_has_sound, "sound comes");
  link_pair_run (pair, 600);
  g_assert_cmpuint (link_pair_pictures (pair, 0), ==, 0);
  g_atomic_int_set (&loss.mode, 0);
  link_pair_wait (pair, first_has_pictures, "pictures begin with another key frame");
}

/* Without media only RTCP tells that the other side is there. */
static void
test_quiet_link_stays_connected (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  for (guint i = 0; i < 2; i++) {
    test_track_set_stopped (pair->side[i].audio, TRUE);
    test_track_set_stopped (pair->side[i].video, TRUE);
  }
  link_pair_start (pair);
  link_pair_wait (pair, both_hear_of_each_other, "they hear of each other");
  link_pair_run (pair, 4000);
  g_assert_false (pair->side[0].track[CONFAB_MEDIA_AUDIO]);
  g_assert_false (pair->side[0].was_disconnected);
  g_assert_false (pair->side[1].was_disconnected);
}

static void
test_peer_that_closes_is_missed (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  confab_link_close (pair->side[0].link);
  g_assert_cmpint (confab_link_get_state (pair->side[0].link), ==, CONFAB_LINK_CLOSED);
  link_pair_wait (pair, second_disconnected, "the end of the other link is noticed");
}

/* --- Faults inside --- */

static GstPadProbeReturn
answer_with_error (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  gst_clear_buffer ((GstBuffer **) &GST_PAD_PROBE_INFO_DATA (info));
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_ERROR;
  return GST_PAD_PROBE_HANDLED;
}

/* As a payloader does that can't read a frame. */
static void
break_payloader (LinkPair *pair, guint side)
{
  GstBin *pipeline =
      GST_BIN (confab_peer_connection_get_pipeline (confab_link_get_peer (pair->side[side].link)));
  GstIterator *payloaders = gst_bin_iterate_all_by_element_factory_name (pipeline, "rtpvp8pay");
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GstPad) pad = NULL;

  g_assert_cmpint (gst_iterator_next (payloaders, &value), ==, GST_ITERATOR_OK);
  pad = gst_element_get_static_pad (g_value_get_object (&value), "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, answer_with_error, NULL, NULL);
  gst_iterator_free (payloaders);
}

static void
test_dead_sender_fails_the_link (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  break_payloader (pair, 0);
  link_pair_wait (pair, any_failed, "the dead sender is noticed");
  g_assert_error (pair->side[0].error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_INTERNAL);
  g_assert_no_error (pair->side[1].error);
}

/* --- Ends --- */

/* Whatever webrtcbin is doing just then. */
static void
test_links_may_be_closed_at_any_time (void)
{
  for (guint steps = 0; steps < 60; steps += 3) {
    g_autoptr (LinkPair) pair = link_pair_new (NULL);

    link_pair_start (pair);
    for (guint i = 0; i < steps; i++)
      g_main_context_iteration (pair->context, TRUE);
    confab_link_close (pair->side[steps % 2].link);
    if (steps % 4 == 0)
      g_main_context_iteration (pair->context, TRUE);
  }
}

static void
test_link_that_was_never_used_ends_quietly (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  g_assert_cmpint (confab_link_get_state (pair->side[0].link), ==, CONFAB_LINK_NEW);
}

static void
close_on_track (ConfabLink *link, guint kind, gboolean started, guint width, guint height,
                gpointer user_data)
{
  confab_link_close (link);
}

static gboolean
first_closed (LinkPair *pair)
{
  return confab_link_get_state (pair->side[0].link) == CONFAB_LINK_CLOSED;
}

static void
test_closed_link_says_nothing_more (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);

  g_signal_connect (pair->side[0].link, "track-state", G_CALLBACK (close_on_track), NULL);
  test_track_set_stopped (pair->side[1].audio, TRUE);
  link_pair_start (pair);
  link_pair_wait (pair, first_closed, "pictures come");
  g_assert_true (pair->side[0].track[CONFAB_MEDIA_VIDEO]);
  g_assert_false (pair->side[0].flowing[CONFAB_MEDIA_VIDEO]);
}

static void
close_on_failure (ConfabLink *link, GError *error, gpointer user_data)
{
  confab_link_close (link);
}

static void
note_state (ConfabLink *link, guint state, gpointer user_data)
{
  g_assert_cmpuint (state, ==, confab_link_get_state (link));
  *(guint *) user_data = state;
}

static void
test_link_closed_for_its_failure_is_closed (void)
{
  g_autoptr (LinkPair) pair = link_pair_new (NULL);
  guint state = CONFAB_LINK_NEW;

  pair->tamper = write_nonsense;
  g_signal_connect (pair->side[1].link, "failed", G_CALLBACK (close_on_failure), NULL);
  g_signal_connect (pair->side[1].link, "state", G_CALLBACK (note_state), &state);
  link_pair_start (pair);
  link_pair_wait (pair, any_failed, "the offer is refused");
  link_pair_run (pair, 50);
  g_assert_cmpuint (state, ==, CONFAB_LINK_CLOSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/link/sound-pictures-and-data-flow-both-ways",
                   test_sound_pictures_and_data_flow_both_ways);
  g_test_add_func ("/link/statistics-tell-what-flows", test_statistics_tell_what_flows);
  g_test_add_func ("/link/who-has-no-camera-still-sees", test_who_has_no_camera_still_sees);
  g_test_add_func ("/link/stopped-camera-is-told-and-what-nobody-sees-is-not-decoded",
                   test_stopped_camera_is_told_and_what_nobody_sees_is_not_decoded);
  g_test_add_func ("/link/nothing-flows-before-the-gate-opens",
                   test_nothing_flows_before_the_gate_opens);
  g_test_add_func ("/link/one-open-gate-lets-nothing-in-at-the-other",
                   test_one_open_gate_lets_nothing_in_at_the_other);
  g_test_add_func ("/link/certificate-other-than-described-is-refused",
                   test_certificate_other_than_described_is_refused);
  g_test_add_func ("/link/certificate-other-than-expected-is-refused-at-once",
                   test_certificate_other_than_expected_is_refused_at_once);
  g_test_add_func ("/link/repeated-end-of-candidates-is-dropped",
                   test_repeated_end_of_candidates_is_dropped);
  g_test_add_func ("/link/nonsense-for-an-offer-fails-with-a-sentence",
                   test_nonsense_for_an_offer_fails_with_a_sentence);
  g_test_add_func ("/link/answer-may-come-before-servers-are-known",
                   test_answer_may_come_before_servers_are_known);
  g_test_add_func ("/link/silence-is-noticed-soon-and-forgiven",
                   test_silence_is_noticed_soon_and_forgiven);
  g_test_add_func ("/link/lost-packets-are-asked-for-again", test_lost_packets_are_asked_for_again);
  g_test_add_func ("/link/lost-pictures-are-a-freeze-however-long",
                   test_lost_pictures_are_a_freeze_however_long);
  g_test_add_func ("/link/lost-key-frame-is-asked-for", test_lost_key_frame_is_asked_for);
  g_test_add_func ("/link/quiet-link-stays-connected", test_quiet_link_stays_connected);
  g_test_add_func ("/link/dead-sender-fails-the-link", test_dead_sender_fails_the_link);
  g_test_add_func ("/link/peer-that-closes-is-missed", test_peer_that_closes_is_missed);
  g_test_add_func ("/link/links-may-be-closed-at-any-time", test_links_may_be_closed_at_any_time);
  g_test_add_func ("/link/link-that-was-never-used-ends-quietly",
                   test_link_that_was_never_used_ends_quietly);
  g_test_add_func ("/link/closed-link-says-nothing-more", test_closed_link_says_nothing_more);
  g_test_add_func ("/link/link-closed-for-its-failure-is-closed",
                   test_link_closed_for_its_failure_is_closed);
  return g_test_run ();
}
