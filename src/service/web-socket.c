/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/web-socket.h"

#include "service/web-answer.h"

typedef struct {
  char *path;
  ConfabWebSocketFunc opened;
  gpointer user_data;
} Upgrade;

static void
upgrade_free (gpointer data, GClosure *closure)
{
  Upgrade *upgrade = data;

  g_free (upgrade->path);
  g_free (upgrade);
}

/* "101 Switching Protocols" is out: what follows on this connection is the WebSocket's. */
static void
on_switched (SoupServerMessage *message, gpointer user_data)
{
  const Upgrade *upgrade = user_data;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (SoupWebsocketConnection) socket = NULL;

  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;
  g_object_ref (message); /* it goes with its connection */
  stream = soup_server_message_steal_connection (message);
  socket = soup_websocket_connection_new (stream, soup_server_message_get_uri (message),
                                          SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, NULL, NULL);
  upgrade->opened (message, upgrade->path, socket, upgrade->user_data);
  g_object_unref (message);
}

void
confab_web_socket_upgrade (SoupServerMessage *message, const char *path, ConfabWebSocketFunc opened,
                           gpointer user_data)
{
  Upgrade *upgrade;

  if (!soup_websocket_server_check_handshake (message, NULL, NULL, NULL, NULL)) {
    confab_web_refuse (message, CONFAB_REFUSED_SOCKET_ONLY);
    return;
  }
  soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL);
  upgrade = g_new0 (Upgrade, 1);
  upgrade->path = g_strdup (path);
  upgrade->opened = opened;
  upgrade->user_data = user_data;
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (on_switched), upgrade,
                         upgrade_free, 0);
}
