/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/web.h"

#include "crypto/crypto.h"
#include "protocol/protocol.h"
#include "service/address-limits.h"
#include "service/registration.h"
#include "service/web-answer.h"
#include "service/web-socket.h"
#include "service/words.h"

#define ROOMS_PATH "/api/v1/rooms"
#define SOCKET_SUFFIX "/ws"
/* Drawing a taken name this often by chance means that most are taken. */
#define SUGGESTIONS_MAX 16

struct _ConfabWeb {
  SoupServer *server;
  ConfabStorage *storage; /* NULL: closed */
  const ConfabServiceConfig *config;
  const ConfabWebEvents *events;
  gpointer user_data;
  ConfabAddressLimits *registrations;
};

/* A request that waits for the storage. */
typedef struct {
  ConfabWeb *web;
  SoupServerMessage *message;
  ConfabRoomRecord *record;
  char *id;
  guint draws;
} Errand;

static Errand *
errand_begin (ConfabWeb *web, SoupServerMessage *message)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->web = web;
  errand->message = g_object_ref (message);
  soup_server_message_pause (message);
  return errand;
}

static void
errand_end (Errand *errand)
{
  soup_server_message_unpause (errand->message);
  g_object_unref (errand->message);
  confab_room_record_free (errand->record);
  g_free (errand->id);
  g_free (errand);
}

static void
errand_fail (Errand *errand, const GError *error)
{
  gboolean is_full = g_error_matches (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_FULL);

  g_warning ("%s", error->message);
  confab_web_refuse (errand->message,
                     is_full ? CONFAB_REFUSED_STORAGE_FULL : CONFAB_REFUSED_UNAVAILABLE);
  errand_end (errand);
}

static void
on_health_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  confab_room_record_free (
      confab_room_store_find_finish (result, &error)); /* no room has no name */
  if (error != NULL) {
    errand_fail (errand, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_string_member (answer, "status", "ok");
  json_object_set_string_member (answer, "version", CONFAB_VERSION);
  confab_web_answer (errand->message, SOUP_STATUS_OK, answer);
  errand_end (errand);
}

/* Healthy is who can do its work: a database that answers is part of it. */
static void
answer_health (ConfabWeb *web, SoupServerMessage *message)
{
  confab_room_store_find_async (web->storage, "", on_health_checked, errand_begin (web, message));
}

static void
on_room_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  ConfabWeb *web = errand->web;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabRoomRecord) record = confab_room_store_find_finish (result, &error);

  if (error != NULL) {
    errand_fail (errand, error);
    return;
  }
  if (record != NULL) {
    JsonObject *answer = json_object_new ();

    json_object_set_string_member (answer, "room", record->id);
    json_object_set_string_member (answer, "type", confab_room_record_type (record));
    json_object_set_boolean_member (answer, "running",
                                    web->events->is_running (record->id, web->user_data));
    confab_web_answer (errand->message, SOUP_STATUS_OK, answer);
  } else {
    confab_web_refuse (errand->message, CONFAB_REFUSED_ROOM_UNKNOWN);
  }
  errand_end (errand);
}

static void
answer_room (ConfabWeb *web, SoupServerMessage *message, const char *id)
{
  confab_room_store_find_async (web->storage, id, on_room_found, errand_begin (web, message));
}

static void suggest (Errand *errand);

static void
on_suggestion_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabRoomRecord) taken = confab_room_store_find_finish (result, &error);

  if (error != NULL) {
    errand_fail (errand, error);
  } else if (taken == NULL) {
    JsonObject *answer = json_object_new ();

    json_object_set_string_member (answer, "room", errand->id);
    confab_web_answer (errand->message, SOUP_STATUS_OK, answer);
    errand_end (errand);
  } else if (errand->draws < SUGGESTIONS_MAX && errand->web->storage != NULL) {
    suggest (errand);
  } else {
    confab_web_refuse (errand->message, CONFAB_REFUSED_BUSY);
    errand_end (errand);
  }
}

static void
suggest (Errand *errand)
{
  guint8 random[2 * CONFAB_WORDS_IN_ROOM];

  errand->draws++;
  confab_random_bytes (random, sizeof random);
  g_free (errand->id);
  errand->id = confab_words_make_room (random);
  confab_room_store_find_async (errand->web->storage, errand->id, on_suggestion_checked, errand);
}

/* Whoever hosts meetings on their own computer does not host those of strangers in the same network. */
static gboolean
may_own (ConfabWeb *web, const ConfabVerifyKey *owner)
{
  return web->config->owner == NULL || confab_verify_key_equal (web->config->owner, owner);
}

static gboolean
may_register (ConfabWeb *web, const char *key)
{
  return web->config->rooms_per_hour == 0 ||
         confab_address_limits_take (web->registrations, key, 1, confab_clock_boot_ms ());
}

static void
on_room_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Errand *errand = user_data;
  ConfabWeb *web = errand->web;
  g_autoptr (GError) error = NULL;
  ConfabRoomStoreResult outcome = confab_room_store_put_finish (result, &error);
  gboolean is_new = outcome == CONFAB_ROOM_STORE_CREATED;
  JsonObject *answer;

  if (outcome == CONFAB_ROOM_STORE_FAILED) {
    errand_fail (errand, error);
    return;
  }
  if (outcome == CONFAB_ROOM_STORE_TAKEN) {
    confab_web_refuse (errand->message, CONFAB_REFUSED_ROOM_TAKEN);
    errand_end (errand);
    return;
  }
  web->events->registered (errand->record, web->user_data);
  answer = json_object_new ();
  json_object_set_string_member (answer, "room", errand->record->id);
  json_object_set_string_member (answer, "type", confab_room_record_type (errand->record));
  confab_web_answer (errand->message, is_new ? SOUP_STATUS_CREATED : SOUP_STATUS_OK, answer);
  errand_end (errand);
}

/* (nullable) (transfer full): host[:port] as links have it: the configured name, else what was dialled. */
static char *
find_authority (ConfabWeb *web, SoupServerMessage *message)
{
  const char *host =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Host");
  const char *name = web->config->name != NULL ? web->config->name : host;

  return name != NULL ? confab_authority_normalize (name, NULL) : NULL;
}

static void
answer_registration (ConfabWeb *web, SoupServerMessage *message, ConfabCaller *caller)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *authority = find_authority (web, message);
  g_autoptr (ConfabRoomRecord) record = NULL;
  ConfabRefusal refusal = CONFAB_REFUSED_BAD_MESSAGE;
  Errand *errand;

  if (authority != NULL)
    refusal = confab_registration_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                        authority, confab_clock_wall_ms (), &record);
  if (refusal == CONFAB_ACCEPTED && !may_own (web, &record->owner_ik))
    refusal = CONFAB_REFUSED_OWN_ROOMS_ONLY;
  if (refusal == CONFAB_ACCEPTED && !may_register (web, confab_caller_get_key (caller)))
    refusal = CONFAB_REFUSED_TOO_MANY_ROOMS;
  if (refusal != CONFAB_ACCEPTED) {
    confab_web_refuse (message, refusal);
    return;
  }
  errand = errand_begin (web, message);
  errand->record = g_steal_pointer (&record);
  confab_room_store_put_async (web->storage, errand->record, on_room_put, errand);
}

/* (nullable) (transfer full): the room in ".../ROOM" or ".../ROOM/ws"; @is_socket: (out): the latter. */
static char *
room_of_path (const char *path, gboolean *is_socket)
{
  const char *rest = path + strlen (ROOMS_PATH "/");
  g_autofree char *id = NULL;

  if (!g_str_has_prefix (path, ROOMS_PATH "/"))
    return NULL;
  *is_socket = g_str_has_suffix (rest, SOCKET_SUFFIX);
  id = g_strndup (rest, strlen (rest) - (*is_socket ? strlen (SOCKET_SUFFIX) : 0));
  return confab_room_id_normalize (id);
}

static gboolean
check_method (SoupServerMessage *message, const char *method)
{
  if (g_str_equal (soup_server_message_get_method (message), method))
    return TRUE;
  confab_web_refuse (message, CONFAB_REFUSED_METHOD);
  return FALSE;
}

static void
on_socket (SoupServerMessage *message, const char *path, SoupWebsocketConnection *socket,
           gpointer user_data)
{
  ConfabWeb *web = user_data;
  gboolean is_socket;
  g_autofree char *id = room_of_path (path, &is_socket);

  web->events->socket_opened (id, socket, confab_caller_of (message), web->user_data);
}

static void
route (ConfabWeb *web, SoupServerMessage *message, const char *path, ConfabCaller *caller)
{
  gboolean is_socket = FALSE;
  g_autofree char *id = NULL;

  if (g_str_equal (path, "/health")) {
    if (check_method (message, SOUP_METHOD_GET))
      answer_health (web, message);
  } else if (g_str_equal (path, ROOMS_PATH)) {
    if (check_method (message, SOUP_METHOD_POST))
      answer_registration (web, message, caller);
  } else if (g_str_equal (path, ROOMS_PATH "/suggest") &&
             g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_POST)) {
    suggest (errand_begin (web, message));
  } else if ((id = room_of_path (path, &is_socket)) == NULL) {
    confab_web_refuse (message, CONFAB_REFUSED_NOT_FOUND);
  } else if (check_method (message, SOUP_METHOD_GET)) {
    if (is_socket)
      confab_web_socket_upgrade (message, path, on_socket, web);
    else
      answer_room (web, message, id);
  }
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer user_data)
{
  ConfabWeb *web = user_data;
  ConfabCaller *caller = confab_caller_of (message);

  if (!confab_caller_identify (caller, message)) {
    confab_web_refuse (message, CONFAB_REFUSED_THROUGH_PROXY);
    return;
  }
  confab_caller_request_is_complete (caller);
  if (web->storage == NULL)
    confab_web_refuse (message, CONFAB_REFUSED_UNAVAILABLE);
  else
    route (web, message, path, caller);
}

/* As soon as the headers are there. Ranges of answers as small as ours are only good for attacks. */
static void
on_request_headers (SoupServer *server, SoupServerMessage *message, const char *path,
                    GHashTable *query, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  soup_message_headers_remove (headers, "Range");
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) CONFAB_REGISTRATION_MAX_BYTES)
    confab_web_refuse (message, CONFAB_REFUSED_TOO_LARGE);
}

ConfabWeb *
confab_web_new (SoupServer *server, ConfabStorage *storage, const ConfabServiceConfig *config,
                const ConfabWebEvents *events, gpointer user_data)
{
  const ConfabRateLimit rooms =
      confab_rate_limit_hourly (config->rooms_per_hour, confab_clock_boot_ms ());
  ConfabWeb *web = g_new0 (ConfabWeb, 1);

  web->server = g_object_ref (server);
  web->storage = storage;
  web->config = config;
  web->events = events;
  web->user_data = user_data;
  web->registrations = confab_address_limits_new (&rooms);
  soup_server_add_early_handler (server, NULL, on_request_headers, web, NULL);
  soup_server_add_handler (server, NULL, on_request, web, NULL);
  return web;
}

void
confab_web_close (ConfabWeb *web)
{
  web->storage = NULL;
}

void
confab_web_free (ConfabWeb *web)
{
  if (web == NULL)
    return;
  soup_server_remove_handler (web->server, NULL);
  confab_address_limits_free (web->registrations);
  g_object_unref (web->server);
  g_free (web);
}
