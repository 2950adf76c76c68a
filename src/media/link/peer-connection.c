/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See peer-connection.h. What webrtcbin says on its own threads is posted to the main thread first. */
#include "media/link/peer-connection.h"

#include <glib/gi18n-lib.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/link/ice-servers.h"
#include "media/link/negotiation.h"
#include "media/link/teardown.h"
#include "media/meeting-clock.h"

/* Only bounds the wait for lost pictures; with less, packets are lost even on clean links. */
#define LATENCY_MS 200
/* RFC 3550 section 6.2 would say 5 s. This is also the heartbeat while neither side sends media: a path
 * counts as lost after some six of them. */
#define RTCP_INTERVAL_NS (250 * GST_MSECOND)
/* Its share of this is what RTCP may take (RFC 3550 section 6.2: 5 %): room for that interval. */
#define SESSION_BPS 400000.0
/* Rarer than reports: GStreamer 1.22 sends feedback instead of a report that is due at the same time, and
 * with feedback after every picture, its default, none was left for seconds. */
#define FEEDBACK_INTERVAL_NS (500 * GST_MSECOND)

struct _ConfabPeerConnection {
  GObject parent_instance;
  ConfabPost *post;
  GstPipeline *pipeline;
  GstElement *webrtcbin;
  ConfabTraffic *traffic;
  ConfabDtlsGuard *guard;
  ConfabIceAgent *agent;
  ConfabIceServers *servers;
  ConfabCertificate *certificate;

  ConfabNegotiation *negotiation;
  ConfabVideoReceiver *mender;
  gboolean failed, closed;
};

G_DEFINE_FINAL_TYPE (ConfabPeerConnection, confab_peer_connection, G_TYPE_OBJECT)

enum { DESCRIBED, CANDIDATE, CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
fail (ConfabPeerConnection *self, ConfabLinkError code, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CONFAB_LINK_ERROR, (int) code, sentence);

  if (self->failed || self->closed)
    return;
  self->failed = TRUE;
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
fail_inside (ConfabPeerConnection *self)
{
  fail (self, CONFAB_LINK_ERROR_INTERNAL,
        _ ("The connection broke; if it does not come back by itself, leave the meeting and join "
           "again"));
}

/* --- The negotiation --- */

static void
on_settled (ConfabNegotiation *negotiation, gpointer user_data)
{
  g_autoptr (GObject) session = confab_peer_connection_dup_rtp_session (user_data);

  if (session != NULL)
    g_object_set (session, "rtcp-min-interval", (guint64) RTCP_INTERVAL_NS, "bandwidth",
                  SESSION_BPS, "twcc-feedback-interval", (guint64) FEEDBACK_INTERVAL_NS, NULL);
}

static void
on_negotiation_failed (ConfabNegotiation *negotiation, gpointer user_data)
{
  fail_inside (user_data);
}

static void
on_server_found (const ConfabIceUri *uri, const char *address, const char *username,
                 const char *credential, ConfabTurnTls *tunnel, gpointer user_data)
{
  ConfabPeerConnection *self = user_data;

  confab_ice_agent_add_server (self->agent, uri, address, username, credential, tunnel);
}

static void
on_servers_told (gpointer user_data)
{
  ConfabPeerConnection *self = user_data;

  confab_negotiation_set_local (self->negotiation);
}

static void
on_described (ConfabNegotiation *negotiation, gboolean is_offer, const char *sdp,
              gpointer user_data)
{
  g_autoptr (ConfabPeerConnection) self = g_object_ref (user_data);

  g_signal_emit (self, signals[DESCRIBED], 0, is_offer, sdp);
  if (!self->failed && !self->closed)
    confab_ice_servers_collect (self->servers, on_server_found, on_servers_told, self);
}

static void
start_negotiation (ConfabPeerConnection *self)
{
  self->negotiation = confab_negotiation_new (
      self->webrtcbin, confab_certificate_get_fingerprint (self->certificate));
  g_signal_connect (self->negotiation, "described", G_CALLBACK (on_described), self);
  g_signal_connect (self->negotiation, "settled", G_CALLBACK (on_settled), self);
  g_signal_connect (self->negotiation, "failed", G_CALLBACK (on_negotiation_failed), self);
}

void
confab_peer_connection_set_ready (ConfabPeerConnection *self)
{
  confab_negotiation_set_ready (self->negotiation);
}

void
confab_peer_connection_create_offer (ConfabPeerConnection *self)
{
  confab_negotiation_create_offer (self->negotiation);
}

void
confab_peer_connection_accept (ConfabPeerConnection *self, ConfabSdpType type, ConfabSdp *remote,
                               const char *text)
{
  confab_traffic_announce (self->traffic, remote);
  confab_negotiation_accept (self->negotiation, type, remote, text);
}

void
confab_peer_connection_add_candidate (ConfabPeerConnection *self, const char *candidate)
{
  confab_negotiation_add_candidate (self->negotiation, candidate);
}

/* --- What webrtcbin says --- */

typedef struct {
  guint mline;
  char *text; /* nullable: no more */
} LocalCandidate;

static void
local_candidate_free (gpointer user_data)
{
  LocalCandidate *candidate = user_data;

  g_free (candidate->text);
  g_free (candidate);
}

static void
deliver_candidate (gpointer object, gpointer data)
{
  ConfabPeerConnection *self = object;
  LocalCandidate *candidate = data;
  const char *mid = candidate->text != NULL
                        ? confab_negotiation_get_mid (self->negotiation, candidate->mline)
                        : NULL;

  g_signal_emit (self, signals[CANDIDATE], 0, candidate->mline, mid, candidate->text);
}

static void
post_candidate (ConfabPost *post, guint mline, const char *text)
{
  LocalCandidate *candidate = g_new (LocalCandidate, 1);

  *candidate = (LocalCandidate){ mline, g_strdup (text) };
  confab_post_send (post, deliver_candidate, candidate, local_candidate_free);
}

/* The thread of webrtcbin. */
static void
on_ice_candidate (GstElement *webrtcbin, guint mline, const char *candidate, gpointer user_data)
{
  post_candidate (user_data, mline, candidate);
}

/* The thread of webrtcbin. */
static void
on_gathering_state (GstElement *webrtcbin, GParamSpec *pspec, gpointer user_data)
{
  GstWebRTCICEGatheringState state;

  g_object_get (webrtcbin, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    post_candidate (user_data, 0, NULL);
}

static void
deliver_change (gpointer object, gpointer data)
{
  g_signal_emit (object, signals[CHANGED], 0);
}

/* The thread of webrtcbin. */
static void
on_ice_state (GstElement *webrtcbin, GParamSpec *pspec, gpointer user_data)
{
  confab_post_send (user_data, deliver_change, NULL, NULL);
}

/* The thread that adds: what the hop hands over is already in time, a clock would only hold it up. */
static void
on_deep_element_added (GstBin *bin, GstBin *sub_bin, GstElement *element, gpointer user_data)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  if (factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), "clocksync"))
    g_object_set (element, "sync", FALSE, NULL);
}

/* The thread of webrtcbin, which holds its lock: a transceiver that only the peer asked for. */
static void
on_new_transceiver (GstElement *webrtcbin, GstWebRTCRTPTransceiver *transceiver, gpointer user_data)
{
  GstWebRTCKind kind;

  g_object_get (transceiver, "kind", &kind, NULL);
  if (kind == GST_WEBRTC_KIND_VIDEO)
    g_object_set (transceiver, "do-nack", TRUE, NULL);
}

static void
post_unref_closure (gpointer user_data, GClosure *closure)
{
  confab_post_unref (user_data);
}

static void
connect_post (ConfabPeerConnection *self, const char *signal, GCallback handler)
{
  g_signal_connect_data (self->webrtcbin, signal, handler, confab_post_ref (self->post),
                         post_unref_closure, 0);
}

static gboolean
is_inside (GstMessage *message, const char *factory_name)
{
  for (GstObject *object = GST_MESSAGE_SRC (message); object != NULL;
       object = GST_OBJECT_PARENT (object)) {
    GstElementFactory *factory =
        GST_IS_ELEMENT (object) ? gst_element_get_factory (GST_ELEMENT (object)) : NULL;

    if (factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), factory_name))
      return TRUE;
  }
  return FALSE;
}

/* A receiver replaces its decoder, and the association of SCTP ends with an error whenever the peer leaves.
 * Nothing else comes back by itself: what stands before webrtcbin would stay silent for good. */
static gboolean
is_fatal (ConfabPeerConnection *self, GstMessage *message)
{
  if (self->mender != NULL && confab_video_receiver_owns (self->mender, GST_MESSAGE_SRC (message)))
    return FALSE;
  return !is_inside (message, "sctpenc") && !is_inside (message, "sctpdec");
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  ConfabPeerConnection *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *details = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  gst_message_parse_error (message, &error, &details);
  g_message ("%s: %s", GST_MESSAGE_SRC_NAME (message), error->message);
  g_debug ("%s", details);
  if (is_fatal (self, message))
    fail_inside (self);
  return G_SOURCE_CONTINUE;
}

/* --- Making and ending it --- */

GstPipeline *
confab_peer_connection_get_pipeline (ConfabPeerConnection *self)
{
  return self->pipeline;
}

GstElement *
confab_peer_connection_get_webrtcbin (ConfabPeerConnection *self)
{
  return self->webrtcbin;
}

ConfabTraffic *
confab_peer_connection_get_traffic (ConfabPeerConnection *self)
{
  return self->traffic;
}

ConfabDtlsGuard *
confab_peer_connection_get_guard (ConfabPeerConnection *self)
{
  return self->guard;
}

gboolean
confab_peer_connection_get_path (ConfabPeerConnection *self, ConfabLinkPath *path)
{
  return !self->closed && confab_ice_agent_get_path (self->agent, path);
}

gboolean
confab_peer_connection_has_ice_failed (ConfabPeerConnection *self)
{
  GstWebRTCICEConnectionState state;

  g_object_get (self->webrtcbin, "ice-connection-state", &state, NULL);
  return state == GST_WEBRTC_ICE_CONNECTION_STATE_FAILED;
}

void
confab_peer_connection_set_mender (ConfabPeerConnection *self, ConfabVideoReceiver *mender)
{
  g_clear_pointer (&self->mender, confab_video_receiver_unref);
  self->mender = confab_video_receiver_ref (mender);
}

GObject *
confab_peer_connection_dup_rtp_session (ConfabPeerConnection *self)
{
  g_autoptr (GstElement) rtpbin = gst_bin_get_by_name (GST_BIN (self->webrtcbin), "rtpbin");
  GObject *session = NULL;

  g_signal_emit_by_name (rtpbin, "get-internal-session",
                         confab_negotiation_get_bundle_mline (self->negotiation), &session);
  return session;
}

void
confab_peer_connection_set_servers (ConfabPeerConnection *self, const ConfabLinkServer *servers,
                                    guint n_servers, GTlsDatabase *trust)
{
  g_clear_pointer (&self->servers, confab_ice_servers_free);
  self->servers = confab_ice_servers_new (servers, n_servers, trust);
}

static void
set_up_webrtcbin (GstElement *webrtcbin, gboolean relay_only)
{
  g_autoptr (GstElement) rtpbin = gst_bin_get_by_name (GST_BIN (webrtcbin), "rtpbin");

  gst_util_set_object_arg (G_OBJECT (webrtcbin), "bundle-policy", "max-bundle");
  if (relay_only)
    gst_util_set_object_arg (G_OBJECT (webrtcbin), "ice-transport-policy", "relay");
  g_object_set (webrtcbin, "latency", LATENCY_MS, NULL);
  /* So that sender reports tell when a picture was captured, and need no latency to be known. */
  g_object_set (rtpbin, "rtcp-sync-send-time", FALSE, NULL);
}

static void
build (ConfabPeerConnection *self, const ConfabLinkConfig *config, GstElement *webrtcbin)
{
  g_autofree char *name = g_strdup_printf ("link-%s", config->peer_label);
  g_autoptr (GstBus) bus = NULL;

  self->webrtcbin = gst_object_ref_sink (webrtcbin);
  set_up_webrtcbin (webrtcbin, config->relay_only);

  self->pipeline = GST_PIPELINE (gst_object_ref_sink (gst_pipeline_new (name)));
  confab_meeting_clock_apply (self->pipeline);
  gst_pipeline_set_latency (self->pipeline, 0);
  bus = gst_pipeline_get_bus (self->pipeline);
  gst_bus_add_watch (bus, on_message, self);

  self->traffic = confab_traffic_new ();
  self->guard = confab_dtls_guard_new (webrtcbin, config->certificate, self->traffic, self->post,
                                       deliver_change);
  self->agent =
      confab_ice_agent_new (webrtcbin, config->allow_loopback, self->post, deliver_change);
  connect_post (self, "on-ice-candidate", G_CALLBACK (on_ice_candidate));
  connect_post (self, "notify::ice-gathering-state", G_CALLBACK (on_gathering_state));
  connect_post (self, "notify::ice-connection-state", G_CALLBACK (on_ice_state));
  g_signal_connect (webrtcbin, "on-new-transceiver", G_CALLBACK (on_new_transceiver), NULL);
  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element_added), NULL);
  gst_bin_add (GST_BIN (self->pipeline), webrtcbin);
  start_negotiation (self);
}

ConfabPeerConnection *
confab_peer_connection_new (const ConfabLinkConfig *config, GError **error)
{
  g_autoptr (ConfabPeerConnection) self = g_object_new (CONFAB_TYPE_PEER_CONNECTION, NULL);
  GstElement *webrtcbin = gst_element_factory_make ("webrtcbin", NULL);

  if (webrtcbin == NULL) {
    g_set_error_literal (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_MISSING,
                         _ ("A part of GStreamer that calls need is missing; install GStreamer's "
                            "“bad” plug-ins and libnice's plug-in for it"));
    return NULL;
  }
  self->certificate = g_object_ref (config->certificate);
  build (self, config, webrtcbin);
  confab_peer_connection_set_servers (self, config->ice_servers, config->n_ice_servers,
                                      config->turn_trust);
  return g_steal_pointer (&self);
}

void
confab_peer_connection_close (ConfabPeerConnection *self)
{
  g_autoptr (GstBus) bus = NULL;

  if (self->closed)
    return;
  self->closed = TRUE;
  confab_post_stop (self->post);
  g_signal_handlers_disconnect_by_data (self->negotiation, self);
  confab_negotiation_close (self->negotiation);
  g_clear_pointer (&self->servers, confab_ice_servers_free);
  bus = gst_pipeline_get_bus (self->pipeline);
  gst_bus_remove_watch (bus);
  gst_clear_object (&self->webrtcbin); /* so that its end is not on this thread */
  confab_teardown_begin (g_steal_pointer (&self->pipeline), g_steal_pointer (&self->agent));
}

static void
confab_peer_connection_dispose (GObject *object)
{
  ConfabPeerConnection *self = CONFAB_PEER_CONNECTION (object);

  if (self->pipeline != NULL)
    confab_peer_connection_close (self);
  g_clear_object (&self->negotiation);
  g_clear_pointer (&self->mender, confab_video_receiver_unref);
  g_clear_pointer (&self->traffic, confab_traffic_unref);
  g_clear_pointer (&self->guard, confab_dtls_guard_unref);
  g_clear_object (&self->certificate);
  G_OBJECT_CLASS (confab_peer_connection_parent_class)->dispose (object);
}

static void
confab_peer_connection_finalize (GObject *object)
{
  ConfabPeerConnection *self = CONFAB_PEER_CONNECTION (object);

  confab_post_unref (self->post);
  G_OBJECT_CLASS (confab_peer_connection_parent_class)->finalize (object);
}

static void
confab_peer_connection_class_init (ConfabPeerConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = confab_peer_connection_dispose;
  object_class->finalize = confab_peer_connection_finalize;
  signals[DESCRIBED] = g_signal_new ("described", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[CANDIDATE] = g_signal_new ("candidate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
confab_peer_connection_init (ConfabPeerConnection *self)
{
  self->post = confab_post_new (G_OBJECT (self));
}
