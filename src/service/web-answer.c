/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/web-answer.h"

void
confab_web_answer (SoupServerMessage *message, guint status, JsonObject *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), answer);
  char *text = json_to_string (node, FALSE);

  json_object_unref (answer);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  /* Said rather than only done: a client must not send its next request on a connection about to close. */
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

void
confab_web_refuse (SoupServerMessage *message, ConfabRefusal refusal)
{
  JsonObject *answer = json_object_new ();
  JsonObject *error = json_object_new ();

  json_object_set_string_member (error, "code", confab_refusal_code (refusal));
  json_object_set_string_member (error, "text", confab_refusal_text (refusal));
  json_object_set_object_member (answer, "error", error);
  confab_web_answer (message, confab_refusal_status (refusal), answer);
}
