/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One link as people see it: its state, when the gate may open, what flows. webrtcbin itself is in
 * peer-connection.c. Everything here is on the main thread; streaming threads send news by ConfabPost.
 */
#include "media/link/link.h"

#include <glib/gi18n-lib.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/link/candidate.h"
#include "media/link/data-channels.h"
#include "media/link/incoming.h"
#include "media/link/link-peer.h"
#include "media/link/link-stats.h"
#include "media/link/rtp-formats.h"
#include "media/link/sender.h"
#include "media/link/teardown.h"
#include "media/meeting-clock.h"
#include "media/receive/playback-stream.h"

#define TICK_MS 250
#define TICKS_PER_STATS 4
/* Three heartbeats (peer-connection.c) and a little for a busy computer. */
#define SILENCE_NS (1500 * GST_MSECOND)
/* RFC 7675 section 5.1: consent to send ends after 30 s. Also what a first connection may take. */
#define GIVE_UP_NS (30 * GST_SECOND)
/* A stream without a packet for so long has been stopped, if the peer's reports do not say otherwise; DTX
 * still sends one every 400 ms. */
#define STOPPED_NS (2 * GST_SECOND)

/* For a peer that does not introduce its sender of repeated packets. */
#define ASK_AGAIN_AFTER_NS (5 * GST_SECOND)

struct _ConfabLink {
  GObject parent_instance;
  ConfabLinkState state;
  ConfabPost *post;
  char *label;
  gboolean allow_loopback;
  GTlsDatabase *turn_trust;

  ConfabPeerConnection *peer; /* NULL once it ended */
  ConfabSender *senders[CONFAB_N_MEDIA_KINDS];
  ConfabDataChannels *data;
  ConfabIncoming *incoming;
  ConfabVideoReceiver *video;
  ConfabPlayback *playback;
  ConfabPlaybackStream *stream;
  ConfabSaver *saver;
  ConfabLinkMeter *meter;
  GObject *rtp_session;

  gboolean described_remote; /* both sides have a description: it must connect now */
  guint n_candidates;
  GBytes *described_fingerprint; /* what the peer's description says */
  gboolean told_certificate;
  gboolean flowing[CONFAB_N_MEDIA_KINDS]; /* "media-flowing" was emitted */
  gboolean started[CONFAB_N_MEDIA_KINDS]; /* "track-state" */
  guint width, height;
  GSource *timer;
  gboolean silenced; /* the meeting may not send at the moment */
  guint ticks;
  gint64 since_ns; /* meeting time: of the last description, then of CONNECTED */
};

G_DEFINE_FINAL_TYPE (ConfabLink, confab_link, G_TYPE_OBJECT)

enum {
  DESCRIPTION,
  CANDIDATE,
  STATE,
  PEER_CERTIFICATE,
  MEDIA_FLOWING,
  TRACK_STATE,
  DATA,
  DATA_OPEN,
  FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gint64
now_ns (void)
{
  return (gint64) confab_meeting_clock_now ();
}

static void
set_state (ConfabLink *self, ConfabLinkState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_debug ("link %s: state %d", self->label, state);
  g_signal_emit (self, signals[STATE], 0, (guint) state);
}

static void
drop_stream (ConfabLink *self)
{
  if (self->stream == NULL)
    return;
  confab_incoming_set_stream (self->incoming, NULL);
  confab_playback_stream_remove (self->stream);
  g_clear_pointer (&self->stream, confab_playback_stream_unref);
}

/* Ends everything that streams; the object keeps only its last words. */
static void
release (ConfabLink *self)
{
  if (self->peer == NULL)
    return;
  confab_post_stop (self->post);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  drop_stream (self);
  confab_video_receiver_set_saver (self->video, NULL);
  confab_data_channels_close (self->data);
  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++)
    g_clear_pointer (&self->senders[i], confab_sender_free);
  g_clear_object (&self->rtp_session);
  confab_peer_connection_close (self->peer);
  g_signal_handlers_disconnect_by_data (self->peer, self);
  g_clear_object (&self->peer);
}

static void
fail_with (ConfabLink *self, const GError *error)
{
  if (self->state == CONFAB_LINK_FAILED || self->state == CONFAB_LINK_CLOSED)
    return;
  g_object_ref (self);
  g_message ("link %s: %s", self->label, error->message);
  release (self);
  self->state = CONFAB_LINK_FAILED;
  g_signal_emit (self, signals[FAILED], 0, error);
  if (self->state == CONFAB_LINK_FAILED)
    g_signal_emit (self, signals[STATE], 0, (guint) CONFAB_LINK_FAILED);
  g_object_unref (self);
}

static void
fail (ConfabLink *self, ConfabLinkError code, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CONFAB_LINK_ERROR, (int) code, sentence);

  fail_with (self, error);
}

static void
fail_manipulated (ConfabLink *self)
{
  fail (self, CONFAB_LINK_ERROR_CERTIFICATE,
        _ ("Connection manipulated: somebody on the way pretends to be the other side. Nothing was "
           "sent to them and the direct connection was closed; do not use this network for "
           "anything confidential"));
}

static void
fail_unreachable (ConfabLink *self)
{
  fail (self, CONFAB_LINK_ERROR_UNREACHABLE,
        _ ("No way was found between the two computers; check both networks, or ask whoever runs "
           "the service to set up a TURN server"));
}

/* --- State --- */

static gboolean
is_up (ConfabLink *self)
{
  return self->state == CONFAB_LINK_CONNECTED || self->state == CONFAB_LINK_DISCONNECTED;
}

static void
run_senders (ConfabLink *self, gboolean run)
{
  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++) {
    if (self->senders[i] == NULL)
      continue;
    if (run)
      confab_sender_start (self->senders[i]);
    else
      confab_sender_stop (self->senders[i]);
  }
}

static void
become_connected (ConfabLink *self)
{
  if (is_up (self))
    return;
  self->since_ns = now_ns ();
  self->rtp_session = confab_peer_connection_dup_rtp_session (self->peer);
  run_senders (self, !self->silenced);
  set_state (self, CONFAB_LINK_CONNECTED);
}

/* The first news of the certificate, before anything that follows from it. */
static void
tell_certificate (ConfabLink *self)
{
  g_autoptr (GBytes) proven = NULL;

  if (self->told_certificate)
    return;
  proven = confab_link_dup_peer_fingerprint (self);
  if (proven == NULL)
    return;
  self->told_certificate = TRUE;
  g_signal_emit (self, signals[PEER_CERTIFICATE], 0, proven);
  if (self->state < CONFAB_LINK_SECURED)
    set_state (self, CONFAB_LINK_SECURED);
}

/* Looks at gate, DTLS and ICE; any handler may close the link on the way. */
static void
look (ConfabLink *self)
{
  ConfabDtlsGuard *guard = confab_peer_connection_get_guard (self->peer);
  ConfabGate *gate = confab_dtls_guard_get_gate (guard);
  ConfabDtlsState dtls = confab_dtls_guard_get_state (guard);

  if (confab_gate_get_state (gate) == CONFAB_GATE_REFUSED) {
    fail_manipulated (self);
    return;
  }
  if (dtls == CONFAB_DTLS_FAILED) {
    fail (self, CONFAB_LINK_ERROR_UNREACHABLE,
          _ ("The two computers reached each other but could not agree on encryption; install the "
             "newest Confab on both sides"));
    return;
  }
  if (confab_peer_connection_has_ice_failed (self->peer)) {
    fail_unreachable (self);
    return;
  }
  if (dtls == CONFAB_DTLS_CLOSED && is_up (self))
    set_state (self, CONFAB_LINK_DISCONNECTED);
  if (dtls != CONFAB_DTLS_CONNECTED)
    return;
  tell_certificate (self);
  if (self->peer != NULL && confab_gate_is_open (gate))
    become_connected (self);
}

static void
deliver_look (gpointer object, gpointer unused)
{
  look (object);
}

static void
on_changed (ConfabPeerConnection *peer, gpointer user_data)
{
  g_autoptr (ConfabLink) self = g_object_ref (user_data);

  look (self);
}

static void
on_failed (ConfabPeerConnection *peer, GError *error, gpointer user_data)
{
  fail_with (user_data, error);
}

static void
on_described (ConfabPeerConnection *peer, gboolean is_offer, const char *sdp, gpointer user_data)
{
  g_signal_emit (user_data, signals[DESCRIPTION], 0, is_offer, sdp);
}

static void
on_candidate (ConfabPeerConnection *peer, guint mline, const char *mid, const char *candidate,
              gpointer user_data)
{
  g_signal_emit (user_data, signals[CANDIDATE], 0, mline, mid, candidate);
}

/* --- What flows; any handler may close the link --- */

static void
set_flowing (ConfabLink *self, ConfabMediaKind kind)
{
  if (self->flowing[kind] || self->peer == NULL)
    return;
  self->flowing[kind] = TRUE;
  g_signal_emit (self, signals[MEDIA_FLOWING], 0, (guint) kind);
}

static void
set_started (ConfabLink *self, ConfabMediaKind kind, gboolean started, guint width, guint height)
{
  if (self->peer == NULL)
    return;
  self->started[kind] = started;
  g_signal_emit (self, signals[TRACK_STATE], 0, (guint) kind, started, width, height);
  if (started)
    set_flowing (self, kind);
}

static void
on_video_changed (gpointer object, gpointer data)
{
  ConfabLink *self = object;
  ConfabVideoReceiverStats stats;

  confab_video_receiver_snapshot (self->video, &stats);
  if (stats.width != self->width || stats.height != self->height ||
      !self->started[CONFAB_MEDIA_VIDEO]) {
    self->width = stats.width;
    self->height = stats.height;
    set_started (self, CONFAB_MEDIA_VIDEO, TRUE, stats.width, stats.height);
  }
}

/* An encoder in DTX sends a packet of sound every 400 ms even of digital silence, so mere signs of life
 * come from who is muted. */
static void
watch_sound (ConfabLink *self, gint64 now)
{
  gboolean started = self->started[CONFAB_MEDIA_AUDIO];
  ConfabIncomingSound sound;

  confab_incoming_get_sound (self->incoming, &sound);
  if (sound.last_sound_ns != 0 && started != (now - sound.last_sound_ns < (gint64) STOPPED_NS))
    set_started (self, CONFAB_MEDIA_AUDIO, !started, 0, 0);
}

static void
on_sound_began (gpointer object, gpointer data)
{
  ConfabLink *self = object;

  set_flowing (self, CONFAB_MEDIA_AUDIO);
  watch_sound (self, now_ns ());
}

static void
on_data_news (gpointer object, gpointer data)
{
  ConfabLink *self = object;
  const ConfabDataNews *news = data;

  if (news->bytes != NULL)
    g_signal_emit (self, signals[DATA], 0, news->label, news->bytes);
  else
    g_signal_emit (self, signals[DATA_OPEN], 0, news->label);
}

static gboolean
all_senders_ready (ConfabLink *self)
{
  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++)
    if (self->senders[i] != NULL && !confab_sender_is_ready (self->senders[i]))
      return FALSE;
  return TRUE;
}

static void
on_sender_ready (gpointer object, gpointer data)
{
  ConfabLink *self = object;

  if (all_senders_ready (self))
    confab_peer_connection_set_ready (self->peer);
}

/* --- The timer --- */

/* Pictures that stay away were stopped by their sender only if it says so: else they are lost on the way. */
static gboolean
is_video_stopped (ConfabLink *self, gint64 now)
{
  ConfabVideoReceiverStats video;
  ConfabTrafficSnapshot traffic;
  const ConfabTrafficKind *reported = &traffic.kind[CONFAB_SDP_VIDEO];

  confab_video_receiver_snapshot (self->video, &video);
  confab_traffic_snapshot (confab_peer_connection_get_traffic (self->peer), &traffic);
  return now - video.last_picture_ns >= (gint64) STOPPED_NS &&
         reported->sign == CONFAB_TRAFFIC_QUIET && now - reported->sent_ns >= (gint64) STOPPED_NS;
}

static void
watch_tracks (ConfabLink *self, gint64 now)
{
  watch_sound (self, now);
  if (!self->started[CONFAB_MEDIA_VIDEO] || !is_video_stopped (self, now))
    return;
  confab_video_receiver_pause (self->video);
  set_started (self, CONFAB_MEDIA_VIDEO, FALSE, 0, 0);
}

static void
watch_path (ConfabLink *self, gint64 now)
{
  ConfabTrafficSnapshot traffic;
  gint64 silent_ns;

  confab_traffic_snapshot (confab_peer_connection_get_traffic (self->peer), &traffic);
  silent_ns = now - MAX (traffic.last_packet_ns, self->since_ns);
  if (silent_ns > (gint64) GIVE_UP_NS)
    fail (self, CONFAB_LINK_ERROR_UNREACHABLE,
          _ ("The other side has not answered for 30 seconds, so the direct connection was ended"));
  else if (silent_ns > (gint64) SILENCE_NS)
    set_state (self, CONFAB_LINK_DISCONNECTED);
  else if (confab_dtls_guard_get_state (confab_peer_connection_get_guard (self->peer)) ==
           CONFAB_DTLS_CONNECTED)
    set_state (self, CONFAB_LINK_CONNECTED);
}

static void
update_stats (ConfabLink *self, gint64 now)
{
  ConfabLinkSources sources = { .traffic = confab_peer_connection_get_traffic (self->peer),
                                .incoming = self->incoming,
                                .video = self->video,
                                .rtp_session = self->rtp_session,
                                .sound = self->stream };

  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++)
    sources.senders[i] = self->senders[i];
  confab_link_meter_update (self->meter, &sources, now);
}

static void
tend_senders (ConfabLink *self, gint64 now)
{
  GstBin *webrtcbin = GST_BIN (confab_peer_connection_get_webrtcbin (self->peer));

  if (self->senders[CONFAB_MEDIA_AUDIO] != NULL)
    confab_sender_keep_alive (self->senders[CONFAB_MEDIA_AUDIO]);
  if (self->senders[CONFAB_MEDIA_VIDEO] != NULL)
    confab_sender_introduce_repair (self->senders[CONFAB_MEDIA_VIDEO], webrtcbin);
  if (now - self->since_ns > (gint64) ASK_AGAIN_AFTER_NS ||
      confab_traffic_heard_all (confab_peer_connection_get_traffic (self->peer), CONFAB_SDP_VIDEO))
    confab_incoming_ask_again (self->incoming);
}

static gboolean
on_tick (gpointer user_data)
{
  g_autoptr (ConfabLink) self = g_object_ref (user_data);
  gint64 now = now_ns ();

  if (!is_up (self)) {
    if (self->described_remote && now - self->since_ns > (gint64) GIVE_UP_NS)
      fail_unreachable (self);
    return G_SOURCE_CONTINUE;
  }
  tend_senders (self, now);
  if (++self->ticks % TICKS_PER_STATS == 0)
    update_stats (self, now);
  watch_path (self, now);
  if (self->state == CONFAB_LINK_CONNECTED)
    watch_tracks (self, now);
  return G_SOURCE_CONTINUE;
}

/* --- Making it --- */

static gboolean
add_sender (ConfabLink *self, ConfabMediaKind kind, ConfabTrack *track, GError **error)
{
  GstBin *pipeline = GST_BIN (confab_peer_connection_get_pipeline (self->peer));
  GstElement *webrtcbin = confab_peer_connection_get_webrtcbin (self->peer);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autoptr (GstCaps) caps = NULL;

  if (track != NULL) {
    self->senders[kind] = confab_sender_new (pipeline, webrtcbin, track,
                                             confab_peer_connection_get_traffic (self->peer),
                                             self->post, on_sender_ready, error);
    return self->senders[kind] != NULL;
  }
  caps = confab_rtp_receive_caps_new (kind);
  g_signal_emit_by_name (webrtcbin, "add-transceiver",
                         GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
  if (transceiver != NULL)
    g_object_set (transceiver, "do-nack", kind != CONFAB_MEDIA_AUDIO, NULL);
  return TRUE;
}

static gboolean
build (ConfabLink *self, const ConfabLinkConfig *config, GError **error)
{
  GstPipeline *pipeline;
  GstElement *webrtcbin;

  self->peer = confab_peer_connection_new (config, error);
  if (self->peer == NULL)
    return FALSE;
  confab_peer_connection_set_mender (self->peer, self->video);
  pipeline = confab_peer_connection_get_pipeline (self->peer);
  webrtcbin = confab_peer_connection_get_webrtcbin (self->peer);
  g_signal_connect (self->peer, "described", G_CALLBACK (on_described), self);
  g_signal_connect (self->peer, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_connect (self->peer, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->peer, "failed", G_CALLBACK (on_failed), self);
  self->incoming = confab_incoming_new (GST_BIN (pipeline), webrtcbin,
                                        confab_peer_connection_get_traffic (self->peer),
                                        self->video, self->post, on_sound_began);
  self->data = confab_data_channels_new (
      webrtcbin, confab_dtls_guard_get_gate (confab_peer_connection_get_guard (self->peer)),
      self->post, on_data_news);
  if (!add_sender (self, CONFAB_MEDIA_AUDIO, config->audio, error) ||
      !add_sender (self, CONFAB_MEDIA_VIDEO, config->video, error))
    return FALSE;
  gst_element_set_state (GST_ELEMENT (pipeline), GST_STATE_PLAYING);
  if (all_senders_ready (self))
    confab_peer_connection_set_ready (self->peer);
  return TRUE;
}

/* An error while making it is told like any other, once somebody can listen. */
static void
deliver_failure (gpointer object, gpointer data)
{
  fail_with (object, data);
}

ConfabLink *
confab_link_new (const ConfabLinkConfig *config)
{
  ConfabLink *self = g_object_new (CONFAB_TYPE_LINK, NULL);
  GError *error = NULL;

  g_return_val_if_fail (config->certificate != NULL, self);

  self->label = g_strdup (config->peer_label);
  self->allow_loopback = config->allow_loopback;
  g_set_object (&self->turn_trust, config->turn_trust);
  if (!build (self, config, &error)) {
    confab_post_send (self->post, deliver_failure, error, (GDestroyNotify) g_error_free);
    return self;
  }
  confab_link_set_playback (self, config->playback);
  self->timer = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->timer, on_tick, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  return self;
}

/* --- Negotiation --- */

void
confab_link_set_ice_servers (ConfabLink *self, const ConfabLinkServer *servers, guint n_servers)
{
  g_return_if_fail (CONFAB_IS_LINK (self));
  g_return_if_fail (self->state <= CONFAB_LINK_NEW || self->peer == NULL);

  if (self->peer != NULL)
    confab_peer_connection_set_servers (self->peer, servers, n_servers, self->turn_trust);
}

void
confab_link_create_offer (ConfabLink *self)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer == NULL)
    return;
  g_return_if_fail (self->state == CONFAB_LINK_NEW);
  set_state (self, CONFAB_LINK_CONNECTING);
  confab_data_channels_create (self->data);
  confab_peer_connection_create_offer (self->peer);
}

static void
accept (ConfabLink *self, ConfabSdpType type, const char *text)
{
  g_autoptr (GError) error = NULL;
  ConfabSdp *remote = confab_sdp_parse (text, type, &error);

  if (remote == NULL) {
    fail_with (self, error);
    return;
  }
  self->described_remote = TRUE;
  self->described_fingerprint = g_bytes_ref (remote->fingerprint);
  self->since_ns = now_ns ();
  confab_peer_connection_accept (self->peer, type, remote, text);
}

void
confab_link_accept_offer (ConfabLink *self, const char *sdp)
{
  g_return_if_fail (CONFAB_IS_LINK (self));
  g_return_if_fail (sdp != NULL);

  if (self->peer == NULL)
    return;
  g_return_if_fail (self->state == CONFAB_LINK_NEW);
  set_state (self, CONFAB_LINK_CONNECTING);
  accept (self, CONFAB_SDP_OFFER, sdp);
}

void
confab_link_accept_answer (ConfabLink *self, const char *sdp)
{
  g_return_if_fail (CONFAB_IS_LINK (self));
  g_return_if_fail (sdp != NULL);

  if (self->peer == NULL)
    return;
  g_return_if_fail (self->state == CONFAB_LINK_CONNECTING && !self->described_remote);
  accept (self, CONFAB_SDP_ANSWER, sdp);
}

void
confab_link_add_candidate (ConfabLink *self, guint mline, const char *mid, const char *candidate)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer == NULL)
    return;
  if (candidate == NULL || *candidate == '\0') {
    confab_peer_connection_add_candidate (self->peer, NULL);
    return;
  }
  if (self->n_candidates == CONFAB_CANDIDATE_MAX ||
      !confab_candidate_is_acceptable (candidate, self->allow_loopback)) {
    g_debug ("link %s: a candidate is not taken", self->label);
    return;
  }
  self->n_candidates++;
  confab_peer_connection_add_candidate (self->peer, candidate);
}

/* --- The gate --- */

GBytes *
confab_link_read_fingerprint (const char *sdp, gboolean is_offer, GError **error)
{
  g_autoptr (ConfabSdp) parsed =
      confab_sdp_parse (sdp, is_offer ? CONFAB_SDP_OFFER : CONFAB_SDP_ANSWER, error);

  return parsed != NULL ? g_bytes_ref (parsed->fingerprint) : NULL;
}

GBytes *
confab_link_dup_peer_fingerprint (ConfabLink *self)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), NULL);

  if (self->peer == NULL)
    return NULL;
  return confab_gate_dup_proven (
      confab_dtls_guard_get_gate (confab_peer_connection_get_guard (self->peer)));
}

void
confab_link_open_gate (ConfabLink *self, GBytes *fingerprint)
{
  g_return_if_fail (CONFAB_IS_LINK (self));
  g_return_if_fail (g_bytes_get_size (fingerprint) == CONFAB_FINGERPRINT_BYTES);

  if (self->peer == NULL)
    return;
  confab_gate_expect (confab_dtls_guard_get_gate (confab_peer_connection_get_guard (self->peer)),
                      fingerprint);
  confab_post_send (self->post, deliver_look, NULL, NULL);
}

/* --- The rest of the interface --- */

void
confab_link_set_sending (ConfabLink *self, gboolean sending)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  self->silenced = !sending;
  if (is_up (self))
    run_senders (self, sending);
}

ConfabLinkState
confab_link_get_state (ConfabLink *self)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), CONFAB_LINK_CLOSED);

  return self->state;
}

ConfabPeerConnection *
confab_link_get_peer (ConfabLink *self)
{
  return self->peer;
}

gboolean
confab_link_send_data (ConfabLink *self, const char *label, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), FALSE);

  if (self->peer != NULL)
    return confab_data_channels_send (self->data, label, bytes, error);
  g_set_error_literal (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_UNREACHABLE,
                       _ ("There is no direct connection any more"));
  return FALSE;
}

gboolean
confab_link_get_path (ConfabLink *self, ConfabLinkPath *path)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), FALSE);

  return self->peer != NULL && confab_peer_connection_get_path (self->peer, path);
}

ConfabMailbox *
confab_link_get_video (ConfabLink *self)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), NULL);

  return confab_video_receiver_get_mailbox (self->video);
}

static void
on_playback_samples (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns,
                     gpointer user_data)
{
  confab_saver_push_sound (user_data, samples, n_samples, (guint64) meeting_time_ns);
}

static void
tap_stream (ConfabLink *self)
{
  if (self->stream != NULL)
    confab_playback_stream_set_tap (self->stream, self->saver != NULL ? on_playback_samples : NULL,
                                    self->saver);
}

void
confab_link_set_playback (ConfabLink *self, ConfabPlayback *playback)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer == NULL || (playback == self->playback && playback != NULL))
    return;
  drop_stream (self);
  if (g_set_object (&self->playback, playback) && playback != NULL) {
    self->stream = confab_playback_add_stream (playback, self->label);
    confab_incoming_set_stream (self->incoming, self->stream);
    tap_stream (self);
  }
}

void
confab_link_set_saver (ConfabLink *self, ConfabSaver *saver)
{
  g_autoptr (ConfabSaver) former = NULL;

  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer == NULL)
    return;
  former = g_steal_pointer (&self->saver); /* kept until the tap is off */
  g_set_object (&self->saver, saver);
  tap_stream (self);
  confab_video_receiver_set_saver (self->video, saver);
}

void
confab_link_snapshot_stats (ConfabLink *self, ConfabLinkStats *stats)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  *stats = *confab_link_meter_get (self->meter);
}

void
confab_link_close (ConfabLink *self)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  release (self);
  set_state (self, CONFAB_LINK_CLOSED);
}

gboolean
confab_link_wait_all_closed (guint timeout_ms)
{
  return confab_teardown_wait_all (timeout_ms);
}

static void
confab_link_dispose (GObject *object)
{
  ConfabLink *self = CONFAB_LINK (object);

  release (self);
  g_clear_object (&self->playback);
  g_clear_object (&self->saver);
  g_clear_object (&self->turn_trust);
  G_OBJECT_CLASS (confab_link_parent_class)->dispose (object);
}

static void
confab_link_finalize (GObject *object)
{
  ConfabLink *self = CONFAB_LINK (object);

  g_clear_pointer (&self->data, confab_data_channels_unref);
  g_clear_pointer (&self->incoming, confab_incoming_unref);
  g_clear_pointer (&self->video, confab_video_receiver_unref);
  g_clear_pointer (&self->meter, confab_link_meter_free);
  g_clear_pointer (&self->described_fingerprint, g_bytes_unref);
  g_clear_pointer (&self->post, confab_post_unref);
  g_free (self->label);
  G_OBJECT_CLASS (confab_link_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, ...)
{
  va_list types;
  guint id;

  va_start (types, n_params);
  id = g_signal_new_valist (name, CONFAB_TYPE_LINK, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                            G_TYPE_NONE, n_params, types);
  va_end (types);
  return id;
}

static void
confab_link_class_init (ConfabLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_link_dispose;
  object_class->finalize = confab_link_finalize;
  signals[DESCRIPTION] = add_signal ("description", 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[CANDIDATE] = add_signal ("candidate", 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING);
  signals[STATE] = add_signal ("state", 1, G_TYPE_UINT);
  signals[PEER_CERTIFICATE] = add_signal ("peer-certificate", 1, G_TYPE_BYTES);
  signals[MEDIA_FLOWING] = add_signal ("media-flowing", 1, G_TYPE_UINT);
  signals[TRACK_STATE] =
      add_signal ("track-state", 4, G_TYPE_UINT, G_TYPE_BOOLEAN, G_TYPE_UINT, G_TYPE_UINT);
  signals[DATA] = add_signal ("data", 2, G_TYPE_STRING, G_TYPE_BYTES);
  signals[DATA_OPEN] = add_signal ("data-open", 1, G_TYPE_STRING);
  signals[FAILED] = add_signal ("failed", 1, G_TYPE_ERROR);
}

static void
confab_link_init (ConfabLink *self)
{
  self->post = confab_post_new (G_OBJECT (self));
  self->video = confab_video_receiver_new (self->post, on_video_changed);
  self->meter = confab_link_meter_new ();
}
