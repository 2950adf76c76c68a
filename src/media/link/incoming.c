/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See incoming.h. Everything but new and set_stream runs on webrtcbin's threads. */
#include "media/link/incoming.h"

#include <gst/rtp/gstrtpbuffer.h>

#include "media/meeting-clock.h"

/* RFC 6716 section 3.1: such a frame has no content. */
#define MAX_DTX_BYTES 2

struct _ConfabIncoming {
  gatomicrefcount references;
  GWeakRef pipeline; /* it refers to us */
  ConfabTraffic *traffic;
  ConfabVideoReceiver *video;
  ConfabPost *post;
  ConfabPostFunc sound_began;

  GMutex lock;
  ConfabPlaybackStream *stream; /* guarded by lock, nullable */
  ConfabIncomingSound sound;    /* guarded by lock */
  GPtrArray *picture_buffers;   /* GWeakRef, of jitter buffers; guarded by lock */
  gboolean asks_again;          /* guarded by lock */
};

ConfabIncoming *
confab_incoming_ref (ConfabIncoming *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_incoming_unref (ConfabIncoming *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_weak_ref_clear (&self->pipeline);
  confab_traffic_unref (self->traffic);
  confab_video_receiver_unref (self->video);
  confab_post_unref (self->post);
  g_clear_pointer (&self->stream, confab_playback_stream_unref);
  g_ptr_array_unref (self->picture_buffers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
weak_free (gpointer user_data)
{
  g_weak_ref_clear (user_data);
  g_free (user_data);
}

static void
unref_closure (gpointer user_data, GClosure *closure)
{
  confab_incoming_unref (user_data);
}

static void
unref_data (gpointer user_data)
{
  confab_incoming_unref (user_data);
}

/* Streaming thread of the network. */
static void
take_sound (ConfabIncoming *self, GstBuffer *buffer)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  ConfabOpusPacket packet;
  gboolean first, is_sound;

  if (!gst_rtp_buffer_map (buffer, GST_MAP_READ, &rtp))
    return;
  packet = (ConfabOpusPacket){
    .sequence = gst_rtp_buffer_get_seq (&rtp),
    .timestamp = gst_rtp_buffer_get_timestamp (&rtp),
    .payload = gst_rtp_buffer_get_payload (&rtp),
    .size = gst_rtp_buffer_get_payload_len (&rtp),
    .arrival_ns = (gint64) confab_meeting_clock_now (),
  };
  g_mutex_lock (&self->lock);
  is_sound = packet.size > MAX_DTX_BYTES;
  first = self->sound.packets++ == 0 || (is_sound && self->sound.last_sound_ns == 0);
  self->sound.last_packet_ns = packet.arrival_ns;
  if (is_sound)
    self->sound.last_sound_ns = packet.arrival_ns;
  if (self->stream != NULL)
    confab_playback_stream_push (self->stream, &packet);
  g_mutex_unlock (&self->lock);
  gst_rtp_buffer_unmap (&rtp);
  if (first)
    confab_post_send (self->post, self->sound_began, NULL, NULL);
}

/* Streaming thread: in front of a jitter buffer that sound shall not wait in. */
static GstPadProbeReturn
on_sound (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstBufferList *list;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    take_sound (user_data, GST_PAD_PROBE_INFO_BUFFER (info));
    return GST_PAD_PROBE_DROP;
  }
  list = GST_PAD_PROBE_INFO_BUFFER_LIST (info);
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    take_sound (user_data, gst_buffer_list_get (list, i));
  return GST_PAD_PROBE_DROP;
}

static void
remember_picture_buffer (ConfabIncoming *self, GstElement *jitterbuffer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, jitterbuffer);
  g_ptr_array_add (self->picture_buffers, weak);
  g_object_set (jitterbuffer, "do-retransmission", self->asks_again, NULL);
}

/* The thread that brought the first packet of an SSRC; rtpbin holds a lock. */
static void
on_new_jitterbuffer (GstElement *rtpbin, GstElement *jitterbuffer, guint session, guint ssrc,
                     gpointer user_data)
{
  ConfabIncoming *self = user_data;
  ConfabSdpKind kind;

  if (confab_traffic_find_kind (self->traffic, ssrc, &kind) && kind == CONFAB_SDP_AUDIO) {
    g_autoptr (GstPad) sink = gst_element_get_static_pad (jitterbuffer, "sink");

    g_object_set (jitterbuffer, "do-retransmission", FALSE, NULL);
    gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_sound,
                       confab_incoming_ref (self), unref_data);
    return;
  }
  /* The first picture would wait for the whole latency without the fast start. And what is merely late
   * is not asked for again: a camera that stops would have us ask for packets that never were. */
  g_object_set (jitterbuffer, "rtx-next-seqnum", FALSE, "faststart-min-packets", 1,
                "add-reference-timestamp-meta", TRUE, NULL);
  remember_picture_buffer (self, jitterbuffer);
}

void
confab_incoming_ask_again (ConfabIncoming *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->asks_again)
    return;
  self->asks_again = TRUE;
  for (guint i = 0; i < self->picture_buffers->len; i++) {
    g_autoptr (GObject) jitterbuffer =
        g_weak_ref_get (g_ptr_array_index (self->picture_buffers, i));

    if (jitterbuffer != NULL)
      g_object_set (jitterbuffer, "do-retransmission", TRUE, NULL);
  }
}

static gboolean
carries_pictures (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const char *media =
      caps != NULL ? gst_structure_get_string (gst_caps_get_structure (caps, 0), "media") : NULL;

  return g_strcmp0 (media, "video") == 0;
}

static void
swallow (GstBin *pipeline, GstPad *pad)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (pipeline, sink);
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, sink_pad);
}

/* The thread that brought the first packet. */
static void
on_pad_added (GstElement *webrtcbin, GstPad *pad, gpointer user_data)
{
  ConfabIncoming *self = user_data;
  g_autoptr (GstBin) pipeline = g_weak_ref_get (&self->pipeline);

  if (pipeline == NULL || !GST_PAD_IS_SRC (pad))
    return;
  if (!carries_pictures (pad) || !confab_video_receiver_connect (self->video, pipeline, pad))
    swallow (pipeline, pad);
}

ConfabIncoming *
confab_incoming_new (GstBin *pipeline, GstElement *webrtcbin, ConfabTraffic *traffic,
                     ConfabVideoReceiver *video, ConfabPost *post, ConfabPostFunc sound_began)
{
  ConfabIncoming *self = g_new0 (ConfabIncoming, 1);
  g_autoptr (GstElement) rtpbin = gst_bin_get_by_name (GST_BIN (webrtcbin), "rtpbin");

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->pipeline, pipeline);
  self->picture_buffers = g_ptr_array_new_with_free_func (weak_free);
  self->traffic = confab_traffic_ref (traffic);
  self->video = confab_video_receiver_ref (video);
  self->post = confab_post_ref (post);
  self->sound_began = sound_began;
  g_signal_connect_data (webrtcbin, "pad-added", G_CALLBACK (on_pad_added),
                         confab_incoming_ref (self), unref_closure, 0);
  g_signal_connect_data (rtpbin, "new-jitterbuffer", G_CALLBACK (on_new_jitterbuffer),
                         confab_incoming_ref (self), unref_closure, 0);
  return self;
}

void
confab_incoming_set_stream (ConfabIncoming *self, ConfabPlaybackStream *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->stream, confab_playback_stream_unref);
  if (stream != NULL)
    self->stream = confab_playback_stream_ref (stream);
}

void
confab_incoming_get_sound (ConfabIncoming *self, ConfabIncomingSound *sound)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *sound = self->sound;
}
