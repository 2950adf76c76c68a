/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See dtls-guard.h. Everything but new and the getters runs on webrtcbin's threads. */
#include "media/link/dtls-guard.h"

#include "media/link/certificate-pem.h"
#include "media/meeting-clock.h"

#define NS_PER_US 1000

/* One dtlssrtpenc with its dtlssrtpdec, known by the connection id that they share. */
typedef struct {
  char *connection_id;
  GWeakRef decoder;
  ConfabDtlsState state;
} Transport;

struct _ConfabDtlsGuard {
  gatomicrefcount references;
  ConfabCertificate *certificate;
  ConfabGate *gate;
  ConfabTraffic *traffic;
  ConfabPost *post;
  ConfabPostFunc changed;

  GMutex lock;
  GPtrArray *transports; /* Transport; only ever grows; guarded by lock */
};

/* What a pad carries. */
typedef enum { DOOR_OUT, DOOR_IN_RTP, DOOR_IN_RTCP, DOOR_IN_DATA } Door;

typedef struct {
  ConfabDtlsGuard *guard;
  Door door;
} DoorWatch;

static void
transport_free (gpointer user_data)
{
  Transport *transport = user_data;

  g_free (transport->connection_id);
  g_weak_ref_clear (&transport->decoder);
  g_free (transport);
}

ConfabDtlsGuard *
confab_dtls_guard_ref (ConfabDtlsGuard *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_dtls_guard_unref (ConfabDtlsGuard *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_object_unref (self->certificate);
  confab_gate_unref (self->gate);
  confab_traffic_unref (self->traffic);
  confab_post_unref (self->post);
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->transports);
  g_free (self);
}

static void
unref_closure (gpointer user_data, GClosure *closure)
{
  confab_dtls_guard_unref (user_data);
}

static void
connect_with_guard (ConfabDtlsGuard *self, gpointer object, const char *signal, GCallback handler)
{
  g_signal_connect_data (object, signal, handler, confab_dtls_guard_ref (self), unref_closure, 0);
}

static void
say_changed (ConfabDtlsGuard *self)
{
  confab_post_send (self->post, self->changed, NULL, NULL);
}

/* The transport of @element, made when it is the first of the two to be seen. */
static Transport *
transport_of (ConfabDtlsGuard *self, GstElement *element)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *connection_id = NULL;
  Transport *transport;

  g_object_get (element, "connection-id", &connection_id, NULL);
  for (guint i = 0; i < self->transports->len; i++) {
    transport = g_ptr_array_index (self->transports, i);
    if (g_strcmp0 (transport->connection_id, connection_id) == 0)
      return transport;
  }
  transport = g_new0 (Transport, 1);
  transport->connection_id = g_steal_pointer (&connection_id);
  g_weak_ref_init (&transport->decoder, NULL);
  g_ptr_array_add (self->transports, transport);
  confab_gate_add_transport (self->gate, transport);
  return transport;
}

/* What the peer proved: to be asked only after the handshake, since the certificate alone comes before
 * the proof that its key is there too. */
static void
prove (ConfabDtlsGuard *self, Transport *transport)
{
  g_autoptr (GstElement) decoder = g_weak_ref_get (&transport->decoder);
  g_autoptr (GBytes) fingerprint = NULL;
  g_autofree char *pem = NULL;

  if (decoder != NULL)
    g_object_get (decoder, "peer-pem", &pem, NULL);
  if (pem != NULL)
    fingerprint = confab_certificate_fingerprint_of_pem (pem);
  confab_gate_prove (self->gate, transport, fingerprint);
}

/* The type is GStreamer's own secret; its nicks are stable. */
static ConfabDtlsState
read_state (GObject *encoder)
{
  g_auto (GValue) value = G_VALUE_INIT;
  const GEnumValue *state;

  g_object_get_property (encoder, "connection-state", &value);
  state = G_VALUE_HOLDS_ENUM (&value) ? g_enum_get_value (g_type_class_peek (G_VALUE_TYPE (&value)),
                                                          g_value_get_enum (&value))
                                      : NULL;
  if (state == NULL)
    return CONFAB_DTLS_FAILED;
  if (g_str_equal (state->value_nick, "connected"))
    return CONFAB_DTLS_CONNECTED;
  if (g_str_equal (state->value_nick, "closed"))
    return CONFAB_DTLS_CLOSED;
  return g_str_equal (state->value_nick, "failed") ? CONFAB_DTLS_FAILED : CONFAB_DTLS_NEW;
}

/* The thread that received the last packet of the handshake, or that closes. */
static void
on_connection_state (GObject *encoder, GParamSpec *pspec, gpointer user_data)
{
  ConfabDtlsGuard *self = user_data;
  Transport *transport = transport_of (self, GST_ELEMENT (encoder));
  ConfabDtlsState state = read_state (encoder);

  if (state == CONFAB_DTLS_NEW)
    return;
  g_mutex_lock (&self->lock);
  transport->state = state;
  g_mutex_unlock (&self->lock);
  if (state == CONFAB_DTLS_CONNECTED)
    prove (self, transport);
  say_changed (self);
}

/* A certificate came. In the first handshake on_connection_state () follows; after it this is a
 * renegotiation, which may not bring another one. */
static void
on_peer_certificate (GObject *decoder, GParamSpec *pspec, gpointer user_data)
{
  ConfabDtlsGuard *self = user_data;
  Transport *transport = transport_of (self, GST_ELEMENT (decoder));
  gboolean again;

  g_mutex_lock (&self->lock);
  again = transport->state == CONFAB_DTLS_CONNECTED;
  g_mutex_unlock (&self->lock);
  if (!again)
    return;
  prove (self, transport);
  say_changed (self);
}

/* Streaming thread. */
static gboolean
may_pass (const DoorWatch *watch, GstBuffer *packet)
{
  ConfabTraffic *traffic = watch->guard->traffic;
  gint64 now_ns;

  if (!confab_gate_is_open (watch->guard->gate))
    return FALSE;
  if (watch->door == DOOR_OUT)
    return TRUE;
  now_ns = (gint64) confab_meeting_clock_now ();
  if (watch->door == DOOR_IN_RTP)
    return confab_traffic_take_rtp (traffic, packet, now_ns);
  if (watch->door == DOOR_IN_RTCP)
    confab_traffic_take_rtcp (traffic, packet, now_ns, g_get_real_time () * NS_PER_US);
  else
    confab_traffic_note_packet (traffic, now_ns);
  return TRUE;
}

static gboolean
keep_if_may_pass (GstBuffer **packet, guint index, gpointer user_data)
{
  if (!may_pass (user_data, *packet))
    gst_clear_buffer (packet);
  return TRUE;
}

/* Streaming thread. Fails closed: while the gate is shut nothing passes. */
static GstPadProbeReturn
on_packet (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstBufferList *list;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER)
    return may_pass (user_data, GST_PAD_PROBE_INFO_BUFFER (info)) ? GST_PAD_PROBE_OK
                                                                  : GST_PAD_PROBE_DROP;

  list = gst_buffer_list_make_writable (GST_PAD_PROBE_INFO_BUFFER_LIST (info));
  gst_buffer_list_foreach (list, keep_if_may_pass, user_data);
  GST_PAD_PROBE_INFO_DATA (info) = list;
  return gst_buffer_list_length (list) > 0 ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static void
door_watch_free (gpointer user_data)
{
  DoorWatch *watch = user_data;

  confab_dtls_guard_unref (watch->guard);
  g_free (watch);
}

static void
watch_pad (ConfabDtlsGuard *self, GstPad *pad, Door door)
{
  DoorWatch *watch = g_new (DoorWatch, 1);

  *watch = (DoorWatch){ confab_dtls_guard_ref (self), door };
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, on_packet,
                     watch, door_watch_free);
}

static void
on_decoder_pad (GstElement *decoder, GstPad *pad, gpointer user_data)
{
  if (GST_PAD_IS_SINK (pad))
    return;
  watch_pad (user_data, pad,
             g_str_equal (GST_PAD_NAME (pad), "rtp_src")    ? DOOR_IN_RTP
             : g_str_equal (GST_PAD_NAME (pad), "rtcp_src") ? DOOR_IN_RTCP
                                                            : DOOR_IN_DATA);
}

static void
on_encoder_pad (GstElement *encoder, GstPad *pad, gpointer user_data)
{
  if (GST_PAD_IS_SINK (pad))
    watch_pad (user_data, pad, DOOR_OUT);
}

static gboolean
watch_existing_pad (GstElement *element, GstPad *pad, gpointer user_data)
{
  ConfabDtlsGuard *self = user_data;

  if (g_str_equal (GST_OBJECT_NAME (gst_element_get_factory (element)), "dtlssrtpdec"))
    on_decoder_pad (element, pad, self);
  else
    on_encoder_pad (element, pad, self);
  return TRUE;
}

/* The thread of webrtcbin that makes a transport, before its first packet; webrtcbin holds its own lock,
 * so nothing of it but these two elements is touched. */
static void
on_deep_element_added (GstBin *bin, GstBin *sub_bin, GstElement *element, gpointer user_data)
{
  ConfabDtlsGuard *self = user_data;
  GstElementFactory *factory = gst_element_get_factory (element);
  const char *name = factory != NULL ? GST_OBJECT_NAME (factory) : "";

  if (g_str_equal (name, "dtlssrtpdec")) {
    g_object_set (element, "pem", confab_certificate_get_pem (self->certificate), NULL);
    g_weak_ref_set (&transport_of (self, element)->decoder, element);
    connect_with_guard (self, element, "notify::peer-pem", G_CALLBACK (on_peer_certificate));
    connect_with_guard (self, element, "pad-added", G_CALLBACK (on_decoder_pad));
  } else if (g_str_equal (name, "dtlssrtpenc")) {
    transport_of (self, element);
    connect_with_guard (self, element, "notify::connection-state",
                        G_CALLBACK (on_connection_state));
    connect_with_guard (self, element, "pad-added", G_CALLBACK (on_encoder_pad));
  } else {
    return;
  }
  gst_element_foreach_pad (element, watch_existing_pad, self);
}

ConfabDtlsGuard *
confab_dtls_guard_new (GstElement *webrtcbin, ConfabCertificate *certificate,
                       ConfabTraffic *traffic, ConfabPost *post, ConfabPostFunc changed)
{
  ConfabDtlsGuard *self = g_new0 (ConfabDtlsGuard, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->certificate = g_object_ref (certificate);
  self->gate = confab_gate_new ();
  self->traffic = confab_traffic_ref (traffic);
  self->post = confab_post_ref (post);
  self->changed = changed;
  self->transports = g_ptr_array_new_with_free_func (transport_free);
  connect_with_guard (self, webrtcbin, "deep-element-added", G_CALLBACK (on_deep_element_added));
  return self;
}

ConfabGate *
confab_dtls_guard_get_gate (ConfabDtlsGuard *self)
{
  return self->gate;
}

ConfabDtlsState
confab_dtls_guard_get_state (ConfabDtlsGuard *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean any_new = self->transports->len == 0;
  ConfabDtlsState worst = CONFAB_DTLS_CONNECTED;

  for (guint i = 0; i < self->transports->len; i++) {
    Transport *transport = g_ptr_array_index (self->transports, i);

    any_new = any_new || transport->state == CONFAB_DTLS_NEW;
    worst = MAX (worst, transport->state);
  }
  return worst == CONFAB_DTLS_CONNECTED && any_new ? CONFAB_DTLS_NEW : worst;
}
