/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/message-payload.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/constants.h"
#include "protocol/json-fields.h"
#include "protocol/json-strict.h"

static JsonBuilder *
begin_payload (void)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  return builder;
}

static GBytes *
end_payload (JsonBuilder *builder)
{
  char *text;

  json_builder_end_object (builder);
  text = confab_json_builder_to_text (builder);
  return g_bytes_new_take (text, strlen (text));
}

/* (transfer full) (nullable) */
static JsonObject *
parse_payload (GBytes *payload, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (payload, &length);

  return confab_json_parse_strict (text, length, CONFAB_MESSAGE_PAYLOAD_MAX_BYTES, error);
}

static gboolean
chat_text_is_possible (const char *text)
{
  return text[0] != '\0' && g_utf8_strlen (text, -1) <= CONFAB_CHAT_MAX_CODE_POINTS;
}

GBytes *
confab_chat_payload_encode (const char *text, GError **error)
{
  g_autoptr (JsonBuilder) builder = begin_payload ();
  g_autoptr (GBytes) payload = NULL;

  if (!g_utf8_validate (text, -1, NULL) || text[0] == '\0') {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                         _ ("The message is empty or is not text; type something to send"));
    return NULL;
  }
  confab_json_write_string (builder, "text", text);
  payload = end_payload (builder);
  if (!chat_text_is_possible (text) ||
      g_bytes_get_size (payload) > CONFAB_MESSAGE_PAYLOAD_MAX_BYTES) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE,
                         _ ("The message is too long; send it in parts of up to 4096 letters"));
    return NULL;
  }
  return g_steal_pointer (&payload);
}

char *
confab_chat_payload_decode (GBytes *payload, GError **error)
{
  g_autoptr (JsonObject) object = parse_payload (payload, error);
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autofree char *text = NULL;

  if (object == NULL)
    return NULL;
  text = confab_json_read_string (&fields, "text", CONFAB_MESSAGE_PAYLOAD_MAX_BYTES);
  if (text != NULL && !chat_text_is_possible (text))
    confab_json_fields_refuse (&fields, "text");
  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return g_steal_pointer (&text);
}

GBytes *
confab_presence_payload_encode (const ConfabToken *nonce)
{
  g_autoptr (JsonBuilder) builder = begin_payload ();

  confab_json_write_exact (builder, "nonce", nonce->bytes, sizeof nonce->bytes);
  return end_payload (builder);
}

gboolean
confab_presence_payload_decode (GBytes *payload, ConfabToken *nonce, GError **error)
{
  g_autoptr (JsonObject) object = parse_payload (payload, error);
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  ConfabToken read = { 0 };

  if (object == NULL)
    return FALSE;
  confab_json_read_exact (&fields, "nonce", read.bytes, sizeof read.bytes);
  if (!confab_json_fields_end (&fields, error))
    return FALSE;
  *nonce = read;
  return TRUE;
}

GBytes *
confab_hand_payload_encode (gboolean up)
{
  g_autoptr (JsonBuilder) builder = begin_payload ();

  confab_json_write_boolean (builder, "up", up);
  return end_payload (builder);
}

gboolean
confab_hand_payload_decode (GBytes *payload, gboolean *up, GError **error)
{
  g_autoptr (JsonObject) object = parse_payload (payload, error);
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  gboolean read;

  if (object == NULL)
    return FALSE;
  read = confab_json_read_boolean (&fields, "up");
  if (!confab_json_fields_end (&fields, error))
    return FALSE;
  *up = read;
  return TRUE;
}
