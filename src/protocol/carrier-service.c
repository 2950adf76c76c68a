/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of the service's own messages (service-messages.h), type by type: read,
 * write, clear. */
#include <string.h>

#include "protocol/carrier-codec.h"
#include "protocol/constants.h"
#include "protocol/history-json.h"
#include "protocol/name.h"
#include "protocol/wire.h"

#define VERSION_MAX 1000
#define CODE_MAX_BYTES 64
#define TEXT_MAX_BYTES 2048
#define MAX_ICE_SERVERS 16
#define MAX_ICE_URLS 16
#define ICE_FIELD_MAX_BYTES 512
#define ICE_TTL_MAX_S 86400

static void
read_hello (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->hello.version = confab_json_read_integer (fields, "version", 1, VERSION_MAX);
  carrier->hello.pid = confab_json_read_pid (fields, "pid");
}

static void
write_hello (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_integer (builder, "version", carrier->hello.version);
  confab_json_write_pid (builder, "pid", &carrier->hello.pid);
}

static ConfabLinkStep *
read_newest_link (ConfabJsonFields *fields)
{
  JsonObject *object;

  if (!confab_json_fields_has (fields, "link"))
    return NULL;
  object = confab_json_read_object (fields, "link");
  return object != NULL ? confab_link_step_read_object (object, &fields->error) : NULL;
}

static void
read_welcome (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  ConfabWelcome *welcome = &carrier->welcome;

  welcome->room = confab_json_read_string (fields, "room", 40);
  if (welcome->room != NULL && !confab_room_id_check (welcome->room))
    confab_json_fields_refuse (fields, "room");
  confab_json_read_exact (fields, "owner_ik", welcome->owner_ik.bytes,
                          sizeof welcome->owner_ik.bytes);
  welcome->policy = (guint16) confab_json_read_integer (fields, "policy", 0, G_MAXUINT16);
  welcome->waiting_room = confab_json_read_boolean (fields, "waiting_room");
  welcome->genesis =
      confab_json_read_optional_statement (fields, "genesis", CONFAB_STATEMENT_GENESIS);
  welcome->roomcert =
      confab_json_read_optional_statement (fields, "roomcert", CONFAB_STATEMENT_ROOMCERT);
  welcome->waittext =
      confab_json_read_optional_statement (fields, "waittext", CONFAB_STATEMENT_WAIT_TEXT);
  welcome->lineage = confab_lineage_read_optional_member (fields);
  welcome->link = read_newest_link (fields);
  welcome->server_time_ms =
      confab_json_read_integer (fields, "server_time_ms", 0, CONFAB_WIRE_TIME_MAX_MS);
}

static void
write_welcome (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  const ConfabWelcome *welcome = &carrier->welcome;

  confab_json_write_string (builder, "room", welcome->room);
  confab_json_write_exact (builder, "owner_ik", welcome->owner_ik.bytes,
                           sizeof welcome->owner_ik.bytes);
  confab_json_write_integer (builder, "policy", welcome->policy);
  confab_json_write_boolean (builder, "waiting_room", welcome->waiting_room);
  confab_json_write_bytes (builder, "genesis", welcome->genesis);
  confab_json_write_bytes (builder, "roomcert", welcome->roomcert);
  confab_json_write_bytes (builder, "waittext", welcome->waittext);
  confab_lineage_write_optional_member (welcome->lineage, builder);
  if (welcome->link != NULL) {
    json_builder_set_member_name (builder, "link");
    confab_link_step_write_object (welcome->link, builder);
  }
  confab_json_write_integer (builder, "server_time_ms", welcome->server_time_ms);
}

static void
clear_welcome (ConfabCarrier *carrier)
{
  ConfabWelcome *welcome = &carrier->welcome;

  g_clear_pointer (&welcome->room, g_free);
  g_clear_pointer (&welcome->genesis, g_bytes_unref);
  g_clear_pointer (&welcome->roomcert, g_bytes_unref);
  g_clear_pointer (&welcome->waittext, g_bytes_unref);
  g_clear_pointer (&welcome->lineage, confab_lineage_unref);
  g_clear_pointer (&welcome->link, confab_link_step_unref);
}

static void
read_error (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->error.code = confab_json_read_string (fields, "code", CODE_MAX_BYTES);
  carrier->error.text = confab_json_read_string (fields, "text", TEXT_MAX_BYTES);
}

static void
write_error (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_string (builder, "code", carrier->error.code);
  confab_json_write_string (builder, "text", carrier->error.text);
}

static void
clear_error (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->error.code, g_free);
  g_clear_pointer (&carrier->error.text, g_free);
}

ConfabIceServer *
confab_ice_server_new (const char *const *urls, const char *username, const char *credential)
{
  ConfabIceServer *server = g_new0 (ConfabIceServer, 1);

  server->urls = g_strdupv ((GStrv) urls);
  server->username = g_strdup (username);
  server->credential = g_strdup (credential);
  return server;
}

void
confab_ice_server_free (ConfabIceServer *server)
{
  g_strfreev (server->urls);
  g_free (server->username);
  g_free (server->credential);
  g_free (server);
}

/* (transfer full) (nullable) */
static GStrv
read_urls (ConfabJsonFields *fields)
{
  JsonArray *array = confab_json_read_array (fields, "urls", MAX_ICE_URLS);
  guint length = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();

  for (guint i = 0; i < length; i++) {
    const char *url = confab_json_node_get_string (json_array_get_element (array, i));

    if (url == NULL || strlen (url) > ICE_FIELD_MAX_BYTES)
      confab_json_fields_refuse (fields, "urls");
    else
      g_strv_builder_add (urls, url);
  }
  return g_strv_builder_end (urls);
}

static gpointer
read_ice_server (JsonObject *object, GError **error)
{
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  ConfabIceServer *server = g_new0 (ConfabIceServer, 1);

  server->urls = read_urls (&fields);
  if (confab_json_fields_has (&fields, "username"))
    server->username = confab_json_read_string (&fields, "username", ICE_FIELD_MAX_BYTES);
  if (confab_json_fields_has (&fields, "credential"))
    server->credential = confab_json_read_string (&fields, "credential", ICE_FIELD_MAX_BYTES);
  if (!confab_json_fields_end (&fields, error))
    g_clear_pointer (&server, confab_ice_server_free);
  return server;
}

static void
write_ice_server (const ConfabIceServer *server, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "urls");
  json_builder_begin_array (builder);
  for (guint i = 0; server->urls[i] != NULL; i++)
    json_builder_add_string_value (builder, server->urls[i]);
  json_builder_end_array (builder);
  if (server->username != NULL)
    confab_json_write_string (builder, "username", server->username);
  if (server->credential != NULL)
    confab_json_write_string (builder, "credential", server->credential);
  json_builder_end_object (builder);
}

static void
read_ice (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->ice.servers = confab_json_read_objects (
      fields, "servers", MAX_ICE_SERVERS, read_ice_server, (GDestroyNotify) confab_ice_server_free);
  carrier->ice.ttl_s = confab_json_read_integer (fields, "ttl_s", 0, ICE_TTL_MAX_S);
}

static void
write_ice (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  const GPtrArray *servers = carrier->ice.servers;

  json_builder_set_member_name (builder, "servers");
  json_builder_begin_array (builder);
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    write_ice_server (g_ptr_array_index (servers, i), builder);
  json_builder_end_array (builder);
  confab_json_write_integer (builder, "ttl_s", carrier->ice.ttl_s);
}

static void
clear_ice (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->ice.servers, g_ptr_array_unref);
}

static void
read_peer (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  g_autofree char *state = NULL;

  carrier->peer.pid = confab_json_read_pid (fields, "pid");
  state = confab_json_read_string (fields, "state", CODE_MAX_BYTES);
  carrier->peer.online = g_strcmp0 (state, "online") == 0;
  if (!carrier->peer.online && g_strcmp0 (state, "offline") != 0)
    confab_json_fields_refuse (fields, "state");
}

static void
write_peer (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_pid (builder, "pid", &carrier->peer.pid);
  confab_json_write_string (builder, "state", carrier->peer.online ? "online" : "offline");
}

const ConfabCarrierCodec confab_service_codecs[CONFAB_CARRIER_N_TYPES] = {
  [CONFAB_CARRIER_HELLO] = { "hello", read_hello, write_hello, NULL },
  [CONFAB_CARRIER_WELCOME] = { "welcome", read_welcome, write_welcome, clear_welcome,
                               .max_bytes = CONFAB_CARRIER_SYNC_MAX_BYTES },
  [CONFAB_CARRIER_ERROR] = { "error", read_error, write_error, clear_error },
  [CONFAB_CARRIER_ICE_GET] = { "ice.get" },
  [CONFAB_CARRIER_ICE] = { "ice", read_ice, write_ice, clear_ice },
  [CONFAB_CARRIER_LEAVE] = { "leave" },
  [CONFAB_CARRIER_BYE] = { "bye", read_error, write_error, clear_error },
  [CONFAB_CARRIER_PEER] = { "peer", read_peer, write_peer, NULL },
};
