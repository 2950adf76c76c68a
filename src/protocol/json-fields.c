/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/json-fields.h"

#include <string.h>

#include "protocol/constants.h"
#include "protocol/roster.h"

/* Nothing sealed is longer than a payload padded to 64 bytes with its signature and tag (11.3). */
#define MESSAGE_CT_MIN_BYTES (64 + CONFAB_SIGNATURE_BYTES + 16)
#define MESSAGE_CT_MAX_BYTES (CONFAB_MESSAGE_PAYLOAD_MAX_BYTES + 64 + CONFAB_SIGNATURE_BYTES + 16)

gboolean
confab_json_fields_has (const ConfabJsonFields *fields, const char *key)
{
  return json_object_has_member (fields->object, key);
}

void
confab_json_fields_refuse (ConfabJsonFields *fields, const char *key)
{
  if (fields->error == NULL)
    g_set_error (&fields->error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                 "\"%s\" is missing or not of its form", key);
}

gboolean
confab_json_fields_end (ConfabJsonFields *fields, GError **error)
{
  if (fields->error == NULL && fields->n_read != json_object_get_size (fields->object))
    g_set_error_literal (&fields->error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                         "a JSON object has a member that does not belong there");
  if (fields->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fields->error));
  return FALSE;
}

gboolean
confab_json_fields_end_inner (ConfabJsonFields *fields, ConfabJsonFields *outer)
{
  return confab_json_fields_end (fields, outer->error == NULL ? &outer->error : NULL);
}

/* The member @key, NULL and remembered if it is missing; NULL after an earlier problem. */
static JsonNode *
take_member (ConfabJsonFields *fields, const char *key)
{
  JsonNode *node;

  if (fields->error != NULL)
    return NULL;
  node = json_object_get_member (fields->object, key);
  if (node == NULL)
    confab_json_fields_refuse (fields, key);
  else
    fields->n_read++;
  return node;
}

const char *
confab_json_node_get_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static const char *
take_string (ConfabJsonFields *fields, const char *key)
{
  const char *text = confab_json_node_get_string (take_member (fields, key));

  if (text == NULL)
    confab_json_fields_refuse (fields, key);
  return text;
}

char *
confab_json_read_string (ConfabJsonFields *fields, const char *key, gsize max_bytes)
{
  const char *text = take_string (fields, key);

  if (text != NULL && strlen (text) > max_bytes) {
    confab_json_fields_refuse (fields, key);
    return NULL;
  }
  return g_strdup (text);
}

char *
confab_json_read_nullable_string (ConfabJsonFields *fields, const char *key, gsize max_bytes)
{
  JsonNode *node = json_object_get_member (fields->object, key);

  if (node == NULL || !JSON_NODE_HOLDS_NULL (node))
    return confab_json_read_string (fields, key, max_bytes);
  (void) take_member (fields, key);
  return NULL;
}

gint64
confab_json_read_integer (ConfabJsonFields *fields, const char *key, gint64 min, gint64 max)
{
  JsonNode *node = take_member (fields, key);
  gint64 value;

  if (node == NULL)
    return min;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64) {
    confab_json_fields_refuse (fields, key);
    return min;
  }
  value = json_node_get_int (node);
  if (value < min || value > max) {
    confab_json_fields_refuse (fields, key);
    return min;
  }
  return value;
}

gboolean
confab_json_read_boolean (ConfabJsonFields *fields, const char *key)
{
  JsonNode *node = take_member (fields, key);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    confab_json_fields_refuse (fields, key);
    return FALSE;
  }
  return json_node_get_boolean (node);
}

void
confab_json_read_exact (ConfabJsonFields *fields, const char *key, guint8 *out, gsize length)
{
  const char *text = take_string (fields, key);

  if (text != NULL && !confab_base64url_decode_exact (text, out, length))
    confab_json_fields_refuse (fields, key);
}

ConfabPid
confab_json_read_pid (ConfabJsonFields *fields, const char *key)
{
  const char *text = take_string (fields, key);
  ConfabPid pid = CONFAB_PID_NONE;

  if (text != NULL && (!confab_pid_from_hex (text, &pid) || confab_pid_is_none (&pid)))
    confab_json_fields_refuse (fields, key);
  return pid;
}

/* Lengths on the wire: of signed statements with their signature. */
static void
get_length_range (ConfabStatementType type, gsize *min, gsize *max)
{
  static const guint16 fixed_body[] = {
    [CONFAB_STATEMENT_GENESIS] = CONFAB_GENESIS_BYTES,
    [CONFAB_STATEMENT_LINK] = CONFAB_LINK_BYTES,
    [CONFAB_STATEMENT_HEARTBEAT] = CONFAB_HEARTBEAT_BYTES,
    [CONFAB_STATEMENT_ACK] = CONFAB_ACK_BYTES,
    [CONFAB_STATEMENT_HANDOVER] = CONFAB_HANDOVER_BYTES,
    [CONFAB_STATEMENT_COMMAND] = CONFAB_COMMAND_BYTES,
    [CONFAB_STATEMENT_SDPAUTH] = CONFAB_SDPAUTH_BYTES,
    [CONFAB_STATEMENT_ROOMCERT] = CONFAB_ROOMCERT_BYTES,
  };

  switch (type) {
  case CONFAB_STATEMENT_KEYBOX:
    *min = *max = CONFAB_KEYBOX_BYTES;
    break;
  case CONFAB_STATEMENT_JOIN:
    *min = CONFAB_JOIN_MIN_BYTES + CONFAB_SIGNATURE_BYTES;
    *max = CONFAB_JOIN_MAX_BYTES;
    break;
  case CONFAB_STATEMENT_MESSAGE:
    *min = CONFAB_MESSAGE_HEAD_BYTES + MESSAGE_CT_MIN_BYTES;
    *max = CONFAB_MESSAGE_HEAD_BYTES + MESSAGE_CT_MAX_BYTES;
    break;
  case CONFAB_STATEMENT_WAIT_TEXT:
    *min = CONFAB_WAIT_TEXT_MIN_BYTES + CONFAB_SIGNATURE_BYTES;
    *max = *min + CONFAB_WAIT_TEXT_MAX_BYTES;
    break;
  default:
    *min = *max = fixed_body[type] + CONFAB_SIGNATURE_BYTES;
    break;
  }
}

GBytes *
confab_json_decode_statement (const char *text, ConfabStatementType type, GError **error)
{
  g_autoptr (GBytes) statement = text != NULL ? confab_base64url_decode (text) : NULL;
  gsize length = statement != NULL ? g_bytes_get_size (statement) : 0;
  ConfabStatementType found = type;
  gsize min, max;

  get_length_range (type, &min, &max);
  if (length < min || length > max) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                 "a statement of type %02x that is not base64url or not of its length", type);
    return NULL;
  }
  if (type != CONFAB_STATEMENT_KEYBOX && !confab_statement_peek_type (statement, &found, error))
    return NULL;
  if (found != type) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                 "a statement of type %02x where %02x belongs", found, type);
    return NULL;
  }
  return g_steal_pointer (&statement);
}

GBytes *
confab_json_read_statement (ConfabJsonFields *fields, const char *key, ConfabStatementType type)
{
  const char *text = take_string (fields, key);

  return text != NULL ? confab_json_decode_statement (text, type, &fields->error) : NULL;
}

GBytes *
confab_json_read_optional_statement (ConfabJsonFields *fields, const char *key,
                                     ConfabStatementType type)
{
  if (!confab_json_fields_has (fields, key))
    return NULL;
  return confab_json_read_statement (fields, key, type);
}

GBytes *
confab_json_read_roster (ConfabJsonFields *fields, const char *key)
{
  const char *text = take_string (fields, key);
  g_autoptr (GBytes) roster = text != NULL ? confab_base64url_decode (text) : NULL;
  gsize length = roster != NULL ? g_bytes_get_size (roster) : 0;

  if (length == 0 || length % CONFAB_ROSTER_ENTRY_BYTES != 0 ||
      length / CONFAB_ROSTER_ENTRY_BYTES > CONFAB_ROSTER_MAX_ENTRIES) {
    confab_json_fields_refuse (fields, key);
    return NULL;
  }
  return g_steal_pointer (&roster);
}

JsonObject *
confab_json_read_object (ConfabJsonFields *fields, const char *key)
{
  JsonNode *node = take_member (fields, key);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    confab_json_fields_refuse (fields, key);
    return NULL;
  }
  return json_node_get_object (node);
}

JsonArray *
confab_json_read_array (ConfabJsonFields *fields, const char *key, guint max_length)
{
  JsonNode *node = take_member (fields, key);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) > max_length) {
    confab_json_fields_refuse (fields, key);
    return NULL;
  }
  return json_node_get_array (node);
}

void
confab_json_write_string (JsonBuilder *builder, const char *key, const char *text)
{
  json_builder_set_member_name (builder, key);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
confab_json_write_exact (JsonBuilder *builder, const char *key, const guint8 *bytes, gsize length)
{
  g_autofree char *text = confab_base64url_encode (bytes, length);

  confab_json_write_string (builder, key, text);
}

void
confab_json_write_bytes (JsonBuilder *builder, const char *key, GBytes *bytes)
{
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return;
  text = confab_base64url_encode_bytes (bytes);
  confab_json_write_string (builder, key, text);
}

void
confab_json_write_pid (JsonBuilder *builder, const char *key, const ConfabPid *pid)
{
  g_autofree char *hex = confab_pid_to_hex (pid);

  confab_json_write_string (builder, key, hex);
}

void
confab_json_write_integer (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

void
confab_json_write_boolean (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

char *
confab_json_builder_to_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  GString *text = g_string_new (NULL);

  json_generator_set_root (generator, root);
  json_generator_to_gstring (generator, text);
  /* JSON-GLib 1.6 forgets this one of the control characters (RFC 8259 section 7); it only ever
   * stands inside of a string. */
  g_string_replace (text, "\x1f", "\\u001f", 0);
  return g_string_free (text, FALSE);
}
