/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IDLE -> STARTING (the fixed port, then any) -> RUNNING -> STOPPING -> STOPPED; a failed start is STOPPED too. */
#include "app/embedded-host.h"

#include "app/host-address.h"
#include "service/service.h"

#include <glib/gi18n.h>

/* Far more than people in a meeting; so few that strangers in the network can't burden this computer. */
#define CONNECTIONS 256
#define CONNECTIONS_PER_ADDRESS 16

typedef enum { IDLE, STARTING, RUNNING, STOPPING, STOPPED } HostState;

struct _ConfabEmbeddedHost {
  GObject parent_instance;
  char *state_dir;
  ConfabVerifyKey owner;
  GNetworkMonitor *monitor;

  HostState state;
  GInetAddress *address;
  guint16 port;
  gboolean is_again;      /* an earlier meeting's place: no other will do */
  GBytes *wanted;         /* (nullable): the certificate that goes with it */
  ConfabService *service; /* (nullable) */
  GTask *start_task, *stop_task;
  GBytes *certificate_sha256;
  char *reach, *trouble;
};

G_DEFINE_FINAL_TYPE (ConfabEmbeddedHost, confab_embedded_host, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- what is said --- */

static void
set_words (ConfabEmbeddedHost *self, const char *reach, const char *trouble)
{
  if (g_strcmp0 (self->reach, reach) == 0 && g_strcmp0 (self->trouble, trouble) == 0)
    return;
  g_free (self->reach);
  g_free (self->trouble);
  self->reach = g_strdup (reach);
  self->trouble = g_strdup (trouble);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The link names one address for the whole meeting: what else this computer gets does not help whoever has it. */
static void
look_around (ConfabEmbeddedHost *self)
{
  g_autoptr (GPtrArray) list = confab_interfaces_list ();
  const ConfabInterfaceAddress *own = confab_host_address_find (list, self->address);
  g_autofree char *reach = NULL;

  if (own != NULL) {
    reach = confab_host_address_dup_reach (own, list);
    set_words (self, reach, NULL);
  } else {
    const char *gone = _ ("The link no longer works, because the address of this computer "
                          "changed. Those who are here stay; to invite others, start a new "
                          "meeting.");

    set_words (self, NULL, gone);
  }
}

static void
on_network_changed (ConfabEmbeddedHost *self)
{
  if (self->state == RUNNING)
    look_around (self);
}

/* --- stopping --- */

static void
let_go (ConfabEmbeddedHost *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  self->state = STOPPED;
  g_clear_object (&self->service);
  g_clear_pointer (&self->certificate_sha256, g_bytes_unref);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
on_service_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabEmbeddedHost) self = user_data;

  confab_service_stop_finish (CONFAB_SERVICE (source), result, NULL);
  let_go (self);
}

static void
stop_service (ConfabEmbeddedHost *self)
{
  self->state = STOPPING;
  confab_service_stop_async (self->service, NULL, on_service_stopped, g_object_ref (self));
}

void
confab_embedded_host_stop_async (ConfabEmbeddedHost *self, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_EMBEDDED_HOST (self));
  g_return_if_fail (self->stop_task == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, confab_embedded_host_stop_async);
  self->stop_task = task;
  if (self->state == RUNNING)
    stop_service (self);
  else if (self->state == IDLE || self->state == STOPPED)
    let_go (self);
}

void
confab_embedded_host_stop_finish (ConfabEmbeddedHost *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* --- starting --- */

static void begin_starting (ConfabEmbeddedHost *self);

/* Takes @error. What the service says is meant for whoever administers one. */
static GError *
explain (ConfabEmbeddedHost *self, GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_FULL))
    text =
        g_strdup (_ ("The disk is full, so this computer can not host a meeting. Make room on it "
                     "and try again."));
  else if (!g_error_matches (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN))
    text =
        g_strdup_printf (_ ("This computer can not keep what hosting a meeting needs (%s). Check "
                            "the disk and who may write to that folder, or set a meeting "
                            "service in Preferences."),
                         error->message);
  else if (self->is_again)
    text = g_strdup_printf (_ ("Another program on this computer uses port %u now, where this "
                               "meeting was. End that program and try again, or start a new "
                               "meeting."),
                            self->port);
  else
    text = g_strdup (_ ("This computer can not host a meeting at its address in the network. Check "
                        "the connection to the network and try again, or set a meeting service "
                        "in Preferences."));
  g_free (error->message);
  error->message = g_steal_pointer (&text);
  return error;
}

static void
fail (ConfabEmbeddedHost *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->start_task);

  g_task_return_error (task, error);
  let_go (self);
}

static gboolean
may_take_another_port (ConfabEmbeddedHost *self, const GError *error)
{
  return !self->is_again && self->port != 0 &&
         g_error_matches (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN);
}

static gboolean
check_certificate (ConfabEmbeddedHost *self, GError **error)
{
  self->certificate_sha256 = confab_service_dup_certificate_sha256 (self->service);
  if (self->wanted == NULL || g_bytes_equal (self->wanted, self->certificate_sha256))
    return TRUE;
  g_set_error_literal (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CERTIFICATE,
                       _ ("The link of this meeting is too old: this computer proves itself with "
                          "a newer certificate. Start a new meeting."));
  return FALSE;
}

static void
finish_starting (ConfabEmbeddedHost *self)
{
  GError *error = NULL;

  if (self->stop_task != NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  else if (check_certificate (self, &error)) {
    g_autoptr (GTask) task = g_steal_pointer (&self->start_task);

    self->state = RUNNING;
    look_around (self);
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_task_return_error (self->start_task, error);
  g_clear_object (&self->start_task);
  stop_service (self);
}

static void
on_service_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabEmbeddedHost) self = user_data;
  GError *error = NULL;

  if (confab_service_start_finish (CONFAB_SERVICE (source), result, &error)) {
    finish_starting (self);
  } else if (may_take_another_port (self, error)) {
    g_error_free (error);
    self->port = 0;
    g_clear_object (&self->service);
    begin_starting (self);
  } else {
    fail (self, explain (self, error));
  }
}

static void
begin_starting (ConfabEmbeddedHost *self)
{
  g_autoptr (ConfabServiceConfig) config = confab_service_config_new ();

  g_free (config->listen);
  config->listen = confab_host_address_dup_authority (self->address, self->port);
  config->state_dir = g_strdup (self->state_dir);
  config->self_signed = TRUE;
  config->owner = g_memdup2 (&self->owner, sizeof self->owner);
  config->connections = CONNECTIONS;
  config->connections_per_address = CONNECTIONS_PER_ADDRESS;
  config->rooms_per_hour = 0;
  self->service = confab_service_new (config);
  confab_service_start_async (self->service, NULL, on_service_started, g_object_ref (self));
}

static void
choose_address (ConfabEmbeddedHost *self)
{
  g_autoptr (GPtrArray) list = confab_interfaces_list ();
  ConfabOwnAddresses own = { 0 };
  const ConfabInterfaceAddress *chosen;

  confab_own_addresses_refresh (&own);
  chosen = confab_host_address_choose (list, &own);
  self->address = chosen != NULL ? g_object_ref (chosen->address)
                                 : g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  self->port = CONFAB_EMBEDDED_HOST_PORT;
  confab_own_addresses_clear (&own);
}

/* An earlier meeting's address may be another computer's by now. */
static gboolean
take_address (ConfabEmbeddedHost *self, const char *authority, GError **error)
{
  g_autoptr (GPtrArray) list = confab_interfaces_list ();

  self->is_again = TRUE;
  if (confab_host_address_parse (authority, &self->address, &self->port) &&
      confab_host_address_find (list, self->address) != NULL)
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN,
               _ ("This meeting was at %s, and this computer has another address now. Start a new "
                  "meeting and send its link."),
               authority);
  return FALSE;
}

void
confab_embedded_host_start_async (ConfabEmbeddedHost *self, const char *authority,
                                  GBytes *certificate_sha256, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_EMBEDDED_HOST (self));
  g_return_if_fail (self->state == IDLE);

  self->state = STARTING;
  self->start_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->start_task, confab_embedded_host_start_async);
  if (certificate_sha256 != NULL)
    self->wanted = g_bytes_ref (certificate_sha256);
  if (authority == NULL)
    choose_address (self);
  else if (!take_address (self, authority, &error)) {
    fail (self, error);
    return;
  }
  begin_starting (self);
}

gboolean
confab_embedded_host_start_finish (ConfabEmbeddedHost *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_embedded_host_start_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- life --- */

static void
confab_embedded_host_dispose (GObject *object)
{
  ConfabEmbeddedHost *self = CONFAB_EMBEDDED_HOST (object);

  g_clear_object (&self->service);
  g_clear_object (&self->address);
  G_OBJECT_CLASS (confab_embedded_host_parent_class)->dispose (object);
}

static void
confab_embedded_host_finalize (GObject *object)
{
  ConfabEmbeddedHost *self = CONFAB_EMBEDDED_HOST (object);

  g_clear_pointer (&self->wanted, g_bytes_unref);
  g_clear_pointer (&self->certificate_sha256, g_bytes_unref);
  g_free (self->state_dir);
  g_free (self->reach);
  g_free (self->trouble);
  G_OBJECT_CLASS (confab_embedded_host_parent_class)->finalize (object);
}

static void
confab_embedded_host_class_init (ConfabEmbeddedHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_embedded_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_embedded_host_finalize;

  signals[CHANGED] = g_signal_new ("changed", CONFAB_TYPE_EMBEDDED_HOST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_embedded_host_init (ConfabEmbeddedHost *self)
{
  self->monitor = g_network_monitor_get_default (); /* never freed */
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
}

ConfabEmbeddedHost *
confab_embedded_host_new (const char *profile_dir, const ConfabVerifyKey *owner)
{
  ConfabEmbeddedHost *self = g_object_new (CONFAB_TYPE_EMBEDDED_HOST, NULL);

  self->state_dir = g_build_filename (profile_dir, "service", NULL);
  self->owner = *owner;
  return self;
}

const char *
confab_embedded_host_get_url (ConfabEmbeddedHost *self)
{
  return self->state == RUNNING ? confab_service_get_url (self->service) : NULL;
}

GBytes *
confab_embedded_host_get_certificate_sha256 (ConfabEmbeddedHost *self)
{
  return self->certificate_sha256;
}

const char *
confab_embedded_host_get_reach (ConfabEmbeddedHost *self)
{
  return self->reach;
}

const char *
confab_embedded_host_get_trouble (ConfabEmbeddedHost *self)
{
  return self->trouble;
}
