/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/data-channels.h"

#include <glib/gi18n-lib.h>

#include "media/link/link-error.h"

/* What may wait for a slow peer, per channel. */
#define MAX_QUEUED_BYTES (1024 * 1024)

static const char *const labels[] = { "msg", "st", "rc" };
#define N_LABELS G_N_ELEMENTS (labels)

struct _ConfabDataChannels {
  gatomicrefcount references;
  GstElement *webrtcbin; /* not owned; used on the main thread before close () only */
  gulong handler;
  ConfabGate *gate;
  ConfabPost *post;
  ConfabPostFunc news;

  GMutex lock;
  gboolean closed;                          /* guarded by lock */
  GstWebRTCDataChannel *channels[N_LABELS]; /* guarded by lock */
};

/* One handler's view: which channel of which links. */
typedef struct {
  ConfabDataChannels *owner;
  guint index;
} Ear;

ConfabDataChannels *
confab_data_channels_ref (ConfabDataChannels *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_data_channels_unref (ConfabDataChannels *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < N_LABELS; i++)
    g_clear_object (&self->channels[i]);
  confab_gate_unref (self->gate);
  confab_post_unref (self->post);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
unref_closure (gpointer user_data, GClosure *closure)
{
  confab_data_channels_unref (user_data);
}

static void
ear_free (gpointer user_data, GClosure *closure)
{
  Ear *ear = user_data;

  confab_data_channels_unref (ear->owner);
  g_free (ear);
}

static void
news_free (gpointer user_data)
{
  ConfabDataNews *news = user_data;

  g_clear_pointer (&news->bytes, g_bytes_unref);
  g_free (news);
}

static void
say (ConfabDataChannels *self, guint index, GBytes *bytes)
{
  ConfabDataNews *news = g_new0 (ConfabDataNews, 1);

  news->label = labels[index];
  news->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  confab_post_send (self->post, self->news, news, news_free);
}

/* The thread of webrtcbin. */
static void
on_bytes (GstWebRTCDataChannel *channel, GBytes *bytes, gpointer user_data)
{
  Ear *ear = user_data;

  if (bytes != NULL && g_bytes_get_size (bytes) <= CONFAB_DATA_MAX_BYTES &&
      confab_gate_is_open (ear->owner->gate))
    say (ear->owner, ear->index, bytes);
}

/* The thread of webrtcbin. Browsers send text as text; to us it is bytes. */
static void
on_text (GstWebRTCDataChannel *channel, const char *text, gpointer user_data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, text != NULL ? strlen (text) : 0);

  on_bytes (channel, bytes, user_data);
}

/* The thread of webrtcbin. */
static void
on_open (GstWebRTCDataChannel *channel, gpointer user_data)
{
  Ear *ear = user_data;

  say (ear->owner, ear->index, NULL);
}

static void
connect_ear (ConfabDataChannels *self, guint index, GstWebRTCDataChannel *channel,
             const char *signal, GCallback handler)
{
  Ear *ear = g_new (Ear, 1);

  *ear = (Ear){ confab_data_channels_ref (self), index };
  g_signal_connect_data (channel, signal, handler, ear, ear_free, 0);
}

/* Takes @channel unless there is one of this label already. */
static gboolean
adopt (ConfabDataChannels *self, guint index, GstWebRTCDataChannel *channel)
{
  gboolean taken = FALSE;

  g_mutex_lock (&self->lock);
  if (!self->closed && self->channels[index] == NULL) {
    self->channels[index] = g_object_ref (channel);
    taken = TRUE;
  }
  g_mutex_unlock (&self->lock);
  if (!taken)
    return FALSE;
  connect_ear (self, index, channel, "on-message-data", G_CALLBACK (on_bytes));
  connect_ear (self, index, channel, "on-message-string", G_CALLBACK (on_text));
  connect_ear (self, index, channel, "on-open", G_CALLBACK (on_open));
  return TRUE;
}

static gboolean
find_label (const char *label, guint *index)
{
  for (guint i = 0; i < N_LABELS; i++)
    if (g_strcmp0 (labels[i], label) == 0) {
      *index = i;
      return TRUE;
    }
  return FALSE;
}

/* The thread of webrtcbin: the offerer's channel opens. */
static void
on_data_channel (GstElement *webrtcbin, GstWebRTCDataChannel *channel, gpointer user_data)
{
  ConfabDataChannels *self = user_data;
  g_autofree char *label = NULL;
  guint index;

  g_object_get (channel, "label", &label, NULL);
  if (find_label (label, &index))
    adopt (self, index, channel);
}

ConfabDataChannels *
confab_data_channels_new (GstElement *webrtcbin, ConfabGate *gate, ConfabPost *post,
                          ConfabPostFunc news)
{
  ConfabDataChannels *self = g_new0 (ConfabDataChannels, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->webrtcbin = webrtcbin;
  self->gate = confab_gate_ref (gate);
  self->post = confab_post_ref (post);
  self->news = news;
  self->handler = g_signal_connect_data (webrtcbin, "on-data-channel", G_CALLBACK (on_data_channel),
                                         confab_data_channels_ref (self), unref_closure, 0);
  return self;
}

void
confab_data_channels_create (ConfabDataChannels *self)
{
  for (guint i = 0; i < N_LABELS; i++) {
    g_autoptr (GstWebRTCDataChannel) channel = NULL;

    g_signal_emit_by_name (self->webrtcbin, "create-data-channel", labels[i], NULL, &channel);
    if (channel != NULL)
      adopt (self, i, channel);
  }
}

/* A channel is there before its SCTP transport is, and GStreamer 1.22 crashes when one sends on it then. */
static gboolean
is_open (GstWebRTCDataChannel *channel)
{
  GstWebRTCDataChannelState state;

  if (channel == NULL)
    return FALSE;
  g_object_get (channel, "ready-state", &state, NULL);
  return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

gboolean
confab_data_channels_send (ConfabDataChannels *self, const char *label, GBytes *bytes,
                           GError **error)
{
  g_autoptr (GstWebRTCDataChannel) channel = NULL;
  gsize size = g_bytes_get_size (bytes);
  guint64 queued = 0;
  guint index;

  g_return_val_if_fail (find_label (label, &index), FALSE);

  g_mutex_lock (&self->lock);
  g_set_object (&channel, self->channels[index]);
  g_mutex_unlock (&self->lock);
  if (channel != NULL)
    g_object_get (channel, "buffered-amount", &queued, NULL);
  if (size == 0 || size > CONFAB_DATA_MAX_BYTES || queued + size > MAX_QUEUED_BYTES) {
    g_set_error_literal (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_TOO_MUCH,
                         _ ("The direct connection takes no more messages at the moment; wait a "
                            "little and try again"));
    return FALSE;
  }
  if (is_open (channel) && confab_gate_is_open (self->gate) &&
      gst_webrtc_data_channel_send_data_full (channel, bytes, NULL))
    return TRUE;
  g_set_error_literal (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_UNREACHABLE,
                       _ ("There is no direct connection yet; wait until it stands"));
  return FALSE;
}

void
confab_data_channels_close (ConfabDataChannels *self)
{
  g_clear_signal_handler (&self->handler, self->webrtcbin);
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  for (guint i = 0; i < N_LABELS; i++)
    g_clear_object (&self->channels[i]);
  g_mutex_unlock (&self->lock);
}
