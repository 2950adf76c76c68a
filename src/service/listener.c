/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/listener.h"

#include "service/address-key.h"
#include "service/service-client.h"

#include <gio/gnetworking.h>
#include <glib/gi18n-lib.h>

#define BACKLOG 512
/* Accepting fails when the process has no file descriptor left; some will be free again soon. */
#define ACCEPT_PAUSE_MS 200
/* More connections than this from one address have no more to say together. */
#define SHARES_MAX 1000u

struct _ConfabListener {
  ConfabSwitchboard *switchboard;
  SoupServer *server;
  GSocketAddress *wanted;
  GSocketAddress *address; /* with the real port */
  GSocketListener *sockets;
  GCancellable *cancellable;
  GTlsCertificate *certificate; /* NULL: plain HTTP */
  guint pause_source;
  GHashTable *callers; /* set of ConfabCaller before there is HTTP; owned */
};

/* A caller on its way to HTTP. */
typedef struct {
  ConfabListener *listener;
  ConfabCaller *caller; /* (unowned): in @listener's set */
  GIOStream *tls;
  GSocketConnection *connection;
  GSource *hello_source;
} Handshake;

static void accept_next (ConfabListener *listener);

/* As much as all connections that an address may have, so that hanging up and calling again gains nothing. */
static ConfabAddressLimits *
new_byte_limits (guint connections)
{
  guint shares = MIN (connections, SHARES_MAX);
  const ConfabRateLimit full =
      confab_rate_limit (shares * CONFAB_SERVICE_BYTES_PER_SECOND,
                         shares * CONFAB_CLIENT_BURST_BYTES, confab_clock_boot_ms ());

  return confab_address_limits_new (&full);
}

ConfabListener *
confab_listener_new (const ConfabServiceConfig *config, SoupServer *server)
{
  ConfabListener *listener = g_rc_box_new0 (ConfabListener);

  listener->server = g_object_ref (server);
  listener->wanted = confab_listen_address_parse (config->listen);
  listener->cancellable = g_cancellable_new ();
  listener->callers =
      g_hash_table_new_full (NULL, NULL, (GDestroyNotify) confab_caller_unref, NULL);
  listener->switchboard = confab_switchboard_new ();
  listener->switchboard->table =
      confab_caller_table_new (config->connections, config->connections_per_address);
  listener->switchboard->bytes = new_byte_limits (config->connections_per_address);
  listener->switchboard->proxies = confab_proxies_parse ((const char *const *) config->proxies);
  listener->switchboard->first_message_ms = config->times.first_message_ms;
  listener->switchboard->must_be_proxied =
      config->certificate_file == NULL && !confab_address_is_loopback (listener->wanted);
  return listener;
}

static void
listener_clear (gpointer data)
{
  ConfabListener *listener = data;

  g_hash_table_unref (listener->callers);
  g_clear_object (&listener->certificate);
  g_clear_object (&listener->address);
  g_clear_object (&listener->wanted);
  g_clear_object (&listener->cancellable);
  g_clear_object (&listener->server);
  confab_switchboard_unref (listener->switchboard);
}

static void
listener_unref (ConfabListener *listener)
{
  g_rc_box_release_full (listener, listener_clear);
}

void
confab_listener_free (ConfabListener *listener)
{
  confab_listener_stop (listener);
  listener_unref (listener);
}

void
confab_listener_set_certificate (ConfabListener *listener, GTlsCertificate *certificate)
{
  g_set_object (&listener->certificate, certificate);
}

static void
handshake_free (Handshake *handshake)
{
  if (handshake->hello_source != NULL)
    g_source_destroy (handshake->hello_source);
  g_clear_pointer (&handshake->hello_source, g_source_unref);
  g_clear_object (&handshake->tls);
  g_clear_object (&handshake->connection);
  listener_unref (handshake->listener);
  g_free (handshake);
}

/* HTTP begins; from here on the caller lives as long as its stream. */
static void
serve (ConfabListener *listener, ConfabCaller *caller, GIOStream *stream)
{
  g_autoptr (GError) error = NULL;

  if (!g_cancellable_is_cancelled (confab_caller_get_cancellable (caller)) &&
      !confab_caller_serve (caller, stream, listener->server, &error))
    g_debug ("a caller was gone before it was served: %s", error->message);
  g_hash_table_remove (listener->callers, caller);
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Handshake *handshake = user_data;
  g_autoptr (GError) error = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error)) {
    serve (handshake->listener, handshake->caller, handshake->tls);
  } else {
    g_debug ("a TLS handshake failed: %s", error->message);
    g_hash_table_remove (handshake->listener->callers, handshake->caller);
  }
  handshake_free (handshake);
}

/* Handshakes run on GIO's few threads, so one begins only when the caller says something. */
static gboolean
on_client_hello (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  Handshake *handshake = user_data;
  ConfabListener *listener = handshake->listener;
  GCancellable *cancellable = confab_caller_get_cancellable (handshake->caller);

  g_clear_pointer (&handshake->hello_source, g_source_unref);
  if (!g_cancellable_is_cancelled (cancellable))
    handshake->tls = g_tls_server_connection_new (G_IO_STREAM (handshake->connection),
                                                  listener->certificate, NULL);
  if (handshake->tls == NULL) {
    g_hash_table_remove (listener->callers, handshake->caller);
    handshake_free (handshake);
    return G_SOURCE_REMOVE;
  }
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (handshake->tls), protocols);
  /* A WebSocket and an HTTP answer say themselves where they end. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (handshake->tls), FALSE);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (handshake->tls), G_PRIORITY_DEFAULT,
                                    cancellable, on_handshake, handshake);
  return G_SOURCE_REMOVE;
}

static void
wait_for_client_hello (ConfabListener *listener, ConfabCaller *caller,
                       GSocketConnection *connection)
{
  Handshake *handshake = g_new0 (Handshake, 1);
  GSocket *socket = g_socket_connection_get_socket (connection);

  handshake->listener = g_rc_box_acquire (listener);
  handshake->caller = caller;
  handshake->connection = g_object_ref (connection);
  handshake->hello_source =
      g_socket_create_source (socket, G_IO_IN, confab_caller_get_cancellable (caller));
  g_source_set_callback (handshake->hello_source, G_SOURCE_FUNC (on_client_hello), handshake, NULL);
  g_source_attach (handshake->hello_source, g_main_context_get_thread_default ());
}

static void
greet (ConfabListener *listener, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  ConfabCaller *caller = confab_caller_new (listener->switchboard, connection);

  /* Small messages must not wait for the answer to the last one (RFC 896). */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_hash_table_add (listener->callers, caller);
  if (listener->certificate != NULL)
    wait_for_client_hello (listener, caller, connection);
  else
    serve (listener, caller, G_IO_STREAM (connection));
}

static gboolean
on_pause_over (gpointer user_data)
{
  ConfabListener *listener = user_data;

  listener->pause_source = 0;
  accept_next (listener);
  return G_SOURCE_REMOVE;
}

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabListener *listener = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  if (connection != NULL) {
    greet (listener, connection);
    accept_next (listener);
  } else if (listener->sockets != NULL) {
    g_message ("a connection could not be accepted: %s", error->message);
    listener->pause_source = g_timeout_add (ACCEPT_PAUSE_MS, on_pause_over, listener);
  }
  listener_unref (listener);
}

static void
accept_next (ConfabListener *listener)
{
  if (listener->sockets != NULL)
    g_socket_listener_accept_async (listener->sockets, listener->cancellable, on_accepted,
                                    g_rc_box_acquire (listener));
}

static void
set_listen_error (ConfabListener *listener, const GError *problem, GError **error)
{
  g_autofree char *text = confab_socket_address_to_text (listener->wanted);

  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN,
                 _ ("Another program listens on %s already. End that one, or choose another port "
                    "(--listen, or [service] listen)"),
                 text);
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN,
                 _ ("This user may not listen on %s. Ports below 1024 need the systemd unit, or "
                    "CAP_NET_BIND_SERVICE"),
                 text);
  else
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN,
                 _ ("Listening on %s is not possible: %s"), text, problem->message);
}

gboolean
confab_listener_start (ConfabListener *listener, GError **error)
{
  g_autoptr (GError) problem = NULL;

  listener->sockets = g_socket_listener_new ();
  g_socket_listener_set_backlog (listener->sockets, BACKLOG);
  if (!g_socket_listener_add_address (listener->sockets, listener->wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &listener->address, &problem)) {
    set_listen_error (listener, problem, error);
    g_clear_object (&listener->sockets);
    return FALSE;
  }
  accept_next (listener);
  return TRUE;
}

void
confab_listener_stop (ConfabListener *listener)
{
  GHashTableIter iter;
  gpointer caller;

  g_clear_handle_id (&listener->pause_source, g_source_remove);
  g_cancellable_cancel (listener->cancellable);
  if (listener->sockets != NULL)
    g_socket_listener_close (listener->sockets);
  g_clear_object (&listener->sockets);

  g_hash_table_iter_init (&iter, listener->callers);
  while (g_hash_table_iter_next (&iter, &caller, NULL))
    confab_caller_cut (caller);
}

char *
confab_listener_dup_url (ConfabListener *listener)
{
  g_autofree char *text = confab_socket_address_to_text (listener->address);

  return g_strconcat (listener->certificate != NULL ? "https://" : "http://", text, NULL);
}

guint
confab_listener_get_n_callers (ConfabListener *listener)
{
  return confab_caller_table_get_n_callers (listener->switchboard->table);
}

guint
confab_listener_get_n_talking (ConfabListener *listener)
{
  return confab_caller_table_get_n_talking (listener->switchboard->table);
}
