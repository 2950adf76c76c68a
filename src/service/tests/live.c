/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/tests/live.h"

#include "base/tests/await.h"

static void
start (Live *live)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  live->service = confab_service_new (live->config);
  confab_service_start_async (live->service, NULL, await_callback, &result);
  await_result (&result);
  confab_service_start_finish (live->service, result, &error);
  g_assert_no_error (error);
}

static void
stop (Live *live)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  confab_service_stop_async (live->service, NULL, await_callback, &result);
  await_result (&result);
  confab_service_stop_finish (live->service, result, &error);
  g_assert_no_error (error);
  g_clear_object (&live->service);
}

Live *
live_new (LiveConfigure configure)
{
  Live *live = g_new0 (Live, 1);

  g_assert_true (confab_crypto_init (NULL));
  live->folder = await_make_folder ();
  live->config = confab_service_config_new ();
  live->config->state_dir = g_strdup (live->folder);
  live->session = soup_session_new ();
  if (configure != NULL)
    configure (live->config);
  start (live);
  return live;
}

void
live_free (Live *live)
{
  soup_session_abort (live->session);
  g_object_unref (live->session);
  stop (live);
  await_remove_folder (live->folder);
  confab_service_config_free (live->config);
  g_free (live->folder);
  g_free (live);
}

void
live_restart (Live *live)
{
  stop (live);
  start (live);
}

guint
live_port (const Live *live)
{
  g_autoptr (GUri) uri =
      g_uri_parse (confab_service_get_url (live->service), SOUP_HTTP_URI_FLAGS, NULL);

  return (guint) g_uri_get_port (uri);
}

static JsonObject *
request (Live *live, const char *method, const char *path, const char *body, guint *status)
{
  g_autofree char *url = g_strconcat (confab_service_get_url (live->service), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  if (body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  soup_session_send_and_read_async (live->session, message, 0, NULL, await_callback, &result);
  await_result (&result);
  answer = soup_session_send_and_read_finish (live->session, result, &error);
  g_assert_no_error (error);
  *status = soup_message_get_status (message);
  object = confab_json_parse_strict (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                                     65536, &error);
  g_assert_no_error (error);
  return object;
}

JsonObject *
live_request (Live *live, const char *path, const char *body, guint *status)
{
  return request (live, body != NULL ? "POST" : "GET", path, body, status);
}

JsonObject *
live_post (Live *live, const char *path, const char *body, guint *status)
{
  return request (live, "POST", path, body, status);
}

static char *
authority (const Live *live)
{
  if (live->config->name != NULL)
    return g_strdup (live->config->name);
  return g_strdup (strstr (confab_service_get_url (live->service), "//") + 2);
}

ConfabRoomRecord *
live_room (const Live *live, const Person *owner)
{
  ConfabRoomRecord *room = person_make_room (owner);
  g_autofree char *name = authority (live);

  room->room_hash = confab_room_hash (name, room->id);
  return room;
}

guint
live_register (Live *live, const Person *owner, const char *more)
{
  g_autoptr (ConfabRoomRecord) room = live_room (live, owner);
  g_autoptr (GBytes) roomcert = person_make_roomcert (owner, &room->room_hash, person_ik (owner),
                                                      confab_clock_wall_ms () + 60000);
  g_autofree char *encoded = confab_base64url_encode_bytes (roomcert);
  g_autofree char *body = g_strdup_printf (
      "{\"room\":\"" TEST_ROOM "\",\"policy\":2,\"roomcert\":\"%s\"%s}", encoded, more);
  guint status;
  g_autoptr (JsonObject) answer = live_post (live, "/api/v1/rooms", body, &status);

  return status;
}

static void
on_message (SoupWebsocketConnection *socket, int type, GBytes *message, gpointer user_data)
{
  Visitor *visitor = user_data;
  g_autoptr (GError) error = NULL;
  ConfabCarrier *carrier =
      confab_carrier_parse (g_bytes_get_data (message, NULL), g_bytes_get_size (message), &error);

  /* Nothing the service ever says may break the rules that clients go by. */
  g_assert_no_error (error);
  g_queue_push_tail (&visitor->inbox, carrier);
}

static void
on_closed (SoupWebsocketConnection *socket, gpointer user_data)
{
  ((Visitor *) user_data)->is_closed = TRUE;
}

Visitor *
visitor_call (Live *live, Person *person, const char *room)
{
  Visitor *visitor = g_new0 (Visitor, 1);
  g_autofree char *url =
      g_strdup_printf ("%s/api/v1/rooms/%s/ws", confab_service_get_url (live->service),
                       room != NULL ? room : TEST_ROOM);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_websocket_connect_async (live->session, message, NULL, NULL, 0, NULL, await_callback,
                                        &result);
  await_result (&result);
  visitor->socket = soup_session_websocket_connect_finish (live->session, result, &error);
  g_assert_no_error (error);
  visitor->person = person;
  g_queue_init (&visitor->inbox);
  soup_websocket_connection_set_max_incoming_payload_size (visitor->socket, 0);
  g_signal_connect (visitor->socket, "message", G_CALLBACK (on_message), visitor);
  g_signal_connect (visitor->socket, "closed", G_CALLBACK (on_closed), visitor);
  return visitor;
}

Visitor *
visitor_enter (Live *live, Person *person)
{
  Visitor *visitor = visitor_call (live, person, NULL);
  ConfabCarrier *hello = confab_carrier_new (CONFAB_CARRIER_HELLO);

  hello->hello.version = CONFAB_PROTOCOL_VERSION;
  hello->hello.pid = person->pid;
  visitor_send (visitor, hello);
  return visitor;
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Visitor *) user_data)->is_closed;
}

void
visitor_expect_closed (Visitor *visitor)
{
  await_condition (is_closed, visitor);
  g_assert_true (g_queue_is_empty (&visitor->inbox));
}

void
visitor_free (Visitor *visitor)
{
  if (soup_websocket_connection_get_state (visitor->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (visitor->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  await_condition (is_closed, visitor);
  g_signal_handlers_disconnect_by_data (visitor->socket, visitor);
  g_object_unref (visitor->socket);
  g_queue_clear_full (&visitor->inbox, (GDestroyNotify) confab_carrier_free);
  g_free (visitor);
}

void
visitor_send_text (Visitor *visitor, const char *text)
{
  soup_websocket_connection_send_text (visitor->socket, text);
}

void
visitor_send (Visitor *visitor, ConfabCarrier *carrier)
{
  g_autofree char *text = confab_carrier_to_json (carrier);

  visitor_send_text (visitor, text);
  confab_carrier_free (carrier);
}

void
visitor_send_statement (Visitor *visitor, ConfabCarrierType type, GBytes *statement)
{
  visitor_send (visitor, confab_carrier_new_statement (type, statement));
}

static gboolean
has_message_or_end (gpointer user_data)
{
  Visitor *visitor = user_data;

  return visitor->is_closed || !g_queue_is_empty (&visitor->inbox);
}

ConfabCarrier *
visitor_expect (Visitor *visitor, ConfabCarrierType type)
{
  ConfabCarrier *carrier;

  await_condition (has_message_or_end, visitor);
  carrier = g_queue_pop_head (&visitor->inbox);
  if (carrier == NULL)
    g_error ("%s was to get %s, but the connection was closed", visitor->person->name,
             confab_carrier_type_to_string (type));
  if (carrier->type != type)
    g_error ("%s was to get %s, but got %s%s%s", visitor->person->name,
             confab_carrier_type_to_string (type), confab_carrier_type_to_string (carrier->type),
             carrier->type == CONFAB_CARRIER_ERROR ? " " : "",
             carrier->type == CONFAB_CARRIER_ERROR ? carrier->error.code : "");
  return carrier;
}

void
visitor_skip (Visitor *visitor, ConfabCarrierType type)
{
  confab_carrier_free (visitor_expect (visitor, type));
}

void
visitor_expect_error (Visitor *visitor, const char *code)
{
  g_autoptr (ConfabCarrier) carrier = visitor_expect (visitor, CONFAB_CARRIER_ERROR);

  g_assert_cmpstr (carrier->error.code, ==, code);
}

void
visitor_expect_bye (Visitor *visitor, const char *code)
{
  g_autoptr (ConfabCarrier) carrier = visitor_expect (visitor, CONFAB_CARRIER_BYE);

  g_assert_cmpstr (carrier->error.code, ==, code);
  visitor_expect_closed (visitor);
}

void
visitor_expect_nothing (Visitor *visitor)
{
  ConfabCarrier *question = confab_carrier_new (CONFAB_CARRIER_LINEAGE_REQUEST);
  const ConfabCarrier *answer;

  question->from_term = 0;
  visitor_send (visitor, question);
  await_condition (has_message_or_end, visitor);
  answer = g_queue_peek_head (&visitor->inbox);
  if (answer != NULL && answer->type == CONFAB_CARRIER_ERROR)
    visitor_expect_error (visitor, "join-first");
  else
    visitor_skip (visitor, CONFAB_CARRIER_LINEAGE);
}

Lead *
visitor_found (Visitor *visitor, const ConfabRoomRecord *room)
{
  Lead *lead = lead_new (visitor->person, room, confab_clock_wall_ms ());

  visitor_send (visitor, lead_make_genesis (lead));
  visitor_send_statement (visitor, CONFAB_CARRIER_JOIN, visitor->person->join);
  visitor_send (visitor, lead_make_link (lead, CONFAB_CAUSE_JOIN));
  visitor_skip (visitor, CONFAB_CARRIER_LINK);
  return lead;
}

void
visitor_join (Visitor *visitor, Lead *lead, Visitor *leader)
{
  g_autoptr (ConfabCarrier) join = NULL;

  person_make_join (visitor->person, &lead->tag);
  visitor_send_statement (visitor, CONFAB_CARRIER_JOIN, visitor->person->join);
  join = visitor_expect (leader, CONFAB_CARRIER_JOIN);
  g_assert_true (g_bytes_equal (join->statement, visitor->person->join));
  lead_admit (lead, visitor->person, CONFAB_ROLE_PARTICIPANT);
  visitor_send (leader, lead_make_link (lead, CONFAB_CAUSE_JOIN));
  visitor_skip (leader, CONFAB_CARRIER_LINK);
  visitor_skip (visitor, CONFAB_CARRIER_SYNC);
  visitor_skip (visitor, CONFAB_CARRIER_LINK);
}
