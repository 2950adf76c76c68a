/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to the service over time: connect, hello, welcome, and again when it breaks. */
#include "signalling/signalling.h"

#include "signalling/backoff.h"
#include "signalling/line.h"
#include "signalling/refusal-words.h"

#include <glib/gi18n-lib.h>

#define WELCOME_TIMEOUT_S 10
/* docs/protocol.md 12.2: so many unusable messages within a minute are worth telling. */
#define BAD_MESSAGES_TOLD 3
#define BAD_MESSAGES_WINDOW_MS 60000

struct _ConfabSignalling {
  GObject parent_instance;

  ConfabServiceAddress *address;
  char *room;
  ConfabPid pid;

  ConfabSignallingState state;
  gboolean closed; /* for good: no further attempt */
  gboolean ever_connected;
  ConfabLine *line;
  ConfabBackoff backoff;
  guint retry_source;
  guint welcome_source;
  GError *last_error;

  GNetworkMonitor *monitor;

  guint bad_messages;
  gint64 first_bad_ms;
};

G_DEFINE_FINAL_TYPE (ConfabSignalling, confab_signalling, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { WELCOME, CARRIER, REJECTED, INVALID_DATA, N_SIGNALS };
static guint signals[N_SIGNALS];

static void connect_now (ConfabSignalling *self);

static void
set_state (ConfabSignalling *self, ConfabSignallingState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_debug ("room line is %u", state);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
drop_line (ConfabSignalling *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->welcome_source, g_source_remove);
  g_clear_pointer (&self->line, confab_line_close);
}

static gboolean
on_retry (gpointer user_data)
{
  ConfabSignalling *self = user_data;

  self->retry_source = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
wait_and_retry (ConfabSignalling *self)
{
  guint delay_ms = confab_backoff_next_ms (&self->backoff, g_random_double ());

  drop_line (self);
  self->retry_source = g_timeout_add (delay_ms, on_retry, self);
  set_state (self, CONFAB_SIGNALLING_WAITING);
}

static void
reject (ConfabSignalling *self, const char *code, const char *words)
{
  self->closed = TRUE;
  drop_line (self);
  set_state (self, CONFAB_SIGNALLING_OFFLINE);
  g_signal_emit (self, signals[REJECTED], 0, code, words);
}

/* What another attempt can not change. During a meeting everything is tried again: the service may
 * be in the middle of a restart. */
static const char *
final_code (const GError *error)
{
  if (g_error_matches (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_NOT_FOUND))
    return "room-unknown";
  if (g_error_matches (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_CERTIFICATE))
    return "certificate";
  return NULL;
}

static void
on_line_closed (gpointer user_data, const GError *error)
{
  g_autoptr (ConfabSignalling) self = g_object_ref (user_data);

  g_clear_error (&self->last_error);
  self->last_error = g_error_copy (error);
  if (self->closed) {
    drop_line (self);
    set_state (self, CONFAB_SIGNALLING_OFFLINE);
  } else if (final_code (error) != NULL && !self->ever_connected) {
    reject (self, final_code (error), error->message);
  } else {
    wait_and_retry (self);
  }
}

static gboolean
on_welcome_overdue (gpointer user_data)
{
  ConfabSignalling *self = user_data;

  self->welcome_source = 0;
  g_message ("the service did not answer the greeting in time");
  wait_and_retry (self);
  return G_SOURCE_REMOVE;
}

static void
send_hello (ConfabSignalling *self)
{
  g_autoptr (ConfabCarrier) hello = confab_carrier_new (CONFAB_CARRIER_HELLO);
  g_autofree char *text = NULL;

  hello->hello.version = CONFAB_PROTOCOL_VERSION;
  hello->hello.pid = self->pid;
  text = confab_carrier_to_json (hello);
  confab_line_send (self->line, text);
}

static void
on_line_opened (gpointer user_data)
{
  ConfabSignalling *self = user_data;

  self->welcome_source = g_timeout_add_seconds (WELCOME_TIMEOUT_S, on_welcome_overdue, self);
  send_hello (self);
}

/* A broken or hostile service: drop, count, and tell when it goes on (12.2). */
static void
count_bad_message (ConfabSignalling *self, const char *why)
{
  gint64 now_ms = confab_clock_boot_ms ();

  g_message ("a message of the service can not be used: %s", why);
  if (self->bad_messages == 0 || now_ms - self->first_bad_ms > BAD_MESSAGES_WINDOW_MS) {
    self->bad_messages = 0;
    self->first_bad_ms = now_ms;
  }
  if (++self->bad_messages == BAD_MESSAGES_TOLD)
    g_signal_emit (self, signals[INVALID_DATA], 0);
}

static void
accept_welcome (ConfabSignalling *self, const ConfabCarrier *welcome)
{
  g_clear_handle_id (&self->welcome_source, g_source_remove);
  g_clear_error (&self->last_error);
  confab_backoff_reset (&self->backoff);
  self->ever_connected = TRUE;
  set_state (self, CONFAB_SIGNALLING_CONNECTED);
  g_signal_emit (self, signals[WELCOME], 0, welcome);
}

/* A refusal that time may lift. Every other one is final before a meeting, and none is during one. */
static gboolean
is_passing (ConfabSignalling *self, const char *code)
{
  static const char *const passing[] = { "busy",        "too-many-connections", "rate-limited",
                                         "unavailable", "restarting",           NULL };

  return self->ever_connected || g_strv_contains (passing, code);
}

static void
accept_refusal (ConfabSignalling *self, const ConfabServiceError *refusal)
{
  g_autofree char *words = confab_refusal_words (refusal->code, refusal->text);

  if (!is_passing (self, refusal->code)) {
    reject (self, refusal->code, words);
    return;
  }
  g_clear_error (&self->last_error);
  self->last_error =
      g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_REFUSED, words);
  wait_and_retry (self);
}

/* Until the welcome the service may only greet or refuse. */
static void
accept_first (ConfabSignalling *self, const ConfabCarrier *carrier)
{
  if (carrier->type == CONFAB_CARRIER_WELCOME)
    accept_welcome (self, carrier);
  else if (carrier->type == CONFAB_CARRIER_ERROR || carrier->type == CONFAB_CARRIER_BYE)
    accept_refusal (self, &carrier->error);
  else
    count_bad_message (self, "not a welcome");
}

static void
on_line_text (gpointer user_data, const char *text, gsize length)
{
  g_autoptr (ConfabSignalling) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCarrier) carrier = confab_carrier_parse (text, length, &error);

  if (carrier == NULL)
    count_bad_message (self, error->message);
  else if (self->state != CONFAB_SIGNALLING_CONNECTED)
    accept_first (self, carrier);
  else if (carrier->type == CONFAB_CARRIER_WELCOME)
    count_bad_message (self, "a second welcome");
  else
    g_signal_emit (self, signals[CARRIER], 0, carrier);
}

static const ConfabLineEvents line_events = {
  .opened = on_line_opened,
  .text = on_line_text,
  .closed = on_line_closed,
};

static void
connect_now (ConfabSignalling *self)
{
  drop_line (self);
  set_state (self, CONFAB_SIGNALLING_CONNECTING);
  self->line = confab_line_open (self->address, self->room, &line_events, self);
}

/* The addresses or routes of this computer have changed: what waited need not wait any longer, and
 * what was up may be dead without knowing it. */
static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  ConfabSignalling *self = user_data;

  if (self->closed || !available)
    return;
  if (self->state == CONFAB_SIGNALLING_WAITING ||
      (self->line != NULL && !confab_line_probe (self->line))) {
    confab_backoff_reset (&self->backoff);
    connect_now (self);
  }
}

void
confab_signalling_open (ConfabSignalling *self)
{
  g_return_if_fail (CONFAB_IS_SIGNALLING (self));
  g_return_if_fail (self->line == NULL && !self->closed);

  connect_now (self);
}

void
confab_signalling_close (ConfabSignalling *self, gboolean politely)
{
  g_return_if_fail (CONFAB_IS_SIGNALLING (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  if (politely && self->state == CONFAB_SIGNALLING_CONNECTED) {
    g_autoptr (ConfabCarrier) goodbye = confab_carrier_new (CONFAB_CARRIER_LEAVE);

    confab_signalling_send (self, goodbye);
    confab_line_finish (self->line); /* OFFLINE when it is through */
  } else {
    drop_line (self);
    set_state (self, CONFAB_SIGNALLING_OFFLINE);
  }
}

gboolean
confab_signalling_send (ConfabSignalling *self, const ConfabCarrier *message)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (CONFAB_IS_SIGNALLING (self), FALSE);

  if (self->state != CONFAB_SIGNALLING_CONNECTED)
    return FALSE;
  text = confab_carrier_to_json (message);
  return confab_line_send (self->line, text);
}

ConfabSignallingState
confab_signalling_get_state (ConfabSignalling *self)
{
  g_return_val_if_fail (CONFAB_IS_SIGNALLING (self), CONFAB_SIGNALLING_OFFLINE);

  return self->state;
}

const GError *
confab_signalling_get_last_error (ConfabSignalling *self)
{
  g_return_val_if_fail (CONFAB_IS_SIGNALLING (self), NULL);

  return self->last_error;
}

static void
confab_signalling_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabSignalling *self = CONFAB_SIGNALLING (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_signalling_dispose (GObject *object)
{
  ConfabSignalling *self = CONFAB_SIGNALLING (object);

  drop_line (self);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (confab_signalling_parent_class)->dispose (object);
}

static void
confab_signalling_finalize (GObject *object)
{
  ConfabSignalling *self = CONFAB_SIGNALLING (object);

  g_clear_pointer (&self->address, confab_service_address_free);
  g_clear_pointer (&self->room, g_free);
  g_clear_error (&self->last_error);
  G_OBJECT_CLASS (confab_signalling_parent_class)->finalize (object);
}

static void
confab_signalling_class_init (ConfabSignallingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_signalling_get_property;
  object_class->dispose = confab_signalling_dispose;
  object_class->finalize = confab_signalling_finalize;

  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, "ConfabSignallingState", CONFAB_SIGNALLING_OFFLINE,
                        CONFAB_SIGNALLING_WAITING, CONFAB_SIGNALLING_OFFLINE,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[WELCOME] = g_signal_new ("welcome", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[CARRIER] = g_signal_new ("carrier", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[REJECTED] = g_signal_new ("rejected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[INVALID_DATA] = g_signal_new ("invalid-data", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_signalling_init (ConfabSignalling *self)
{
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
}

ConfabSignalling *
confab_signalling_new (const ConfabServiceAddress *address, const char *room, const ConfabPid *pid)
{
  ConfabSignalling *self = g_object_new (CONFAB_TYPE_SIGNALLING, NULL);

  self->address = confab_service_address_copy (address);
  self->room = g_strdup (room);
  self->pid = *pid;
  return self;
}
