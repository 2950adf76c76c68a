/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See turn-tls.h. What is marked "relay thread" runs on the thread of the one server. */
#include "media/link/turn-tls.h"

#include "media/link/teardown.h"

#include <gio/gnetworking.h>

/* libnice opens one connection for each local address. Anybody else on this machine who finds the port
 * reaches nothing but a server that anybody reaches. */
#define MAX_RELAYS 16
/* What a slow line does not take has to come back soon to libnice, which drops it: in the kernel's buffers of
 * some megabytes it would become delay. */
#define BUFFER_BYTES (16 * 1024)
/* To the server more may be under way (5 Mbit/s over 100 ms), but little of it not yet sent. */
#define FAR_BUFFER_BYTES (64 * 1024)
#define FAR_UNSENT_BYTES (16 * 1024)
#define ACCEPT_AGAIN_MS 250
/* A server that does not answer: for each of its addresses, and for each step of TLS. Its name may take as long as the
 * system's resolver allows. */
#define CONNECT_TIMEOUT_S 10
/* The kernel gives the sender room for so many segments, and on loopback one has 64 KiB. */
#define SEGMENT_BYTES 1400

struct _ConfabTurnTls {
  char *host;
  guint16 port;
  GTlsDatabase *trust;
  const char *local_address;
  guint16 local_port;

  GSocketListener *listener;
  GMainContext *context; /* of the relay thread */
  GCancellable
      *stop; /* relay thread: GLib 2.74 leaks what is cancelled by another at the wrong moment */
  gboolean running;       /* the relay thread */
  gboolean accepting;     /* an answer is to come; relay thread */
  GPtrArray *relays;      /* Relay; relay thread */
  gboolean accept_failed; /* likewise: it was said */
};

/* One connection of libnice's with ours to the server: two streams, each spliced into the other. */
typedef struct {
  ConfabTurnTls *server;
  GSocketConnection *near, *far;
  GPtrArray *begun; /* GSocket: to the server, while @far is not there yet */
  GCancellable *stop;
  guint n_running;
} Relay;

static void accept_next (ConfabTurnTls *self);

static void
relay_free (gpointer user_data)
{
  Relay *relay = user_data;

  /* TLS would wait to say goodbye to a server that takes nothing. */
  if (relay->far != NULL)
    g_socket_close (g_socket_connection_get_socket (relay->far), NULL);
  g_clear_object (&relay->near);
  g_clear_object (&relay->far);
  g_ptr_array_unref (relay->begun);
  g_object_unref (relay->stop);
  g_free (relay);
}

/* Media: each packet at once (RFC 9293 section 3.7.4). */
static void
send_at_once (GSocket *socket)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

/* Inherited by what is accepted, and its segments by the other end, which is libnice's. */
static void
keep_near_short (GSocket *listening)
{
  g_socket_set_option (listening, SOL_SOCKET, SO_RCVBUF, BUFFER_BYTES, NULL);
  g_socket_set_option (listening, SOL_SOCKET, SO_SNDBUF, BUFFER_BYTES, NULL);
  g_socket_set_option (listening, IPPROTO_TCP, TCP_MAXSEG, SEGMENT_BYTES, NULL);
}

static void
keep_far_short (GSocket *socket)
{
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, FAR_BUFFER_BYTES, NULL);
#ifdef TCP_NOTSENT_LOWAT
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, FAR_UNSENT_BYTES, NULL);
#endif
}

/* Relay thread. One direction ended: so does the other. */
static void
on_spliced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Relay *relay = user_data;
  g_autoptr (GError) error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0 &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("TURN over TLS: %s", error->message);
  g_cancellable_cancel (relay->stop);
  if (--relay->n_running == 0)
    g_ptr_array_remove_fast (relay->server->relays, relay);
}

static void
splice (Relay *relay, GSocketConnection *from, GSocketConnection *to)
{
  relay->n_running++;
  g_output_stream_splice_async (g_io_stream_get_output_stream (G_IO_STREAM (to)),
                                g_io_stream_get_input_stream (G_IO_STREAM (from)),
                                G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, relay->stop,
                                on_spliced, relay);
}

/* Relay thread. */
static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Relay *relay = user_data;
  g_autoptr (GError) error = NULL;

  relay->far = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  g_signal_handlers_disconnect_by_data (source, relay);
  g_ptr_array_set_size (relay->begun, 0);
  if (relay->far == NULL || g_cancellable_is_cancelled (relay->stop)) {
    if (!g_cancellable_is_cancelled (relay->stop))
      g_message ("The TURN server can't be reached over TLS: %s", error->message);
    g_ptr_array_remove_fast (relay->server->relays, relay);
    return;
  }
  g_socket_set_timeout (g_socket_connection_get_socket (relay->far), 0); /* it may be idle */
  send_at_once (g_socket_connection_get_socket (relay->far));
  keep_far_short (g_socket_connection_get_socket (relay->far));
  splice (relay, relay->near, relay->far);
  splice (relay, relay->far, relay->near);
}

/* Relay thread. To the server's next address. */
static void
begin (Relay *relay, GSocket *socket)
{
  if (g_cancellable_is_cancelled (relay->stop))
    g_socket_close (socket, NULL);
  else
    g_ptr_array_add (relay->begun, g_object_ref (socket));
}

/* Relay thread. What is being connected fails at once, as if the server had ended it. */
static void
cut (Relay *relay)
{
  g_cancellable_cancel (relay->stop);
  for (guint i = 0; i < relay->begun->len; i++)
    g_socket_shutdown (g_ptr_array_index (relay->begun, i), TRUE, TRUE, NULL);
}

/* Relay thread. */
static void
on_client_event (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *connectable,
                 GIOStream *stream, gpointer user_data)
{
  Relay *relay = user_data;
  GTlsDatabase *trust = relay->server->trust;

  if (event == G_SOCKET_CLIENT_CONNECTING)
    begin (relay, g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)));
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && trust != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (stream), trust);
}

/* Relay thread. */
static gboolean
on_accept_again (gpointer user_data)
{
  ConfabTurnTls *self = user_data;

  if (!g_cancellable_is_cancelled (self->stop))
    accept_next (self);
  return G_SOURCE_REMOVE;
}

/* Relay thread. The program has no descriptors left, say. At once it would be the same again. */
static void
accept_later (ConfabTurnTls *self, const GError *error)
{
  g_autoptr (GSource) timer = g_timeout_source_new (ACCEPT_AGAIN_MS);

  if (!self->accept_failed)
    g_message ("TURN over TLS: a connection can't be accepted: %s", error->message);
  self->accept_failed = TRUE;
  g_source_set_callback (timer, on_accept_again, self, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
}

/* Relay thread. */
static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabTurnTls *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) near =
      g_socket_listener_accept_finish (self->listener, result, NULL, &error);
  g_autoptr (GSocketClient) client = NULL;
  Relay *relay;

  self->accepting = FALSE;
  if (near == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      accept_later (self, error);
    return;
  }
  if (g_cancellable_is_cancelled (self->stop))
    return;
  self->accept_failed = FALSE;
  accept_next (self);
  if (self->relays->len == MAX_RELAYS)
    return;

  send_at_once (g_socket_connection_get_socket (near));
  relay = g_new0 (Relay, 1);
  relay->server = self;
  relay->near = g_steal_pointer (&near);
  relay->begun = g_ptr_array_new_with_free_func (g_object_unref);
  relay->stop = g_cancellable_new ();
  g_ptr_array_add (self->relays, relay);
  client = g_socket_client_new ();
  g_socket_client_set_timeout (client, CONNECT_TIMEOUT_S);
  g_socket_client_set_tls (client, TRUE);
  g_signal_connect (client, "event", G_CALLBACK (on_client_event), relay);
  /* Without a cancellable: GLib 2.74 leaks what it has begun for an attempt that is cancelled. */
  g_socket_client_connect_to_host_async (client, self->host, self->port, NULL, on_connected, relay);
}

static void
accept_next (ConfabTurnTls *self)
{
  self->accepting = TRUE;
  g_socket_listener_accept_async (self->listener, self->stop, on_accepted, self);
}

static void
destroy (ConfabTurnTls *self)
{
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->relays);
  g_clear_object (&self->trust);
  g_free (self->host);
  g_free (self);
}

/* Until all that was begun has ended: it could not be called back later. */
static void
run (ConfabTurnTls *self)
{
  GMainContext *context = self->context;

  accept_next (self);
  while (!g_cancellable_is_cancelled (self->stop))
    g_main_context_iteration (context, TRUE);
  for (guint i = 0; i < self->relays->len; i++)
    cut (g_ptr_array_index (self->relays, i));
  while (self->accepting || self->relays->len > 0)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE))
    ;
}

/* Owns @user_data from the moment on at which it is told to stop. */
static gpointer
relay_thread (gpointer user_data)
{
  ConfabTurnTls *self = user_data;

  g_main_context_push_thread_default (self->context);
  run (self);
  g_main_context_pop_thread_default (self->context);
  destroy (self);
  confab_teardown_leave ();
  return NULL;
}

static gboolean
listen_on (ConfabTurnTls *self, const char *address, GError **error)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (wanted),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return FALSE;
  keep_near_short (socket);
  if (!g_socket_bind (socket, wanted, FALSE, error) || !g_socket_listen (socket, error))
    return FALSE;
  got = g_socket_get_local_address (socket, error);
  if (got == NULL || !g_socket_listener_add_socket (self->listener, socket, NULL, error))
    return FALSE;
  self->local_address = address;
  self->local_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  return TRUE;
}

ConfabTurnTls *
confab_turn_tls_new (const char *host, guint16 port, GTlsDatabase *trust, GError **error)
{
  g_autoptr (ConfabTurnTls) self = g_new0 (ConfabTurnTls, 1);

  self->host = g_strdup (host);
  self->port = port;
  g_set_object (&self->trust, trust);
  self->listener = g_socket_listener_new ();
  self->context = g_main_context_new ();
  self->stop = g_cancellable_new ();
  self->relays = g_ptr_array_new_with_free_func (relay_free);
  if (!listen_on (self, "127.0.0.1", NULL) && !listen_on (self, "::1", error))
    return NULL;
  self->running = TRUE;
  confab_teardown_enter ();
  g_thread_unref (g_thread_new ("turn-tls", relay_thread, self));
  return g_steal_pointer (&self);
}

const char *
confab_turn_tls_get_address (ConfabTurnTls *self)
{
  return self->local_address;
}

guint16
confab_turn_tls_get_port (ConfabTurnTls *self)
{
  return self->local_port;
}

/* Relay thread. */
static gboolean
on_stop (gpointer user_data)
{
  g_cancellable_cancel (((ConfabTurnTls *) user_data)->stop);
  return G_SOURCE_REMOVE;
}

void
confab_turn_tls_free (ConfabTurnTls *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref (self->context);
  g_autoptr (GSource) source = NULL;

  if (!self->running) {
    destroy (self);
    return;
  }
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_stop, self, NULL);
  g_source_attach (source, context);
}
