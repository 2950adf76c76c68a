/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting and stopping, and the hall: who has said hello but is in no room yet. */
#include "service/service.h"

#include "crypto/crypto.h"
#include "service/certificate-watch.h"
#include "service/listener.h"
#include "service/own-certificate.h"
#include "service/room-store.h"
#include "service/service-room.h"
#include "service/storage.h"
#include "service/web.h"

/* How long clients have to read the goodbye before they are cut off. */
#define STOP_MS 1500

struct _ConfabService {
  GObject parent_instance;
  ConfabServiceConfig *config;
  SoupServer *server;
  ConfabCertificateWatch *certificate; /* NULL: plain HTTP */
  ConfabStorage *storage;
  ConfabListener *listener;
  ConfabWeb *web;
  char *url;

  GHashTable *clients; /* set of ConfabServiceClient (owned): every open WebSocket */
  GHashTable *rooms;   /* ID -> ConfabServiceRoom (owned) */
  ConfabRoomHouse house;
  gboolean is_stopping;
  GTask *stop_task;
  guint stop_source; /* the end of the clients' time */
};

G_DEFINE_FINAL_TYPE (ConfabService, confab_service, G_TYPE_OBJECT)

static void
on_room_empty (ConfabServiceRoom *room, gpointer user_data)
{
  ConfabService *self = user_data;

  g_hash_table_remove (self->rooms, confab_service_room_get_id (room));
}

static ConfabServiceRoom *
open_room (ConfabService *self, const ConfabRoomRecord *record)
{
  ConfabServiceRoom *room = g_hash_table_lookup (self->rooms, record->id);

  if (room == NULL) {
    room = confab_service_room_new (record, &self->house);
    g_hash_table_insert (self->rooms, (gpointer) confab_service_room_get_id (room), room);
  }
  return room;
}

/* A client on its way from the door to its room. */
typedef struct {
  ConfabService *service;
  ConfabServiceClient *client;
} Arrival;

static void
on_room_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Arrival *arrival = user_data;
  g_autoptr (ConfabService) self = arrival->service;
  g_autoptr (ConfabServiceClient) client = arrival->client;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabRoomRecord) record = confab_room_store_find_finish (result, &error);

  if (error != NULL)
    g_warning ("%s", error->message);
  if (confab_service_client_is_closing (client))
    return;
  if (self->is_stopping)
    confab_service_client_dismiss (client, CONFAB_FAREWELL_RESTARTING);
  else if (error != NULL)
    confab_service_client_refuse (client, CONFAB_REFUSED_UNAVAILABLE);
  else if (record == NULL)
    confab_service_client_refuse (client, CONFAB_REFUSED_ROOM_UNKNOWN);
  else
    confab_service_room_enter (open_room (self, record), client);
}

static void
on_client_hello (ConfabServiceClient *client, gpointer user_data)
{
  ConfabService *self = user_data;
  const char *id = confab_service_client_get_room (client);
  ConfabServiceRoom *room = g_hash_table_lookup (self->rooms, id);
  Arrival *arrival;

  if (room != NULL) {
    confab_service_room_enter (room, client);
    return;
  }
  arrival = g_new0 (Arrival, 1);
  arrival->service = g_object_ref (self);
  arrival->client = g_object_ref (client);
  confab_room_store_find_async (self->storage, id, on_room_found, arrival);
}

static void check_stopped (ConfabService *self);

static void
on_client_closed (ConfabServiceClient *client, gpointer user_data)
{
  ConfabService *self = user_data;

  g_signal_handlers_disconnect_by_data (client, self);
  g_hash_table_remove (self->clients, client);
  check_stopped (self);
}

static void
on_socket_opened (const char *id, SoupWebsocketConnection *socket, ConfabCaller *caller,
                  gpointer user_data)
{
  ConfabService *self = user_data;
  ConfabServiceClient *client =
      confab_service_client_new (socket, caller, id, &self->config->times);

  g_hash_table_add (self->clients, client);
  g_signal_connect (client, "hello", G_CALLBACK (on_client_hello), self);
  g_signal_connect (client, "closed", G_CALLBACK (on_client_closed), self);
  if (self->is_stopping)
    confab_service_client_dismiss (client, CONFAB_FAREWELL_RESTARTING);
}

static gboolean
is_running (const char *id, gpointer user_data)
{
  ConfabService *self = user_data;
  ConfabServiceRoom *room = g_hash_table_lookup (self->rooms, id);

  return room != NULL && confab_service_room_is_running (room);
}

static void
on_registered (const ConfabRoomRecord *record, gpointer user_data)
{
  ConfabService *self = user_data;
  ConfabServiceRoom *room = g_hash_table_lookup (self->rooms, record->id);

  if (room != NULL)
    confab_service_room_set_record (room, record);
}

static const ConfabWebEvents web_events = {
  .is_running = is_running,
  .registered = on_registered,
  .socket_opened = on_socket_opened,
};

static void
on_certificate_changed (ConfabCertificateWatch *watch, gpointer user_data)
{
  ConfabService *self = user_data;

  if (self->listener == NULL)
    return;
  g_message ("the TLS certificate was renewed");
  confab_listener_set_certificate (self->listener, confab_certificate_watch_get (watch));
}

static gboolean
start_listening (ConfabService *self, GError **error)
{
  self->server = soup_server_new (NULL, NULL);
  self->listener = confab_listener_new (self->config, self->server);
  if (self->certificate != NULL)
    confab_listener_set_certificate (self->listener,
                                     confab_certificate_watch_get (self->certificate));
  self->web = confab_web_new (self->server, self->storage, self->config, &web_events, self);
  if (!confab_listener_start (self->listener, error))
    return FALSE;
  self->url = confab_listener_dup_url (self->listener);
  return TRUE;
}

static void
close_doors (ConfabService *self)
{
  g_clear_pointer (&self->web, confab_web_free);
  g_clear_pointer (&self->listener, confab_listener_free);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  if (self->certificate != NULL)
    confab_certificate_watch_stop (self->certificate);
  g_clear_object (&self->certificate);
}

/* Starting failed after the storage was opened: it is closed before the caller hears. */
static void
on_storage_closed_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  confab_storage_close_finish (result);
  g_task_return_error (task, g_error_copy (g_task_get_task_data (task)));
}

static void
on_storage_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabService *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->storage = confab_storage_open_finish (result, &error);
  if (self->storage != NULL && start_listening (self, &error)) {
    g_message ("the service has started");
    g_task_return_boolean (task, TRUE);
    return;
  }
  close_doors (self);
  if (self->storage == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  confab_storage_close_async (g_steal_pointer (&self->storage), on_storage_closed_again,
                              g_steal_pointer (&task));
}

static void
on_certificate_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ConfabService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (confab_certificate_watch_load_finish (CONFAB_CERTIFICATE_WATCH (source), result, &error)) {
    confab_storage_open_async (self->config->state_dir, on_storage_opened, task);
    return;
  }
  close_doors (self);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
begin_loading_certificate (ConfabService *self, GTask *task)
{
  self->certificate = confab_certificate_watch_new (
      self->config->certificate_file, self->config->key_file, self->config->times.certificate_ms);
  g_signal_connect (self->certificate, "changed", G_CALLBACK (on_certificate_changed), self);
  confab_certificate_watch_load_async (self->certificate, NULL, on_certificate_loaded, task);
}

static void
on_own_certificate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  ConfabService *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *path = confab_own_certificate_ensure_finish (result, &error);

  if (path != NULL) {
    self->config->certificate_file = path;
    self->config->key_file = g_strdup (path);
    begin_loading_certificate (self, task);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
confab_service_start_async (ConfabService *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (CONFAB_IS_SERVICE (self));
  g_return_if_fail (self->storage == NULL && self->certificate == NULL);

  g_task_set_source_tag (task, confab_service_start_async);
  g_task_set_check_cancellable (task, FALSE); /* half a start would have to be undone */
  if (!confab_service_config_check (self->config, &error) || !confab_crypto_init (&error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
  } else if (self->config->certificate_file != NULL) {
    begin_loading_certificate (self, task);
  } else if (self->config->self_signed) {
    confab_own_certificate_ensure_async (self->config->state_dir, confab_clock_wall_ms (), NULL,
                                         on_own_certificate, task);
  } else {
    confab_storage_open_async (self->config->state_dir, on_storage_opened, task);
  }
}

gboolean
confab_service_start_finish (ConfabService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_storage_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabService *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  confab_storage_close_finish (result);
  close_doors (self);
  g_clear_pointer (&self->url, g_free);
  g_message ("the service has stopped");
  g_task_return_boolean (task, TRUE);
}

/* Requests that wait for the storage end with it, so the storage goes before the web. */
static void
check_stopped (ConfabService *self)
{
  if (self->stop_task == NULL || g_hash_table_size (self->clients) > 0)
    return;
  g_clear_handle_id (&self->stop_source, g_source_remove);
  g_hash_table_remove_all (self->rooms);
  if (self->storage == NULL)
    return;
  confab_web_close (self->web);
  confab_storage_close_async (g_steal_pointer (&self->storage), on_storage_closed, self);
}

static gboolean
on_stop_overdue (gpointer user_data)
{
  ConfabService *self = user_data;
  GHashTableIter iter;
  gpointer client;

  self->stop_source = 0;
  g_hash_table_remove_all (self->rooms);
  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, &client, NULL)) {
    g_signal_handlers_disconnect_by_data (client, self);
    g_hash_table_iter_remove (&iter); /* the last reference cuts it off */
  }
  check_stopped (self);
  return G_SOURCE_REMOVE;
}

void
confab_service_stop_async (ConfabService *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GHashTableIter iter;
  gpointer client;

  g_return_if_fail (CONFAB_IS_SERVICE (self));
  g_return_if_fail (self->stop_task == NULL);

  g_task_set_source_tag (task, confab_service_stop_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->storage == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  self->is_stopping = TRUE;
  self->stop_task = g_steal_pointer (&task);
  confab_listener_stop (self->listener);
  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, &client, NULL))
    confab_service_client_dismiss (client, CONFAB_FAREWELL_RESTARTING);
  self->stop_source = g_timeout_add (STOP_MS, on_stop_overdue, self);
  check_stopped (self);
}

gboolean
confab_service_stop_finish (ConfabService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
confab_service_get_url (ConfabService *self)
{
  return self->url;
}

GBytes *
confab_service_dup_certificate_sha256 (ConfabService *self)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[CONFAB_DIGEST_BYTES];
  gsize length = sizeof digest;

  if (self->url == NULL || self->certificate == NULL)
    return NULL;
  g_object_get (confab_certificate_watch_get (self->certificate), "certificate", &der, NULL);
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest, &length);
  return g_bytes_new (digest, length);
}

void
confab_service_reload_certificate (ConfabService *self)
{
  if (self->certificate != NULL)
    confab_certificate_watch_check (self->certificate);
}

guint
confab_service_get_n_connections (ConfabService *self)
{
  return g_hash_table_size (self->clients);
}

guint
confab_service_get_n_open_rooms (ConfabService *self)
{
  return g_hash_table_size (self->rooms);
}

/* A service that runs holds a reference to itself in nothing; dropping it without stopping is our mistake. */
static void
confab_service_dispose (GObject *object)
{
  ConfabService *self = CONFAB_SERVICE (object);

  g_warn_if_fail (self->storage == NULL);
  g_clear_handle_id (&self->stop_source, g_source_remove);
  g_hash_table_remove_all (self->rooms);
  close_doors (self);

  G_OBJECT_CLASS (confab_service_parent_class)->dispose (object);
}

static void
confab_service_finalize (GObject *object)
{
  ConfabService *self = CONFAB_SERVICE (object);

  g_hash_table_unref (self->rooms);
  confab_ended_meetings_free (self->house.ended);
  confab_ended_meetings_free (self->house.lost);
  g_hash_table_unref (self->clients);
  confab_service_config_free (self->config);
  g_free (self->url);

  G_OBJECT_CLASS (confab_service_parent_class)->finalize (object);
}

static void
confab_service_class_init (ConfabServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_service_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_service_finalize;
}

static void
confab_service_init (ConfabService *self)
{
  self->clients = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) confab_service_room_free);
}

ConfabService *
confab_service_new (const ConfabServiceConfig *config)
{
  ConfabService *self = g_object_new (CONFAB_TYPE_SERVICE, NULL);

  self->config = confab_service_config_copy (config);
  self->house = (ConfabRoomHouse){ .config = self->config,
                                   .ended = confab_ended_meetings_new (),
                                   .lost = confab_ended_meetings_new (),
                                   .on_empty = on_room_empty,
                                   .user_data = self };
  return self;
}
