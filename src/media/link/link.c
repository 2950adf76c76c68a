/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One link as its owner sees it. webrtcbin is in peer-connection.c, what state the link is in is for
 * link-verdict.c to say, what is received for link-person.c. Everything here is on the main thread;
 * streaming threads send news by ConfabPost.
 */
#include "media/link/link.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/link/candidate.h"
#include "media/link/data-channels.h"
#include "media/link/link-meter.h"
#include "media/link/link-peer.h"
#include "media/link/link-person.h"
#include "media/link/link-verdict.h"
#include "media/link/rtp-formats.h"
#include "media/link/sender.h"
#include "media/link/teardown.h"
#include "media/meeting-clock.h"

#define TICK_MS 250
#define TICKS_PER_STATS 4
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
  ConfabLinkPerson *person;
  ConfabLinkMeter *meter;
  GObject *rtp_session;

  gboolean ice_failed;
  gboolean described_remote; /* both sides have a description: it must connect now */
  guint n_candidates;
  GBytes *described_fingerprint; /* what the peer's description says */
  gboolean told_certificate;
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
  g_signal_handlers_disconnect_by_data (self->person, self);
  confab_link_person_stop (self->person);
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

/* --- State --- */

static gboolean
is_up (ConfabLink *self)
{
  return confab_link_state_is_up (self->state);
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

static ConfabLinkSigns
read_signs (ConfabLink *self)
{
  ConfabDtlsGuard *guard = confab_peer_connection_get_guard (self->peer);
  g_autoptr (GBytes) proven = confab_link_dup_peer_fingerprint (self);
  ConfabTrafficSnapshot traffic;

  confab_traffic_snapshot (confab_peer_connection_get_traffic (self->peer), &traffic);
  return (ConfabLinkSigns){
    .state = self->state,
    .gate = confab_gate_get_state (confab_dtls_guard_get_gate (guard)),
    .dtls = confab_dtls_guard_get_state (guard),
    .proven = proven != NULL,
    .ice_failed = self->ice_failed,
    .described = self->described_remote,
    .since_ns = self->since_ns,
    .last_packet_ns = traffic.last_packet_ns,
  };
}

/* Any handler may close the link on the way. */
static void
look (ConfabLink *self)
{
  ConfabLinkSigns signs = read_signs (self);
  ConfabLinkVerdict verdict = confab_link_judge (&signs, now_ns ());

  if (verdict.fault != CONFAB_LINK_FAULT_NONE) {
    g_autoptr (GError) error = confab_link_fault_to_error (verdict.fault);

    fail_with (self, error);
    return;
  }
  if (verdict.state >= CONFAB_LINK_SECURED)
    tell_certificate (self);
  if (self->peer == NULL)
    return;
  if (verdict.state == CONFAB_LINK_CONNECTED && !is_up (self))
    become_connected (self);
  else
    set_state (self, verdict.state);
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

  self->ice_failed = confab_peer_connection_has_ice_failed (peer);
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

/* --- What flows --- */

static void
on_media_flowing (ConfabLinkPerson *person, guint kind, gpointer user_data)
{
  g_signal_emit (user_data, signals[MEDIA_FLOWING], 0, kind);
}

static void
on_track_state (ConfabLinkPerson *person, guint kind, gboolean started, guint width, guint height,
                gpointer user_data)
{
  g_signal_emit (user_data, signals[TRACK_STATE], 0, kind, started, width, height);
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

static void
update_stats (ConfabLink *self, gint64 now)
{
  ConfabLinkSources sources = { .traffic = confab_peer_connection_get_traffic (self->peer),
                                .rtp_session = self->rtp_session };

  confab_link_person_fill_sources (self->person, &sources);
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
    confab_link_person_ask_again (self->person);
}

static gboolean
on_tick (gpointer user_data)
{
  g_autoptr (ConfabLink) self = g_object_ref (user_data);
  gint64 now = now_ns ();

  if (is_up (self)) {
    tend_senders (self, now);
    if (++self->ticks % TICKS_PER_STATS == 0)
      update_stats (self, now);
  }
  look (self);
  if (self->state == CONFAB_LINK_CONNECTED)
    confab_link_person_watch (self->person, confab_peer_connection_get_traffic (self->peer), now);
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
  confab_peer_connection_set_mender (self->peer, confab_link_person_get_receiver (self->person));
  pipeline = confab_peer_connection_get_pipeline (self->peer);
  webrtcbin = confab_peer_connection_get_webrtcbin (self->peer);
  g_signal_connect (self->peer, "described", G_CALLBACK (on_described), self);
  g_signal_connect (self->peer, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_connect (self->peer, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->peer, "failed", G_CALLBACK (on_failed), self);
  confab_link_person_connect (self->person, GST_BIN (pipeline), webrtcbin,
                              confab_peer_connection_get_traffic (self->peer));
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
  self->person = confab_link_person_new (config->peer_label);
  g_signal_connect (self->person, "media-flowing", G_CALLBACK (on_media_flowing), self);
  g_signal_connect (self->person, "track-state", G_CALLBACK (on_track_state), self);
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

  return confab_video_receiver_get_mailbox (confab_link_person_get_receiver (self->person));
}

void
confab_link_set_playback (ConfabLink *self, ConfabPlayback *playback)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer != NULL)
    confab_link_person_set_playback (self->person, playback);
}

void
confab_link_set_saver (ConfabLink *self, ConfabSaver *saver)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  if (self->peer != NULL)
    confab_link_person_set_saver (self->person, saver);
}

void
confab_link_snapshot_stats (ConfabLink *self, ConfabLinkStats *stats)
{
  g_return_if_fail (CONFAB_IS_LINK (self));

  *stats = *confab_link_meter_get (self->meter);
}

double
confab_link_get_level_dbfs (ConfabLink *self)
{
  g_return_val_if_fail (CONFAB_IS_LINK (self), (double) NAN);

  return confab_link_person_get_level_dbfs (self->person);
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
  g_clear_object (&self->turn_trust);
  G_OBJECT_CLASS (confab_link_parent_class)->dispose (object);
}

static void
confab_link_finalize (GObject *object)
{
  ConfabLink *self = CONFAB_LINK (object);

  g_clear_pointer (&self->data, confab_data_channels_unref);
  g_clear_object (&self->person);
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
  self->meter = confab_link_meter_new ();
}
