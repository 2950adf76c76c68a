/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/sender.h"

#include <glib/gi18n-lib.h>
#include <gst/rtp/gstrtpbuffer.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/hop.h"
#include "media/link/link-error.h"
#include "media/link/rtp-formats.h"
#include "media/meeting-clock.h"

/* More than a microphone's packets lag, less than two calls of keep_alive are apart. */
#define HELLO_AGE (100 * GST_MSECOND)

/* What streaming threads see; outlives the sender by as long as one of them looks. */
typedef struct {
  gatomicrefcount references;
  ConfabMediaKind kind;
  ConfabTraffic *traffic;
  ConfabPost *post;
  ConfabPostFunc ready;
  int is_ready; /* atomic */

  GMutex lock;
  ConfabSenderCounts counts; /* guarded by lock */
  gboolean has_first;        /* guarded by lock: a packet left, and these are its numbers */
  guint first_ssrc, first_sequence;
} Shared;

struct _ConfabSender {
  Shared *shared;
  ConfabTrack *track;
  GstElement *source; /* the hop's appsrc */
  gboolean started;
  guint64 kept_alive_at; /* counts.frames of the last keep_alive */
  gboolean introduced;   /* the sender of repeated packets */
};

static Shared *
shared_ref (Shared *shared)
{
  g_atomic_ref_count_inc (&shared->references);
  return shared;
}

static void
shared_unref (gpointer user_data)
{
  Shared *shared = user_data;

  if (!g_atomic_ref_count_dec (&shared->references))
    return;
  confab_traffic_unref (shared->traffic);
  confab_post_unref (shared->post);
  g_mutex_clear (&shared->lock);
  g_free (shared);
}

static void
shared_unref_closure (gpointer user_data, GClosure *closure)
{
  shared_unref (user_data);
}

/* Streaming thread: webrtcbin's pad has taken the payloader's caps. */
static void
on_caps (GstPad *pad, GParamSpec *pspec, gpointer user_data)
{
  Shared *shared = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  guint ssrc;

  if (caps == NULL || g_atomic_int_get (&shared->is_ready))
    return;
  if (gst_structure_get_uint (gst_caps_get_structure (caps, 0), "ssrc", &ssrc))
    confab_traffic_add_sender (shared->traffic, ssrc,
                               shared->kind == CONFAB_MEDIA_AUDIO ? CONFAB_SDP_AUDIO
                                                                  : CONFAB_SDP_VIDEO);
  g_atomic_int_set (&shared->is_ready, TRUE);
  confab_post_send (shared->post, shared->ready, NULL, NULL);
}

/* Locked. */
static void
note_first (Shared *shared, GstBuffer *packet)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;

  if (!gst_rtp_buffer_map (packet, GST_MAP_READ, &rtp))
    return;
  shared->has_first = TRUE;
  shared->first_ssrc = gst_rtp_buffer_get_ssrc (&rtp);
  shared->first_sequence = gst_rtp_buffer_get_seq (&rtp);
  gst_rtp_buffer_unmap (&rtp);
}

/* Locked. A marker ends a picture (RFC 7741 section 4.1); each sound packet stands for itself. */
static void
count_packet (Shared *shared, GstBuffer *packet)
{
  if (!shared->has_first)
    note_first (shared, packet);
  shared->counts.bytes += gst_buffer_get_size (packet);
  if (shared->kind == CONFAB_MEDIA_AUDIO || GST_BUFFER_FLAG_IS_SET (packet, GST_BUFFER_FLAG_MARKER))
    shared->counts.frames++;
}

/* Streaming thread. */
static GstPadProbeReturn
on_packets (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Shared *shared = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shared->lock);
  GstBufferList *list;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    count_packet (shared, GST_PAD_PROBE_INFO_BUFFER (info));
    return GST_PAD_PROBE_OK;
  }
  list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    count_packet (shared, gst_buffer_list_get (list, i));
  return GST_PAD_PROBE_OK;
}

/* Lost pictures are sent again; lost sound would come too late (Opus brings its own repair). */
static void
set_up_transceiver (GstPad *sink, ConfabMediaKind kind)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  g_object_get (sink, "transceiver", &transceiver, NULL);
  if (transceiver != NULL)
    g_object_set (transceiver, "do-nack", kind != CONFAB_MEDIA_AUDIO, NULL);
}

static gboolean
connect_to_webrtcbin (ConfabSender *self, GstElement *payloader, GstElement *webrtcbin)
{
  g_autoptr (GstPad) sink = gst_element_request_pad_simple (webrtcbin, "sink_%u");
  g_autoptr (GstPad) source = gst_element_get_static_pad (payloader, "src");

  if (sink == NULL)
    return FALSE;
  set_up_transceiver (sink, self->shared->kind);
  g_signal_connect_data (sink, "notify::caps", G_CALLBACK (on_caps), shared_ref (self->shared),
                         shared_unref_closure, 0);
  gst_pad_add_probe (source, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_packets,
                     shared_ref (self->shared), shared_unref);
  return gst_pad_link (source, sink) == GST_PAD_LINK_OK;
}

static gboolean
build (ConfabSender *self, GstBin *pipeline, GstElement *webrtcbin)
{
  GstElement *payloader = confab_rtp_payloader_new (self->shared->kind);
  g_autoptr (GstCaps) caps = confab_rtp_encoded_caps_new (self->shared->kind);

  if (payloader == NULL)
    return FALSE;
  self->source =
      confab_hop_source_new (self->shared->kind == CONFAB_MEDIA_AUDIO ? "sound" : "picture");
  gst_object_ref_sink (self->source);
  g_object_set (self->source, "caps", caps, NULL);
  gst_bin_add_many (pipeline, self->source, payloader, NULL);
  return gst_element_link (self->source, payloader) &&
         connect_to_webrtcbin (self, payloader, webrtcbin);
}

ConfabSender *
confab_sender_new (GstBin *pipeline, GstElement *webrtcbin, ConfabTrack *track,
                   ConfabTraffic *traffic, ConfabPost *post, ConfabPostFunc ready, GError **error)
{
  ConfabSender *self = g_new0 (ConfabSender, 1);

  self->track = g_object_ref (track);
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->references);
  g_mutex_init (&self->shared->lock);
  self->shared->kind = confab_track_get_kind (track);
  self->shared->traffic = confab_traffic_ref (traffic);
  self->shared->post = confab_post_ref (post);
  self->shared->ready = ready;
  if (build (self, pipeline, webrtcbin))
    return self;

  g_set_error_literal (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_MISSING,
                       _ ("A part of GStreamer that calls need is missing; install GStreamer's "
                          "“good” and “bad” plug-ins"));
  confab_sender_free (self);
  return NULL;
}

gboolean
confab_sender_is_ready (ConfabSender *self)
{
  return g_atomic_int_get (&self->shared->is_ready);
}

/* One packet without sound (RFC 6716 section 3.1, DTX). Stamped a little back, so that no packet of a
 * microphone that is just being switched on seems older. */
static void
say_hello (ConfabSender *self)
{
  static const guint8 silence[] = { 0xf8 }; /* CELT, 20 ms, mono, an empty frame */
  GstBuffer *packet = gst_buffer_new_memdup (silence, sizeof silence);
  GstClockTime now = confab_meeting_clock_now ();

  GST_BUFFER_PTS (packet) = now - MIN (now, HELLO_AGE);
  GST_BUFFER_DURATION (packet) = 20 * GST_MSECOND;
  gst_app_src_push_buffer (GST_APP_SRC (self->source), packet);
}

void
confab_sender_keep_alive (ConfabSender *self)
{
  ConfabSenderCounts counts;

  if (!self->started || self->shared->kind != CONFAB_MEDIA_AUDIO)
    return;
  confab_sender_get_counts (self, &counts);
  if (counts.frames == self->kept_alive_at)
    say_hello (self);
  self->kept_alive_at = counts.frames;
}

void
confab_sender_start (ConfabSender *self)
{
  if (self->started)
    return;
  self->started = TRUE;
  if (self->shared->kind == CONFAB_MEDIA_AUDIO)
    say_hello (self);
  confab_hop_subscribe (confab_track_get_hop (self->track), GST_APP_SRC (self->source));
}

void
confab_sender_stop (ConfabSender *self)
{
  if (!self->started)
    return;
  self->started = FALSE;
  confab_hop_unsubscribe (confab_track_get_hop (self->track), GST_APP_SRC (self->source));
}

/* The request that webrtcbin's RTP session would send up if the peer had asked. */
static void
repeat_packet (GstElement *repeater, guint ssrc, guint sequence)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (repeater, "src");

  gst_pad_send_event (
      pad,
      gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                            gst_structure_new ("GstRTPRetransmissionRequest", "seqnum", G_TYPE_UINT,
                                               sequence, "ssrc", G_TYPE_UINT, ssrc, NULL)));
}

void
confab_sender_introduce_repair (ConfabSender *self, GstBin *webrtcbin)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GstIterator *repeaters;
  guint ssrc, sequence;
  gboolean has_first;

  if (self->introduced || self->shared->kind == CONFAB_MEDIA_AUDIO)
    return;
  g_mutex_lock (&self->shared->lock);
  has_first = self->shared->has_first;
  ssrc = self->shared->first_ssrc;
  sequence = self->shared->first_sequence;
  g_mutex_unlock (&self->shared->lock);
  if (!has_first)
    return;
  self->introduced = TRUE;
  repeaters = gst_bin_iterate_all_by_element_factory_name (webrtcbin, "rtprtxsend");
  if (gst_iterator_next (repeaters, &value) == GST_ITERATOR_OK)
    repeat_packet (g_value_get_object (&value), ssrc, sequence);
  gst_iterator_free (repeaters);
}

ConfabTrack *
confab_sender_get_track (ConfabSender *self)
{
  return self->track;
}

void
confab_sender_get_counts (ConfabSender *self, ConfabSenderCounts *counts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->shared->lock);

  *counts = self->shared->counts;
}

void
confab_sender_free (ConfabSender *self)
{
  confab_sender_stop (self);
  g_clear_object (&self->source);
  g_object_unref (self->track);
  shared_unref (self->shared);
  g_free (self);
}
