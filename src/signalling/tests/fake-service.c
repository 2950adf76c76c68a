/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/tests/fake-service.h"

const char fake_welcome[] = "{\"type\":\"welcome\",\"room\":\"ada\","
                            "\"owner_ik\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                            "\"policy\":2,\"waiting_room\":false,\"server_time_ms\":1767225600000}";

void
fake_service_send (FakeService *self, const char *text)
{
  soup_websocket_connection_send_text (self->socket, text);
}

void
fake_service_drop (FakeService *self)
{
  g_autoptr (GIOStream) stream =
      g_object_ref (soup_websocket_connection_get_io_stream (self->socket));

  g_io_stream_close (stream, NULL, NULL);
}

static void
on_message (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  FakeService *self = user_data;
  gsize length = 0;
  const char *text = g_bytes_get_data (message, &length);

  g_ptr_array_add (self->received, g_strndup (text, length));
  if (strstr (text, "\"hello\"") != NULL && self->greeting != NULL)
    fake_service_send (self, self->greeting);
}

static void
on_connected (SoupServer *server, SoupServerMessage *message, const char *path,
              SoupWebsocketConnection *socket, gpointer user_data)
{
  FakeService *self = user_data;

  g_set_object (&self->socket, socket);
  self->n_connections++;
  g_signal_connect (socket, "message", G_CALLBACK (on_message), self);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  const char *answer = "{\"error\":{\"code\":\"new-kind\",\"text\":\"Choose\\u0007 another\"}}";
  guint status = 409;

  if (g_str_has_suffix (path, "suggest")) {
    answer = "{\"room\":\"blue-river\"}";
    status = 200;
  } else if (g_str_has_suffix (path, "web-page")) {
    answer = "<html>hello</html>";
    status = 200;
  } else if (g_str_has_suffix (path, "elsewhere")) {
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  "/api/v1/rooms/suggest");
    status = 302;
  } else if (g_str_has_suffix (path, "endless")) {
    g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, spaces,
                                      strlen (spaces));
    return;
  }
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
}

/* libsoup 3.2 leaks the sockets that it accepts itself. */
static gboolean
on_incoming (GSocketService *listener, GSocketConnection *connection, GObject *source,
             gpointer user_data)
{
  FakeService *self = user_data;
  g_autoptr (GIOStream) stream = G_IO_STREAM (g_object_ref (connection));
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GError) error = NULL;

  if (self->certificate != NULL) {
    g_clear_object (&stream);
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error);
    g_assert_no_error (error);
  }
  soup_server_accept_iostream (self->server, stream, local, remote, &error);
  g_assert_no_error (error);
  return TRUE;
}

static FakeService *
make_service (GTlsCertificate *certificate)
{
  FakeService *self = g_new0 (FakeService, 1);

  self->received = g_ptr_array_new_with_free_func (g_free);
  self->greeting = fake_welcome;
  g_set_object (&self->certificate, certificate);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_websocket_handler (self->server, "/api/v1/rooms/ada/ws", NULL, NULL, on_connected,
                                     self, NULL);
  soup_server_add_handler (self->server, "/requests", on_request, self, NULL);

  self->listener = g_socket_service_new ();
  g_signal_connect (self->listener, "incoming", G_CALLBACK (on_incoming), self);
  return self;
}

static gboolean
listen_at (FakeService *self, GSocketFamily family, const char *host)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) taken = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->listener), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &taken,
                                      NULL))
    return FALSE;
  self->url = g_strdup_printf ("%s://%s:%u", self->certificate != NULL ? "https" : "http", host,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
  return TRUE;
}

FakeService *
fake_service_new (GTlsCertificate *certificate)
{
  FakeService *self = make_service (certificate);

  g_assert_true (listen_at (self, G_SOCKET_FAMILY_IPV4, "127.0.0.1"));
  return self;
}

FakeService *
fake_service_new_ipv6 (GTlsCertificate *certificate)
{
  FakeService *self = make_service (certificate);

  if (listen_at (self, G_SOCKET_FAMILY_IPV6, "[::1]"))
    return self;
  fake_service_free (self);
  return NULL;
}

void
fake_service_stop (FakeService *self)
{
  g_socket_service_stop (self->listener);
  g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
}

void
fake_service_free (FakeService *self)
{
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  g_clear_object (&self->socket);
  fake_service_stop (self);
  g_clear_object (&self->listener);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  while (g_main_context_iteration (NULL, FALSE)) /* what was closed is let go of in idles */
    ;
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->received, g_ptr_array_unref);
  g_clear_pointer (&self->url, g_free);
  g_free (self);
}
