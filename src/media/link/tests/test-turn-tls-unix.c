/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tunnel between libnice and a TURN server, with a server of our own at its end. */
#include "media/link/teardown.h"
#include "media/link/turn-tls.h"

#include <gio/gnetworking.h>
#include <sys/resource.h>
#include <unistd.h>

/* Of "localhost", by its own authority. */
#define PEM TEST_FOLDER "/turn-localhost.pem"
#define PATIENCE_US (40 * G_USEC_PER_SEC)
/* Much less than a server that does not answer may take. */
#define END_MS 4000
/* Of which the most lies in the sender's own socket, whose buffer nobody here can set. Kernels are free to
 * give more than asked for; left alone they give some 7 MB. */
#define MAX_BACKLOG (640 * 1024)

/* One that shakes hands and then reads nothing more. */
typedef struct {
  GSocketService *service;
  guint16 port;
  GTlsCertificate *certificate;
  int n_ready; /* atomic */
} Server;

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (G_IO_STREAM (connection), server->certificate, &error);

  g_assert_no_error (error);
  g_socket_set_option (g_socket_connection_get_socket (connection), SOL_SOCKET, SO_RCVBUF, 8192,
                       NULL);
  g_assert_true (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error));
  g_object_set_data_full (G_OBJECT (service), "kept", g_steal_pointer (&tls), g_object_unref);
  g_atomic_int_inc (&server->n_ready);
  return TRUE;
}

static void
server_init (Server *self)
{
  g_autoptr (GError) error = NULL;

  *self = (Server){ .service = g_threaded_socket_service_new (1) };
  self->certificate = g_tls_certificate_new_from_file (PEM, &error);
  g_assert_no_error (error);
  self->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
}

static void
server_clear (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->service);
  g_object_unref (self->certificate);
}

static gboolean
wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until_ready (Server *server, int n)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  guint timer = g_timeout_add (20, wake, NULL);

  while (g_atomic_int_get (&server->n_ready) < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (timer);
}

/* (transfer full): not connected */
static GSocket *
socket_for (GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  return socket;
}

static GSocket *
connect_to (ConfabTurnTls *tunnel)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (
      confab_turn_tls_get_address (tunnel), confab_turn_tls_get_port (tunnel));
  g_autoptr (GError) error = NULL;
  GSocket *socket = socket_for (address);

  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

/* Until nothing is taken for half a second. */
static gsize
write_all_it_takes (GSocket *socket)
{
  static const char packet[1200];
  gsize taken = 0;

  g_socket_set_blocking (socket, FALSE);
  while (g_socket_condition_timed_wait (socket, G_IO_OUT, G_USEC_PER_SEC / 2, NULL, NULL)) {
    gssize n = g_socket_send (socket, packet, sizeof packet, NULL, NULL);

    taken += n > 0 ? (gsize) n : 0;
    g_assert_cmpuint (taken, <, 64 * 1024 * 1024);
  }
  return taken;
}

static void
test_stalled_line_is_felt_soon (void)
{
  g_autoptr (GTlsDatabase) trust = g_tls_file_database_new (PEM, NULL);
  g_autoptr (ConfabTurnTls) tunnel = NULL;
  g_autoptr (GSocket) socket = NULL;
  Server server;
  gsize backlog;

  server_init (&server);
  tunnel = confab_turn_tls_new ("localhost", server.port, trust, NULL);
  socket = connect_to (tunnel);
  wait_until_ready (&server, 1);
  backlog = write_all_it_takes (socket);
  g_test_message ("%" G_GSIZE_FORMAT " bytes lie between the two ends", backlog);
  g_assert_cmpuint (backlog, >, 0);
  g_assert_cmpuint (backlog, <, MAX_BACKLOG);
  g_clear_object (&socket);
  g_clear_pointer (&tunnel, confab_turn_tls_free);
  server_clear (&server);
}

/* Returns the former limit. */
static struct rlimit
allow_no_more_descriptors (void)
{
  struct rlimit former, limit;
  int next = dup (0);

  g_assert_cmpint (next, >=, 0);
  close (next);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &former), ==, 0);
  limit = former;
  limit.rlim_cur = (rlim_t) next;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  return former;
}

static void
test_tunnel_outlives_a_lack_of_descriptors (void)
{
  g_autoptr (GTlsDatabase) trust = g_tls_file_database_new (PEM, NULL);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (ConfabTurnTls) tunnel = NULL;
  g_autoptr (GSocket) first = NULL;
  g_autoptr (GSocket) second = NULL;
  struct rlimit former;
  Server server;

  server_init (&server);
  tunnel = confab_turn_tls_new ("localhost", server.port, trust, NULL);
  first = connect_to (tunnel);
  wait_until_ready (&server, 1);

  address = g_socket_get_remote_address (first, NULL);
  second = socket_for (address);
  former = allow_no_more_descriptors ();
  g_assert_true (g_socket_connect (second, address, NULL, NULL));
  g_usleep (G_USEC_PER_SEC / 5); /* the tunnel fails to accept meanwhile */
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &former), ==, 0);
  wait_until_ready (&server, 2);

  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_pointer (&tunnel, confab_turn_tls_free);
  server_clear (&server);
}

/* As a program ends: the server takes the connection and never says a word. */
static void
test_attempt_under_way_ends_at_once (void)
{
  g_autoptr (GSocketListener) silent = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (silent, NULL, NULL);
  g_autoptr (ConfabTurnTls) tunnel = confab_turn_tls_new ("localhost", port, NULL, NULL);
  g_autoptr (GSocket) socket = connect_to (tunnel);
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (silent, NULL, NULL, NULL);
  guint8 hello;

  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                        &hello, 1, NULL, NULL),
                   ==, 1);
  g_clear_pointer (&tunnel, confab_turn_tls_free);
  g_assert_true (confab_teardown_wait_all (END_MS));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn-tls/stalled-line-is-felt-soon", test_stalled_line_is_felt_soon);
  g_test_add_func ("/turn-tls/tunnel-outlives-a-lack-of-descriptors",
                   test_tunnel_outlives_a_lack_of_descriptors);
  g_test_add_func ("/turn-tls/attempt-under-way-ends-at-once", test_attempt_under_way_ends_at_once);
  status = g_test_run ();
  g_assert_true (confab_teardown_wait_all (PATIENCE_US / 1000));
  return status;
}
