/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/line.h"

#include "signalling/local-address.h"
#include "signalling/service-session.h"

#include <glib/gi18n-lib.h>

/* The service pings every 20 s and so do we, half as long apart; silence of 40 s is a dead line
 * (docs/protocol.md 13). A TCP connection alone would not notice for many minutes. */
#define PING_INTERVAL_S 10
#define PROBE_MS 4000
#define FINISH_MS 1000
#define CONNECT_TIMEOUT_S 10
/* An `e2ee.sync` answer is the largest carrier, 512 KiB. */
#define MAX_TEXT_BYTES (520 * 1024)

struct _ConfabLine {
  const ConfabLineEvents *events; /* NULL once closed: nobody is told any more */
  gpointer user_data;
  SoupSession *session;
  SoupMessage *message;
  GCancellable *cancellable;
  SoupWebsocketConnection *socket;
  GInetAddress *local_address; /* of this computer, once there is a TCP connection */
  gint64 dead_at_ms;           /* boottime; moved on by everything that is heard */
  guint watch_source;
};

static void
line_clear (gpointer data)
{
  ConfabLine *self = data;

  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_object (&self->local_address);
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
}

static void
line_unref (ConfabLine *self)
{
  g_rc_box_release_full (self, line_clear);
}

/* Tells the end once and lets go of the socket's signals. */
static void
report_closed (ConfabLine *self, const GError *error)
{
  const ConfabLineEvents *events = g_steal_pointer (&self->events);
  g_autoptr (GError) explained = confab_service_session_explain (error);

  g_clear_handle_id (&self->watch_source, g_source_remove);
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  if (events != NULL)
    events->closed (self->user_data, explained);
}

static void
report_silence (ConfabLine *self)
{
  g_autoptr (GError) error =
      g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE,
                           _ ("The meeting service does not answer; check the connection to the "
                              "network"));

  report_closed (self, error);
}

static gboolean
on_watch (gpointer user_data)
{
  ConfabLine *self = user_data;

  if (confab_clock_boot_ms () < self->dead_at_ms)
    return G_SOURCE_CONTINUE;

  self->watch_source = 0;
  g_debug ("nothing was heard from the service, giving up this connection");
  report_silence (self);
  return G_SOURCE_REMOVE;
}

static void
mark_heard (ConfabLine *self)
{
  self->dead_at_ms = confab_clock_boot_ms () + CONFAB_SERVICE_SILENCE_MS;
}

static void
on_pong (SoupWebsocketConnection *socket, GBytes *message, gpointer user_data)
{
  ConfabLine *self = user_data;

  mark_heard (self);
  soup_websocket_connection_set_keepalive_interval (socket, PING_INTERVAL_S);
}

static void
on_message (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  ConfabLine *self = user_data;
  gsize length = 0;
  const char *text = g_bytes_get_data (message, &length);

  mark_heard (self);
  /* libsoup has checked the UTF-8 and keeps a zero byte behind the text (RFC 6455 8.1). */
  if (type != SOUP_WEBSOCKET_DATA_TEXT || length == 0 || memchr (text, '\0', length) != NULL) {
    g_message ("the service sent a frame without text, ignored");
    return;
  }
  if (self->events != NULL)
    self->events->text (self->user_data, text, length);
}

static void
on_socket_closed (SoupWebsocketConnection *socket, gpointer user_data)
{
  g_autoptr (GError) error =
      g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE,
                           _ ("The connection to the meeting service was lost"));

  g_debug ("the service closed the connection with code %u",
           soup_websocket_connection_get_close_code (socket));
  report_closed (user_data, error);
}

static void
take_socket (ConfabLine *self, SoupWebsocketConnection *socket)
{
  self->socket = socket;
  soup_websocket_connection_set_max_incoming_payload_size (socket, MAX_TEXT_BYTES);
  soup_websocket_connection_set_keepalive_interval (socket, PING_INTERVAL_S);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), self);
  g_signal_connect (socket, "pong", G_CALLBACK (on_pong), self);
  g_signal_connect (socket, "closed", G_CALLBACK (on_socket_closed), self);
  mark_heard (self);
  self->events->opened (self->user_data);
}

#define STATUS_TOO_MANY_REQUESTS 429 /* RFC 6585 section 4 */

/* The service answers the upgrade itself where it will not have us. */
static GError *
explain_refused_upgrade (ConfabLine *self, const GError *error)
{
  guint status = soup_message_get_status (self->message);

  if (status == SOUP_STATUS_NOT_FOUND)
    return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_NOT_FOUND,
                                _ ("The meeting service does not know this room; check the link "
                                   "or ask the host for a new one"));
  if (status == STATUS_TOO_MANY_REQUESTS || status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE,
                                _ ("The meeting service is busy at the moment"));
  return g_error_copy (error);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabLine *self = user_data; /* this callback's reference */
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *socket =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (self->events == NULL) { /* closed meanwhile */
    g_clear_object (&socket);
  } else if (socket != NULL) {
    take_socket (self, socket);
  } else {
    g_autoptr (GError) explained = explain_refused_upgrade (self, error);

    g_debug ("connecting failed: %s", error->message);
    report_closed (self, explained);
  }
  line_unref (self);
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer user_data)
{
  ConfabLine *self = user_data;

  if (event != G_SOCKET_CLIENT_CONNECTED)
    return;
  g_clear_object (&self->local_address);
  self->local_address = confab_local_address_of (connection);
}

ConfabLine *
confab_line_open (const ConfabServiceAddress *address, const char *room,
                  const ConfabLineEvents *events, gpointer user_data)
{
  ConfabLine *self = g_rc_box_new0 (ConfabLine);
  g_autofree char *url = g_strdup_printf ("%s/api/v1/rooms/%s/ws", address->url, room);

  self->events = events;
  self->user_data = user_data;
  self->session = confab_service_session_new (address);
  self->message = soup_message_new (SOUP_METHOD_GET, url);
  self->cancellable = g_cancellable_new ();
  self->dead_at_ms = confab_clock_boot_ms () + CONNECT_TIMEOUT_S * 1000;
  self->watch_source = g_timeout_add_seconds (1, on_watch, self);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  soup_session_websocket_connect_async (self->session, self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->cancellable, on_connected,
                                        g_rc_box_acquire (self));
  return self;
}

gboolean
confab_line_send (ConfabLine *self, const char *text)
{
  if (self->socket == NULL || self->events == NULL ||
      soup_websocket_connection_get_state (self->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return FALSE;

  soup_websocket_connection_send_text (self->socket, text);
  return TRUE;
}

gboolean
confab_line_probe (ConfabLine *self)
{
  if (self->local_address != NULL && !confab_local_address_is_ours (self->local_address))
    return FALSE;
  if (self->socket == NULL)
    return TRUE;
  self->dead_at_ms = MIN (self->dead_at_ms, confab_clock_boot_ms () + PROBE_MS);
  /* The shortest interval makes libsoup ping within a second; the pong restores it. */
  soup_websocket_connection_set_keepalive_interval (self->socket, 1);
  return TRUE;
}

void
confab_line_finish (ConfabLine *self)
{
  self->dead_at_ms = confab_clock_boot_ms () + FINISH_MS;
  if (self->socket == NULL)
    g_cancellable_cancel (self->cancellable);
  else if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

void
confab_line_close (ConfabLine *self)
{
  self->events = NULL;
  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_cancellable_cancel (self->cancellable);
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  line_unref (self);
}
