/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/profile-file.h"

#include <json-glib/json-glib.h>

#define FILE_VERSION 1
#define MAX_FILE_BYTES (4 * 1024 * 1024)

void
confab_owned_room_free (ConfabOwnedRoom *room)
{
  g_free (room->authority);
  g_free (room->room);
  g_free (room);
}

ConfabOwnedRoom *
confab_owned_room_copy (const ConfabOwnedRoom *room)
{
  ConfabOwnedRoom *copy = g_memdup2 (room, sizeof *room);

  copy->authority = g_strdup (room->authority);
  copy->room = g_strdup (room->room);
  return copy;
}

ConfabProfileFile *
confab_profile_file_new (void)
{
  ConfabProfileFile *file = g_new0 (ConfabProfileFile, 1);

  file->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_owned_room_free);
  file->preferences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return file;
}

void
confab_profile_file_free (ConfabProfileFile *file)
{
  g_free (file->identity_place);
  g_ptr_array_unref (file->rooms);
  g_hash_table_unref (file->preferences);
  g_free (file);
}

static JsonObject *
room_to_json (const ConfabOwnedRoom *room)
{
  JsonObject *object = json_object_new ();
  g_autofree char *inv = confab_base64url_encode (room->inv.bytes, sizeof room->inv.bytes);
  g_autofree char *owner = confab_base64url_encode (room->owner_ik.bytes, CONFAB_PUBLIC_KEY_BYTES);

  json_object_set_string_member (object, "host", room->authority);
  json_object_set_string_member (object, "room", room->room);
  json_object_set_string_member (object, "inv", inv);
  json_object_set_string_member (object, "owner_ik", owner);
  json_object_set_int_member (object, "policy", room->policy);
  json_object_set_string_member (object, "type", room->transport ? "transport" : "e2ee");
  if (room->self_signed) {
    g_autofree char *certificate =
        confab_base64url_encode (room->certificate.bytes, CONFAB_DIGEST_BYTES);

    json_object_set_string_member (object, "certificate", certificate);
  }
  return object;
}

char *
confab_profile_file_to_json (const ConfabProfileFile *file)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *rooms = json_array_new ();
  JsonObject *preferences = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < file->rooms->len; i++)
    json_array_add_object_element (rooms, room_to_json (file->rooms->pdata[i]));
  g_hash_table_iter_init (&iter, file->preferences);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_string_member (preferences, key, value);

  json_object_set_int_member (object, "version", FILE_VERSION);
  if (file->identity_place != NULL)
    json_object_set_string_member (object, "identity", file->identity_place);
  json_object_set_array_member (object, "rooms", rooms);
  json_object_set_object_member (object, "preferences", preferences);
  json_node_set_object (node, object);
  return json_to_string (node, TRUE);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static ConfabOwnedRoom *
room_from_json (JsonNode *node)
{
  g_autoptr (ConfabOwnedRoom) room = g_new0 (ConfabOwnedRoom, 1);
  JsonObject *object;
  gint64 policy;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  room->authority = g_strdup (get_string (object, "host"));
  room->room = g_strdup (get_string (object, "room"));
  policy = json_object_get_int_member_with_default (object, "policy", -1);
  room->policy = (guint16) policy;
  room->transport = g_strcmp0 (get_string (object, "type"), "transport") == 0;
  room->self_signed = json_object_has_member (object, "certificate");
  if (room->self_signed &&
      !confab_base64url_decode_exact (get_string (object, "certificate"), room->certificate.bytes,
                                      CONFAB_DIGEST_BYTES))
    return NULL;
  if (room->authority == NULL || room->room == NULL || policy < 0 || policy > G_MAXUINT16 ||
      get_string (object, "type") == NULL ||
      !confab_base64url_decode_exact (get_string (object, "inv"), room->inv.bytes,
                                      CONFAB_TOKEN_BYTES) ||
      !confab_base64url_decode_exact (get_string (object, "owner_ik"), room->owner_ik.bytes,
                                      CONFAB_PUBLIC_KEY_BYTES))
    return NULL;
  return g_steal_pointer (&room);
}

static gboolean
read_rooms (ConfabProfileFile *file, JsonNode *node)
{
  JsonArray *rooms;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  rooms = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (rooms); i++) {
    ConfabOwnedRoom *room = room_from_json (json_array_get_element (rooms, i));

    if (room == NULL)
      return FALSE;
    g_ptr_array_add (file->rooms, room);
  }
  return TRUE;
}

static gboolean
read_preferences (ConfabProfileFile *file, JsonNode *node)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value)) {
    if (json_node_get_value_type (value) != G_TYPE_STRING)
      return FALSE;
    g_hash_table_insert (file->preferences, g_strdup (key), json_node_dup_string (value));
  }
  return TRUE;
}

ConfabProfileFile *
confab_profile_file_from_json (const char *text, gsize length)
{
  g_autoptr (JsonObject) object = confab_json_parse_strict (text, length, MAX_FILE_BYTES, NULL);
  g_autoptr (ConfabProfileFile) file = confab_profile_file_new ();

  if (object == NULL ||
      json_object_get_int_member_with_default (object, "version", 0) != FILE_VERSION)
    return NULL;
  if (!read_rooms (file, json_object_get_member (object, "rooms")) ||
      !read_preferences (file, json_object_get_member (object, "preferences")))
    return NULL;
  file->identity_place = g_strdup (get_string (object, "identity"));
  return g_steal_pointer (&file);
}
