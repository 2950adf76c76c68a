/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/registration.h"

#include "crypto/crypto.h"
#include "protocol/protocol.h"

/* A certificate for registering is valid for 10 minutes at most; clocks may be 5 minutes apart, either way. */
#define CERTIFICATE_MAX_MS (10 * 60 * 1000)
#define CLOCK_SKEW_MS (5 * 60 * 1000)

static gboolean
keys_are_known (JsonObject *request)
{
  static const char *const known[] = { "room", "roomcert", "type", "waiting_room", "policy", NULL };
  g_autoptr (GList) keys = json_object_get_members (request);

  for (GList *key = keys; key != NULL; key = key->next)
    if (!g_strv_contains (known, key->data))
      return FALSE;
  return TRUE;
}

/* (nullable): the text of @key, NULL also if it is something else. */
static const char *
read_text (JsonObject *request, const char *key)
{
  JsonNode *node = json_object_get_member (request, key);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_type (JsonObject *request, ConfabRoomRecord *record)
{
  const char *type = read_text (request, "type");

  record->is_transport = g_strcmp0 (type, "transport") == 0;
  return !json_object_has_member (request, "type") || record->is_transport ||
         g_strcmp0 (type, "e2ee") == 0;
}

static gboolean
read_waiting_room (JsonObject *request, ConfabRoomRecord *record)
{
  JsonNode *node = json_object_get_member (request, "waiting_room");

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  record->waiting_room = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_policy (JsonObject *request, ConfabRoomRecord *record)
{
  JsonNode *node = json_object_get_member (request, "policy");
  gint64 policy;

  if (node == NULL)
    return TRUE;
  policy = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
  if (policy < 0 || policy > G_MAXUINT16)
    return FALSE;
  record->policy = (guint16) policy;
  return TRUE;
}

static ConfabRefusal
check_certificate (GBytes *roomcert, ConfabRoomRecord *record, gint64 wall_ms)
{
  ConfabRoomcertStatement cert;
  gint64 valid_ms;

  if (!confab_roomcert_verify (roomcert, &cert, NULL))
    return CONFAB_REFUSED_ROOM_CERTIFICATE;
  valid_ms = cert.not_after_ms - wall_ms;
  if (!confab_digest_equal (&cert.room, &record->room_hash) ||
      !confab_verify_key_equal (&cert.owner_ik, &cert.delegate_ik) ||
      cert.rights != CONFAB_ROOMCERT_FOUND || valid_ms < -CLOCK_SKEW_MS ||
      valid_ms > CERTIFICATE_MAX_MS + CLOCK_SKEW_MS)
    return CONFAB_REFUSED_ROOM_CERTIFICATE;
  record->owner_ik = cert.owner_ik;
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_registration_read (const char *body, gsize length, const char *authority, gint64 wall_ms,
                          ConfabRoomRecord **out)
{
  g_autoptr (JsonObject) request =
      confab_json_parse_strict (body, length, CONFAB_REGISTRATION_MAX_BYTES, NULL);
  g_autoptr (ConfabRoomRecord) record = confab_room_record_new ();
  g_autoptr (GBytes) roomcert = NULL;
  const char *room;
  ConfabRefusal refusal;

  if (request == NULL || !keys_are_known (request) || !read_type (request, record) ||
      !read_waiting_room (request, record) || !read_policy (request, record))
    return CONFAB_REFUSED_BAD_MESSAGE;
  room = read_text (request, "room");
  record->id = room != NULL ? confab_room_id_normalize (room) : NULL;
  if (record->id == NULL)
    return CONFAB_REFUSED_ROOM_NAME;
  if (read_text (request, "roomcert") != NULL)
    roomcert = confab_base64url_decode (read_text (request, "roomcert"));
  if (roomcert == NULL)
    return CONFAB_REFUSED_ROOM_CERTIFICATE;

  record->room_hash = confab_room_hash (authority, record->id);
  record->created_ms = wall_ms;
  refusal = check_certificate (roomcert, record, wall_ms);
  if (refusal == CONFAB_ACCEPTED)
    *out = g_steal_pointer (&record);
  return refusal;
}
