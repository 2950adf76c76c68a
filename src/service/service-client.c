/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/service-client.h"

#include "service/frame-scan.h"
#include "service/rate-limit.h"

#define HELLO_MAX_BYTES 4096
/* What may wait for a client: some welcomes and syncs of the largest kind. */
#define UNSENT_MAX_BYTES ((guint64) 2 * 1024 * 1024)
/* Refusals that are no reason to close yet, and how fast they are forgiven. */
#define REFUSALS_BURST 30
#define REFUSALS_PER_SECOND 1
/* How long a closing client has for its side of it. */
#define CLOSE_MS 2000

typedef enum {
  AWAITS_HELLO,
  AWAITS_WELCOME,
  OPEN,
  CLOSING,
} State;

struct _ConfabServiceClient {
  GObject parent_instance;
  SoupWebsocketConnection *socket;
  ConfabCaller *caller;
  char *room;
  ConfabServiceTimes times;
  ConfabPid pid;
  State state;
  gboolean is_closed; /* "closed" was emitted */

  ConfabFrameScan incoming;
  ConfabFrameScan outgoing;
  guint64 sent_bytes; /* data frames handed to libsoup; outgoing.data_bytes of them are written */
  ConfabRateLimit frames;
  ConfabRateLimit bytes;
  ConfabRateLimit refusals;
  gint64 heard_ms;   /* boot clock */
  gint64 written_ms; /* boot clock: when writing last went on, or had nothing to do */

  guint watch_source;     /* silence, in either direction */
  guint close_source;     /* the end of its patience */
  guint violation_source; /* tells @violation once libsoup is not in the middle of reading */
  ConfabRefusal violation;
};

G_DEFINE_FINAL_TYPE (ConfabServiceClient, confab_service_client, G_TYPE_OBJECT)

enum { HELLO, CARRIER, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear_sources (ConfabServiceClient *self)
{
  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_handle_id (&self->close_source, g_source_remove);
  g_clear_handle_id (&self->violation_source, g_source_remove);
}

static guint64
unsent_bytes (ConfabServiceClient *self)
{
  return self->sent_bytes - MIN (self->sent_bytes, self->outgoing.data_bytes);
}

static gboolean
on_close_overdue (gpointer user_data)
{
  ConfabServiceClient *self = user_data;

  self->close_source = 0;
  confab_caller_cut (self->caller);
  return G_SOURCE_REMOVE;
}

static void
close_socket (ConfabServiceClient *self, gushort code)
{
  if (self->state == CLOSING)
    return;
  self->state = CLOSING;
  g_clear_handle_id (&self->watch_source, g_source_remove);
  self->close_source = g_timeout_add (CLOSE_MS, on_close_overdue, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, code, NULL);
}

void
confab_service_client_send_text (ConfabServiceClient *self, const char *text)
{
  if (self->state == CLOSING ||
      soup_websocket_connection_get_state (self->socket) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  if (unsent_bytes (self) == 0)
    self->written_ms = confab_clock_boot_ms ();
  self->sent_bytes += confab_frame_scan_size (strlen (text));
  if (unsent_bytes (self) > UNSENT_MAX_BYTES) {
    g_message ("a client does not read what it is sent; it is cut off");
    self->state = CLOSING;
    clear_sources (self);
    confab_caller_cut (self->caller);
    return;
  }
  soup_websocket_connection_send_text (self->socket, text);
}

void
confab_service_client_send (ConfabServiceClient *self, const ConfabCarrier *carrier)
{
  g_autofree char *text = confab_carrier_to_json (carrier);

  confab_service_client_send_text (self, text);
}

static void
send_words (ConfabServiceClient *self, ConfabCarrierType type, const char *code, const char *text)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new_error (type, code, text);

  confab_service_client_send (self, carrier);
}

void
confab_service_client_refuse (ConfabServiceClient *self, ConfabRefusal refusal)
{
  if (self->state == CLOSING || refusal == CONFAB_ACCEPTED)
    return;

  if (!confab_refusal_is_final (refusal) && !confab_refusal_is_free (refusal) &&
      !confab_rate_limit_take (&self->refusals, 1, confab_clock_boot_ms ()))
    refusal = CONFAB_REFUSED_TOO_MANY_ERRORS;
  g_debug ("refused: %s", confab_refusal_code (refusal));
  send_words (self, CONFAB_CARRIER_ERROR, confab_refusal_code (refusal),
              confab_refusal_text (refusal));
  if (confab_refusal_is_final (refusal))
    close_socket (self, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);
}

void
confab_service_client_dismiss (ConfabServiceClient *self, ConfabFarewell farewell)
{
  send_words (self, CONFAB_CARRIER_BYE, confab_farewell_code (farewell),
              confab_farewell_text (farewell));
  close_socket (self, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
}

void
confab_service_client_close (ConfabServiceClient *self)
{
  close_socket (self, SOUP_WEBSOCKET_CLOSE_NORMAL);
}

gboolean
confab_service_client_is_closing (ConfabServiceClient *self)
{
  return self->state == CLOSING;
}

static gboolean
on_violation (gpointer user_data)
{
  ConfabServiceClient *self = user_data;

  self->violation_source = 0;
  confab_service_client_refuse (self, self->violation);
  return G_SOURCE_REMOVE;
}

/* libsoup is reading just now: the words wait for the next turn of the main loop, the ears close at once. */
static gboolean
stop_listening (ConfabServiceClient *self, ConfabRefusal refusal)
{
  self->violation = refusal;
  if (self->violation_source == 0)
    self->violation_source = g_idle_add (on_violation, self);
  return FALSE;
}

static gboolean
on_bytes_read (const guint8 *bytes, gsize length, gpointer user_data)
{
  ConfabServiceClient *self = user_data;
  gint64 now_ms = confab_clock_boot_ms ();
  guint64 frames_before = self->incoming.frames;
  guint64 most =
      self->state == AWAITS_HELLO ? HELLO_MAX_BYTES : (guint64) CONFAB_CARRIER_SYNC_MAX_BYTES;

  self->heard_ms = now_ms;
  confab_frame_scan_feed (&self->incoming, bytes, length);
  if (!confab_rate_limit_take (&self->bytes, length, now_ms) ||
      !confab_caller_take_bytes (self->caller, length, now_ms) ||
      !confab_rate_limit_take (&self->frames, self->incoming.frames - frames_before, now_ms))
    return stop_listening (self, CONFAB_REFUSED_RATE_LIMITED);
  if (confab_frame_scan_announced (&self->incoming) > most)
    return stop_listening (self, CONFAB_REFUSED_TOO_LARGE);
  return TRUE;
}

static void
on_bytes_written (const guint8 *bytes, gsize length, gpointer user_data)
{
  ConfabServiceClient *self = user_data;

  confab_frame_scan_feed (&self->outgoing, bytes, length);
  self->written_ms = confab_clock_boot_ms ();
}

/* When something has to happen if nothing is heard, or nothing can be written, until then. */
static gint64
next_deadline_ms (ConfabServiceClient *self)
{
  if (self->state == AWAITS_HELLO)
    return confab_caller_get_since_ms (self->caller) + self->times.first_message_ms;
  if (unsent_bytes (self) > 0)
    return MIN (self->heard_ms, self->written_ms) + self->times.silence_ms;
  return self->heard_ms + self->times.silence_ms;
}

static gboolean
on_watch (gpointer user_data)
{
  ConfabServiceClient *self = user_data;
  gint64 left_ms = next_deadline_ms (self) - confab_clock_boot_ms ();

  self->watch_source = 0;
  if (left_ms <= 0)
    confab_service_client_refuse (self, CONFAB_REFUSED_SILENT);
  else
    self->watch_source =
        g_timeout_add (MIN ((guint) left_ms, self->times.silence_ms), on_watch, self);
  return G_SOURCE_REMOVE;
}

static ConfabRefusal
refusal_of_parse_error (const GError *error)
{
  if (g_error_matches (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE))
    return CONFAB_REFUSED_TOO_LARGE;
  if (g_error_matches (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE))
    return CONFAB_REFUSED_UNKNOWN_TYPE;
  return CONFAB_REFUSED_BAD_MESSAGE;
}

static void
take_hello (ConfabServiceClient *self, const ConfabCarrier *carrier)
{
  if (carrier->type != CONFAB_CARRIER_HELLO) {
    confab_service_client_refuse (self, CONFAB_REFUSED_HELLO_FIRST);
  } else if (carrier->hello.version != CONFAB_PROTOCOL_VERSION) {
    confab_service_client_refuse (self, CONFAB_REFUSED_VERSION);
  } else if (!confab_caller_let_talk (self->caller)) {
    confab_service_client_refuse (self, CONFAB_REFUSED_TOO_MANY_CONNECTIONS);
  } else {
    self->pid = carrier->hello.pid;
    self->state = AWAITS_WELCOME;
    soup_websocket_connection_set_max_incoming_payload_size (self->socket,
                                                             CONFAB_CARRIER_SYNC_MAX_BYTES);
    g_signal_emit (self, signals[HELLO], 0);
  }
}

static void
take_carrier (ConfabServiceClient *self, const ConfabCarrier *carrier, GBytes *text)
{
  switch (self->state) {
  case AWAITS_HELLO:
    take_hello (self, carrier);
    break;
  case AWAITS_WELCOME:
    if (carrier->type == CONFAB_CARRIER_LEAVE)
      confab_service_client_close (self);
    else
      confab_service_client_refuse (self, CONFAB_REFUSED_HELLO_FIRST);
    break;
  case OPEN:
    if (carrier->type == CONFAB_CARRIER_HELLO)
      confab_service_client_refuse (self, CONFAB_REFUSED_HELLO_FIRST);
    else
      g_signal_emit (self, signals[CARRIER], 0, carrier, text);
    break;
  case CLOSING:
  default:
    break;
  }
}

static void
on_message (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  g_autoptr (ConfabServiceClient) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCarrier) carrier = NULL;
  gsize length;
  const char *text = g_bytes_get_data (message, &length);

  if (self->state == CLOSING)
    return;
  if (type != SOUP_WEBSOCKET_DATA_TEXT) {
    confab_service_client_refuse (self, CONFAB_REFUSED_BAD_MESSAGE);
    return;
  }
  carrier = confab_carrier_parse (text, length, &error);
  if (carrier != NULL) {
    take_carrier (self, carrier, message);
  } else {
    g_debug ("a message that can not be read: %s", error->message);
    confab_service_client_refuse (self, refusal_of_parse_error (error));
  }
}

/* libsoup found the frames themselves wrong (RFC 6455) and closes; it may have to be helped. */
static void
on_error (SoupWebsocketConnection *socket, GError *error, gpointer user_data)
{
  ConfabServiceClient *self = user_data;

  g_debug ("a WebSocket failed: %s", error->message);
  close_socket (self, SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR);
}

static void
on_closed (SoupWebsocketConnection *socket, gpointer user_data)
{
  g_autoptr (ConfabServiceClient) self = g_object_ref (user_data);

  self->state = CLOSING;
  clear_sources (self);
  confab_caller_release (self->caller);
  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  g_signal_emit (self, signals[CLOSED], 0);
}

void
confab_service_client_welcome (ConfabServiceClient *self, const ConfabCarrier *welcome)
{
  if (self->state != AWAITS_WELCOME)
    return;
  self->state = OPEN;
  confab_service_client_send (self, welcome);
}

const char *
confab_service_client_get_room (ConfabServiceClient *self)
{
  return self->room;
}

const ConfabPid *
confab_service_client_get_pid (ConfabServiceClient *self)
{
  return &self->pid;
}

static void
confab_service_client_dispose (GObject *object)
{
  ConfabServiceClient *self = CONFAB_SERVICE_CLIENT (object);

  clear_sources (self);
  if (self->socket != NULL)
    g_signal_handlers_disconnect_by_data (self->socket, self);
  if (self->caller != NULL) {
    confab_caller_release (self->caller);
    confab_caller_cut (self->caller);
  }
  g_clear_object (&self->socket);
  g_clear_pointer (&self->caller, confab_caller_unref);

  G_OBJECT_CLASS (confab_service_client_parent_class)->dispose (object);
}

static void
confab_service_client_finalize (GObject *object)
{
  g_free (CONFAB_SERVICE_CLIENT (object)->room);

  G_OBJECT_CLASS (confab_service_client_parent_class)->finalize (object);
}

static void
confab_service_client_class_init (ConfabServiceClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = confab_service_client_dispose;
  object_class->finalize = confab_service_client_finalize;

  signals[HELLO] =
      g_signal_new ("hello", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CARRIER] = g_signal_new ("carrier", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[CLOSED] =
      g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_service_client_init (ConfabServiceClient *self)
{
  gint64 now_ms = confab_clock_boot_ms ();

  self->heard_ms = now_ms;
  self->written_ms = now_ms;
  self->frames =
      confab_rate_limit (CONFAB_SERVICE_MESSAGES_PER_SECOND, CONFAB_SERVICE_MESSAGES_BURST, now_ms);
  self->bytes =
      confab_rate_limit (CONFAB_SERVICE_BYTES_PER_SECOND, CONFAB_CLIENT_BURST_BYTES, now_ms);
  self->refusals = confab_rate_limit (REFUSALS_PER_SECOND, REFUSALS_BURST, now_ms);
}

ConfabServiceClient *
confab_service_client_new (SoupWebsocketConnection *socket, ConfabCaller *caller, const char *room,
                           const ConfabServiceTimes *times)
{
  ConfabServiceClient *self = g_object_new (CONFAB_TYPE_SERVICE_CLIENT, NULL);

  self->socket = g_object_ref (socket);
  self->caller = confab_caller_ref (caller);
  self->room = g_strdup (room);
  self->times = *times;
  soup_websocket_connection_set_max_incoming_payload_size (socket, HELLO_MAX_BYTES);
  soup_websocket_connection_set_keepalive_interval (socket, times->ping_s);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), self);
  g_signal_connect (socket, "error", G_CALLBACK (on_error), self);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), self);

  if (!confab_caller_take_over (caller, on_bytes_read, on_bytes_written, self))
    confab_service_client_refuse (self, CONFAB_REFUSED_BAD_MESSAGE);
  else
    on_watch (self);
  return self;
}
