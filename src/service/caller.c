/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/caller.h"

#include "base/base.h"
#include "service/address-key.h"

#include <string.h>

/* How long answering a complete request may take, storage included. */
#define ANSWER_MS 30000

#define END_OF_REQUEST "\r\n\r\n"
#define END_OF_REQUEST_BYTES 4

struct _ConfabCaller {
  ConfabSwitchboard *switchboard;
  ConfabCallerEntry *entry; /* NULL once it is cut off or closed */
  GSocketConnection *connection;
  ConfabMeteredStream *stream; /* (unowned): NULL before there is HTTP and once it is closed */
  GCancellable *cancellable;
  GInetAddress *peer;
  char *key;
  gboolean is_proxy; /* and has not said for whom it speaks */
  gint64 since_ms;
  guint deadline_source;
  gsize request_bytes;
  char tail[END_OF_REQUEST_BYTES]; /* the last bytes of the request so far */
};

static void
switchboard_clear (gpointer data)
{
  ConfabSwitchboard *switchboard = data;

  confab_caller_table_free (switchboard->table);
  confab_address_limits_free (switchboard->bytes);
  g_clear_pointer (&switchboard->proxies, g_ptr_array_unref);
}

ConfabSwitchboard *
confab_switchboard_new (void)
{
  return g_rc_box_new0 (ConfabSwitchboard);
}

ConfabSwitchboard *
confab_switchboard_ref (ConfabSwitchboard *switchboard)
{
  return g_rc_box_acquire (switchboard);
}

void
confab_switchboard_unref (ConfabSwitchboard *switchboard)
{
  g_rc_box_release_full (switchboard, switchboard_clear);
}

static GQuark
caller_quark (void)
{
  return g_quark_from_static_string ("confab-caller");
}

static void
leave_table (ConfabCaller *caller)
{
  ConfabCallerEntry *entry = g_steal_pointer (&caller->entry);

  if (entry != NULL)
    confab_caller_table_remove (caller->switchboard->table, entry);
}

static void
caller_clear (gpointer data)
{
  ConfabCaller *caller = data;

  g_clear_handle_id (&caller->deadline_source, g_source_remove);
  leave_table (caller);
  g_clear_object (&caller->connection);
  g_clear_object (&caller->cancellable);
  g_clear_object (&caller->peer);
  g_free (caller->key);
  confab_switchboard_unref (caller->switchboard);
}

ConfabCaller *
confab_caller_ref (ConfabCaller *caller)
{
  return g_rc_box_acquire (caller);
}

void
confab_caller_unref (ConfabCaller *caller)
{
  g_rc_box_release_full (caller, caller_clear);
}

/* Its place is free at once, though closing takes another turn of the main loop. */
void
confab_caller_cut (ConfabCaller *caller)
{
  g_clear_handle_id (&caller->deadline_source, g_source_remove);
  leave_table (caller);
  g_cancellable_cancel (caller->cancellable);
  if (caller->stream != NULL)
    confab_metered_stream_cut (caller->stream);
}

static gboolean
on_deadline (gpointer user_data)
{
  ConfabCaller *caller = user_data;

  caller->deadline_source = 0;
  confab_caller_cut (caller);
  return G_SOURCE_REMOVE;
}

static void
set_deadline (ConfabCaller *caller, guint ms)
{
  g_clear_handle_id (&caller->deadline_source, g_source_remove);
  caller->deadline_source = g_timeout_add (ms, on_deadline, caller);
}

ConfabCaller *
confab_caller_new (ConfabSwitchboard *switchboard, GSocketConnection *connection)
{
  ConfabCaller *caller = g_rc_box_new0 (ConfabCaller);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  ConfabCaller *evicted = NULL;

  caller->switchboard = confab_switchboard_ref (switchboard);
  caller->connection = g_object_ref (connection);
  caller->cancellable = g_cancellable_new ();
  caller->since_ms = confab_clock_boot_ms ();
  if (G_IS_INET_SOCKET_ADDRESS (remote)) /* else it is gone again already */
    caller->peer =
        g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
  else
    caller->peer = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);

  caller->is_proxy = confab_proxies_contain (switchboard->proxies, caller->peer);
  caller->key = confab_address_key (caller->peer);
  caller->entry = confab_caller_table_add (
      switchboard->table, caller->is_proxy ? NULL : caller->key, caller, (gpointer *) &evicted);
  set_deadline (caller, switchboard->first_message_ms);
  if (evicted != NULL)
    confab_caller_cut (evicted);
  return caller;
}

GCancellable *
confab_caller_get_cancellable (ConfabCaller *caller)
{
  return caller->cancellable;
}

/* Before a WebSocket takes over: one request of bounded size. */
static gboolean
on_request_bytes (const guint8 *bytes, gsize length, gpointer user_data)
{
  ConfabCaller *caller = user_data;
  gsize kept = length < END_OF_REQUEST_BYTES ? END_OF_REQUEST_BYTES - length : 0;
  gsize added = END_OF_REQUEST_BYTES - kept;

  memmove (caller->tail, caller->tail + added, kept);
  memcpy (caller->tail + kept, bytes + length - added, added);
  caller->request_bytes += length;
  if (caller->request_bytes <= CONFAB_REQUEST_MAX_BYTES)
    return TRUE;
  confab_caller_cut (caller);
  return FALSE;
}

static void
on_stream_closed (ConfabMeteredStream *stream, gpointer user_data)
{
  ConfabCaller *caller = user_data;

  g_clear_handle_id (&caller->deadline_source, g_source_remove);
  confab_metered_stream_set_meter (stream, NULL, NULL, NULL);
  leave_table (caller);
  g_signal_handlers_disconnect_by_data (stream, caller);
  caller->stream = NULL;
  confab_caller_unref (caller); /* the stream's */
}

gboolean
confab_caller_serve (ConfabCaller *caller, GIOStream *stream, SoupServer *server, GError **error)
{
  GSocket *socket = g_socket_connection_get_socket (caller->connection);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (ConfabMeteredStream) metered = NULL;

  if (local != NULL)
    remote = g_socket_get_remote_address (socket, error);
  if (remote == NULL)
    return FALSE;

  /* libsoup hands the address out with every message, which leads back to the caller. */
  g_object_set_qdata_full (G_OBJECT (remote), caller_quark (), confab_caller_ref (caller),
                           (GDestroyNotify) confab_caller_unref);
  /* It belongs to whoever reads and writes it, and tells when it goes. */
  metered = confab_metered_stream_new (stream, socket);
  caller->stream = metered;
  confab_metered_stream_set_meter (metered, on_request_bytes, NULL, caller);
  g_signal_connect (metered, "closed", G_CALLBACK (on_stream_closed), confab_caller_ref (caller));
  return soup_server_accept_iostream (server, G_IO_STREAM (metered), local, remote, error);
}

ConfabCaller *
confab_caller_of (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (soup_server_message_get_remote_address (message)),
                             caller_quark ());
}

gboolean
confab_caller_identify (ConfabCaller *caller, SoupServerMessage *message)
{
  ConfabSwitchboard *switchboard = caller->switchboard;
  const char *forwarded = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "X-Forwarded-For");
  g_autoptr (GInetAddress) client = NULL;

  if (switchboard->must_be_proxied && !g_inet_address_get_is_loopback (caller->peer) &&
      !confab_proxies_contain (switchboard->proxies, caller->peer))
    return FALSE;

  client = confab_proxies_find_client (switchboard->proxies, caller->peer, forwarded);
  g_free (caller->key);
  caller->key = confab_address_key (client);
  caller->is_proxy = confab_proxies_contain (switchboard->proxies, client);
  if (caller->entry != NULL && !caller->is_proxy)
    confab_caller_table_set_key (switchboard->table, caller->entry, caller->key);
  return TRUE;
}

const char *
confab_caller_get_key (ConfabCaller *caller)
{
  return caller->key;
}

void
confab_caller_request_is_complete (ConfabCaller *caller)
{
  if (caller->stream != NULL)
    set_deadline (caller, ANSWER_MS);
}

gboolean
confab_caller_take_over (ConfabCaller *caller, ConfabMeterFunc on_read,
                         ConfabMeterWrittenFunc on_written, gpointer user_data)
{
  if (caller->stream == NULL || memcmp (caller->tail, END_OF_REQUEST, END_OF_REQUEST_BYTES) != 0)
    return FALSE;
  g_clear_handle_id (&caller->deadline_source, g_source_remove);
  confab_metered_stream_set_meter (caller->stream, on_read, on_written, user_data);
  return TRUE;
}

gboolean
confab_caller_take_bytes (ConfabCaller *caller, gsize bytes, gint64 now_ms)
{
  return caller->is_proxy ||
         confab_address_limits_take (caller->switchboard->bytes, caller->key, bytes, now_ms);
}

void
confab_caller_release (ConfabCaller *caller)
{
  if (caller->stream != NULL)
    confab_metered_stream_set_meter (caller->stream, NULL, NULL, NULL);
}

gboolean
confab_caller_let_talk (ConfabCaller *caller)
{
  return caller->entry != NULL &&
         confab_caller_table_let_talk (caller->switchboard->table, caller->entry);
}

gint64
confab_caller_get_since_ms (ConfabCaller *caller)
{
  return caller->since_ms;
}
