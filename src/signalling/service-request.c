/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request of the service's interface, with a bounded answer. Main thread. */
#include "signalling/refusal-words.h"
#include "signalling/service-session.h"

#include <glib/gi18n-lib.h>

/* The answers of the interface are a few hundred bytes. */
#define MAX_ANSWER_BYTES (64 * 1024)

typedef struct {
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *answer;
} Request;

static void
request_free (Request *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->answer, g_byte_array_unref);
  g_free (self);
}

static void
return_bad_answer (GTask *task)
{
  g_task_return_new_error (task, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_BAD_ANSWER,
                           _ ("What answers at this address is not a meeting service; check the "
                              "address"));
}

static const char *
lookup_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static ConfabSignallingError
error_for_status (guint status)
{
  if (status == SOUP_STATUS_NOT_FOUND)
    return CONFAB_SIGNALLING_ERROR_NOT_FOUND;
  if (status == SOUP_STATUS_CONFLICT)
    return CONFAB_SIGNALLING_ERROR_TAKEN;
  return CONFAB_SIGNALLING_ERROR_REFUSED;
}

static void
return_refusal (GTask *task, guint status, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "error");
  const char *code = NULL, *text = NULL;
  g_autofree char *words = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    code = lookup_string (json_node_get_object (node), "code");
    text = lookup_string (json_node_get_object (node), "text");
  }
  if (text == NULL) {
    return_bad_answer (task);
    return;
  }
  words = confab_refusal_words (code, text);
  g_task_return_new_error (task, CONFAB_SIGNALLING_ERROR, error_for_status (status), "%s", words);
}

static void
finish_request (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  guint status = soup_message_get_status (request->message);
  g_autoptr (JsonObject) object = confab_json_parse_strict (
      (const char *) request->answer->data, request->answer->len, MAX_ANSWER_BYTES, NULL);

  if (object == NULL)
    return_bad_answer (task);
  else if (SOUP_STATUS_IS_SUCCESSFUL (status))
    g_task_return_pointer (task, g_steal_pointer (&object), (GDestroyNotify) json_object_unref);
  else
    return_refusal (task, status, object);
}

static void
on_answer_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL) {
    g_task_return_error (task, confab_service_session_explain (error));
    return;
  }
  if (g_bytes_get_size (bytes) == 0) {
    finish_request (task);
    return;
  }
  g_byte_array_append (request->answer, g_bytes_get_data (bytes, NULL),
                       (guint) g_bytes_get_size (bytes));
  if (request->answer->len > MAX_ANSWER_BYTES) {
    return_bad_answer (task);
    return;
  }
  g_input_stream_read_bytes_async (request->stream, 8192, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_answer_read,
                                   g_object_ref (task));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Request *request = g_task_get_task_data (task);

  request->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (request->stream == NULL) {
    g_task_return_error (task, confab_service_session_explain (error));
    return;
  }
  request->answer = g_byte_array_new ();
  g_input_stream_read_bytes_async (request->stream, 8192, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_answer_read,
                                   g_object_ref (task));
}

static void
set_json_body (SoupMessage *message, JsonObject *body)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  json_node_set_object (node, body);
  text = json_to_string (node, FALSE);
  bytes = g_bytes_new (text, strlen (text));
  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

void
confab_service_request_async (const ConfabServiceAddress *address, const char *method,
                              const char *path, JsonObject *body, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  g_autofree char *url = g_strconcat (address->url, path, NULL);

  g_task_set_source_tag (task, confab_service_request_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);

  request->session = confab_service_session_new (address);
  request->message = soup_message_new (method, url);
  if (body != NULL)
    set_json_body (request->message, body);
  /* A redirect could lead the request, and what it proves, to another host or to plain http. */
  soup_message_add_flags (request->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_async (request->session, request->message, G_PRIORITY_DEFAULT, cancellable,
                           on_answered, task);
}

JsonObject *
confab_service_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_service_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
