/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/wait-text.h"

#include "protocol/constants.h"
#include "protocol/json-fields.h"
#include "protocol/json-strict.h"
#include "protocol/wire.h"

void
confab_wait_text_clear (ConfabWaitTextStatement *wait_text)
{
  g_clear_pointer (&wait_text->text, g_free);
}

static gboolean
wait_text_is_possible (const ConfabWaitTextStatement *wait_text, gsize length)
{
  return length <= CONFAB_WAIT_TEXT_MAX_BYTES &&
         confab_wire_time_is_possible (wait_text->time_ms) &&
         g_utf8_validate_len (wait_text->text, length, NULL);
}

GBytes *
confab_wait_text_encode (const ConfabWaitTextStatement *wait_text)
{
  gsize length = strlen (wait_text->text);
  GByteArray *out;

  g_return_val_if_fail (wait_text_is_possible (wait_text, length), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_WAIT_TEXT, CONFAB_SUITE_NONE, NULL,
                           CONFAB_WAIT_TEXT_MIN_BYTES + length);
  CONFAB_WIRE_WRITE (out, &wait_text->room);
  confab_wire_write_u64 (out, (guint64) wait_text->time_ms);
  confab_wire_write_u16 (out, (guint16) length);
  confab_wire_write_bytes (out, (const guint8 *) wait_text->text, length);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_wait_text_decode (GBytes *body, ConfabWaitTextStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  g_auto (ConfabWaitTextStatement) wait_text = { 0 };
  guint16 length;

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_WAIT_TEXT, NULL, NULL, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &wait_text.room);
  wait_text.time_ms = (gint64) confab_wire_read_u64 (&reader);
  length = confab_wire_read_u16 (&reader);
  wait_text.text = g_malloc0 ((gsize) length + 1);
  confab_wire_read_bytes (&reader, (guint8 *) wait_text.text, length);
  if (!confab_wire_reader_end (&reader, "WAITTEXT", error))
    return FALSE;
  if (!wait_text_is_possible (&wait_text, length))
    return confab_wire_refuse ("WAITTEXT", error);

  *out = wait_text;
  wait_text.text = NULL;
  return TRUE;
}

void
confab_wait_words_free (ConfabWaitWords *words)
{
  g_free (words->language);
  g_free (words->title);
  g_free (words->body);
  g_free (words->notice);
  g_free (words->consent);
  g_free (words);
}

static ConfabWaitWords *
read_words (JsonObject *object, const char *language, GError **error)
{
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autoptr (ConfabWaitWords) words = g_new0 (ConfabWaitWords, 1);

  words->language = g_strdup (language);
  words->title = confab_json_read_string (&fields, "title", CONFAB_WAIT_TEXT_MAX_BYTES);
  words->body = confab_json_read_string (&fields, "body", CONFAB_WAIT_TEXT_MAX_BYTES);
  if (confab_json_fields_has (&fields, "notice"))
    words->notice = confab_json_read_string (&fields, "notice", CONFAB_WAIT_TEXT_MAX_BYTES);
  if (confab_json_fields_has (&fields, "consent"))
    words->consent = confab_json_read_string (&fields, "consent", CONFAB_WAIT_TEXT_MAX_BYTES);
  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return g_steal_pointer (&words);
}

/* The language to show: one of @wanted, else English, else the first. NULL if there is none
 * at all. */
static const char *
pick_language (JsonObject *texts, const char *const *wanted)
{
  g_autoptr (GList) members = json_object_get_members (texts);

  for (; *wanted != NULL; wanted++) {
    GList *found = g_list_find_custom (members, *wanted, (GCompareFunc) g_strcmp0);

    if (found != NULL)
      return found->data;
  }
  if (json_object_has_member (texts, "en"))
    return "en";
  return members != NULL ? members->data : NULL;
}

ConfabWaitWords *
confab_wait_text_pick (const ConfabWaitTextStatement *wait_text, const char *const *languages,
                       GError **error)
{
  g_autoptr (JsonObject) texts = confab_json_parse_strict (
      wait_text->text, strlen (wait_text->text), CONFAB_WAIT_TEXT_MAX_BYTES, error);
  const char *language = texts != NULL ? pick_language (texts, languages) : NULL;
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (texts);
  JsonObject *words;

  if (texts == NULL)
    return NULL;
  if (language == NULL) {
    confab_wire_refuse ("WAITTEXT", error);
    return NULL;
  }
  words = confab_json_read_object (&fields, language);
  if (words == NULL) {
    g_propagate_error (error, g_steal_pointer (&fields.error));
    return NULL;
  }
  return read_words (words, language, error);
}
