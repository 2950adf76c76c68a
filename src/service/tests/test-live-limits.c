/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who sends too much, too fast, too little or nonsense is told so and closed; everybody else notices nothing. */
#include "base/tests/await.h"
#include "service/tests/live.h"
#include "service/tests/raw-client.h"

#define TEXT_LAST 0x81
#define TEXT_FIRST 0x01
#define CONTINUATION 0x00
#define CLOSE 0x88
#define PING 0x89

typedef struct {
  Live *live;
  Person *ada;
  Person *bob;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer configure)
{
  fixture->live = live_new ((LiveConfigure) configure);
  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
}

static void
tear_down (Fixture *fixture, gconstpointer configure)
{
  live_free (fixture->live);
  person_free (fixture->ada);
  person_free (fixture->bob);
}

static void
be_impatient (ConfabServiceConfig *config)
{
  config->times.first_message_ms = 300;
}

static void
listen_closely (ConfabServiceConfig *config)
{
  config->times.ping_s = 1;
  config->times.silence_ms = 2500;
}

static void
allow_three (ConfabServiceConfig *config)
{
  config->connections_per_address = 3;
}

static void
trust_loopback (ConfabServiceConfig *config)
{
  static const char *const proxies[] = { "127.0.0.1", NULL };

  allow_three (config);
  config->proxies = g_strdupv ((char **) proxies);
}

static void
test_silent_socket (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_call (fixture->live, fixture->bob, NULL);

  visitor_expect_error (bob, "silent");
  visitor_expect_closed (bob);
  visitor_free (bob);
}

static void
act_say_nothing (RawClient *raw, gpointer data)
{
  gint64 before_ms = confab_clock_boot_ms ();

  raw_client_await_close (raw);
  g_assert_cmpint (confab_clock_boot_ms () - before_ms, >=, 250);
}

/* A request that never ends, a byte at a time: each byte does not buy more time. */
static void
act_dribble (RawClient *raw, gpointer data)
{
  static const char begin[] = "GET /health HTTP/1.1\r\nHost: x\r\nX: ";
  gint64 before_ms = confab_clock_boot_ms ();
  const char byte = 'x';

  raw_client_write (raw, begin, sizeof begin - 1);
  while (g_output_stream_write (g_io_stream_get_output_stream (G_IO_STREAM (raw->connection)),
                                &byte, 1, NULL, NULL) == 1 &&
         confab_clock_boot_ms () - before_ms < 10000)
    g_usleep (20000);
  g_assert_cmpint (confab_clock_boot_ms () - before_ms, <, 5000);
}

static void
act_dribble_frames (RawClient *raw, gpointer data)
{
  gint64 before_ms = confab_clock_boot_ms ();

  raw_client_upgrade (raw, "");
  while (raw_client_send_frame (raw, PING, NULL, 0) && confab_clock_boot_ms () - before_ms < 10000)
    g_usleep (50000);
  g_assert_cmpint (confab_clock_boot_ms () - before_ms, <, 5000);
}

static void
test_silent_connections (Fixture *fixture, gconstpointer data)
{
  raw_client_run (fixture->live, act_say_nothing, NULL);
  raw_client_run (fixture->live, act_dribble, NULL);
  raw_client_run (fixture->live, act_dribble_frames, NULL);
}

/* A client that answers pings stays as long as it likes, one that does not is dead. */
static void
act_ignore_pings (RawClient *raw, gpointer data)
{
  const ConfabPid pid = confab_pid_random ();
  g_autofree char *all = NULL;

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &pid);
  all = raw_client_read_all (raw);
  g_assert_nonnull (strstr (all, "\"welcome\""));
  g_assert_nonnull (strstr (all, "\"silent\""));
}

static void
test_dead_line (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  raw_client_run (fixture->live, act_ignore_pings, NULL);
  raw_client_run (fixture->live, act_ignore_pings, NULL); /* longer than the silence allowed */
  g_assert_false (bob->is_closed);
  visitor_free (bob);
}

static void
assert_text_refused (Fixture *fixture, const char *text, const char *code)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_send_text (bob, text);
  visitor_expect_error (bob, code);
  visitor_expect_closed (bob);
  visitor_free (bob);
}

static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) deep = g_string_new ("{\"type\":");

  for (guint i = 0; i < 60000; i++)
    g_string_append_c (deep, '[');
  assert_text_refused (fixture, "", "bad-message");
  assert_text_refused (fixture, "nonsense", "bad-message");
  assert_text_refused (fixture, "{}", "bad-message");
  assert_text_refused (fixture, "{\"type\":\"leave\",\"type\":\"leave\"}", "bad-message");
  assert_text_refused (fixture, "{\"type\":\"e2ee.hb\",\"hb\":\"AA==\"}", "bad-message");
  assert_text_refused (fixture, "{\"type\":\"e2ee.sync\",\"have\":-1}", "bad-message");
  assert_text_refused (fixture, deep->str, "bad-message");
  assert_text_refused (fixture,
                       "{\"type\":\"hello\",\"version\":1,"
                       "\"pid\":\"00112233445566778899aabbccddeeff\"}",
                       "hello-first");
}

static void
test_unknown_type (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_send_text (bob, "{\"type\":\"e2ee.future\"}");
  visitor_expect_error (bob, "unknown-type");
  visitor_send_text (bob, "{\"type\":\"bye\",\"code\":\"x\",\"text\":\"y\"}");
  visitor_expect_error (bob, "unexpected");
  visitor_send (bob, confab_carrier_new (CONFAB_CARRIER_LEAVE));
  visitor_expect_closed (bob);
  visitor_free (bob);
}

static void
test_hello (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "{\"type\":\"ice.get\"}", "hello-first" },
    { "{\"type\":\"hello\",\"version\":2,\"pid\":\"00112233445566778899aabbccddeeff\"}",
      "version" },
    { "{\"type\":\"hello\",\"version\":1,\"pid\":\"x\"}", "bad-message" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Visitor *bob = visitor_call (fixture->live, fixture->bob, NULL);

    visitor_send_text (bob, cases[i][0]);
    visitor_expect_error (bob, cases[i][1]);
    visitor_expect_closed (bob);
    visitor_free (bob);
  }
}

static void
test_unknown_room (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_call (fixture->live, fixture->bob, "no-such-room");
  ConfabCarrier *hello = confab_carrier_new (CONFAB_CARRIER_HELLO);

  hello->hello.version = 1;
  hello->hello.pid = fixture->bob->pid;
  visitor_send (bob, hello);
  visitor_expect_error (bob, "room-unknown");
  visitor_expect_closed (bob);
  visitor_free (bob);
}

static void
test_binary (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  soup_websocket_connection_send_binary (bob->socket, "{\"type\":\"leave\"}", 16);
  visitor_expect_error (bob, "bad-message");
  visitor_expect_closed (bob);
  visitor_free (bob);
}

static void
assert_told (RawClient *raw, const char *code)
{
  g_autofree char *quoted = g_strdup_printf ("\"code\":\"%s\"", code);

  raw_client_await_text (raw, quoted);
}

/* libsoup reads the frame's header too and closes; the words must be out before. */
static void
act_announce_much (RawClient *raw, gpointer data)
{
  const ConfabPid pid = confab_pid_random ();

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &pid);
  raw_client_announce_frame (raw, TEXT_LAST, 512 * 1024 + 1);
  assert_told (raw, "too-large");
  raw_client_await_close (raw);
}

static void
act_large_hello (RawClient *raw, gpointer data)
{
  raw_client_upgrade (raw, "");
  raw_client_announce_frame (raw, TEXT_LAST, 4097);
  assert_told (raw, "too-large");
}

static void
act_endless_fragments (RawClient *raw, gpointer data)
{
  const ConfabPid pid = confab_pid_random ();
  guint sent = 0;

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &pid);
  raw_client_send_frame (raw, TEXT_FIRST, NULL, 4000);
  while (sent++ < 190 && raw_client_send_frame (raw, CONTINUATION, NULL, 4000))
    ;
  assert_told (raw, "too-large");
}

static void
act_unmasked (RawClient *raw, gpointer data)
{
  static const guint8 frame[] = { TEXT_LAST, 2, '{', '}' };

  raw_client_upgrade (raw, "");
  raw_client_write (raw, frame, sizeof frame);
  raw_client_await_close (raw);
}

/* What comes before the upgrade is answered was read as HTTP, and could hide frames from the counting. */
static void
act_too_early (RawClient *raw, gpointer data)
{
  raw_client_upgrade (raw, "early");
  assert_told (raw, "bad-message");
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  raw_client_run (fixture->live, act_announce_much, NULL);
  raw_client_run (fixture->live, act_large_hello, NULL);
  raw_client_run (fixture->live, act_endless_fragments, NULL);
  raw_client_run (fixture->live, act_unmasked, NULL);
  raw_client_run (fixture->live, act_too_early, NULL);
}

static void
act_ping_flood (RawClient *raw, gpointer data)
{
  raw_client_upgrade (raw, "");
  for (guint i = 0; i < 300; i++)
    raw_client_send_frame (raw, PING, NULL, 0);
  assert_told (raw, "rate-limited");
}

/* Messages that are harmless each, 60 kB of them at a time: more than a restore, faster than allowed. */
static void
act_byte_flood (RawClient *raw, gpointer data)
{
  const ConfabPid pid = confab_pid_random ();
  g_autofree char *message = g_strdup_printf ("{\"type\":%*s}", 60000, "\"e2ee.future\"");

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &pid);
  raw_client_await_text (raw, "\"welcome\"");
  for (guint i = 0; i < 20; i++)
    raw_client_send_frame (raw, TEXT_LAST, message, strlen (message));
  assert_told (raw, "rate-limited");
}

static void
test_rates (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  for (guint i = 0; i < 250; i++)
    visitor_send_text (bob, "{\"type\":\"no.such\"}");
  for (guint i = 0; i < 30; i++)
    visitor_expect_error (bob, "unknown-type");
  visitor_expect_error (bob, "too-many-errors");
  visitor_expect_closed (bob);
  visitor_free (bob);

  raw_client_run (fixture->live, act_ping_flood, NULL);
  raw_client_run (fixture->live, act_byte_flood, NULL);
}

/* What is addressed to somebody whose line broke is refused, and does not break one's own. */
static void
test_no_fault (Fixture *fixture, gconstpointer data)
{
  Visitor *bob = visitor_enter (fixture->live, fixture->bob);

  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  for (guint i = 0; i < 100; i++)
    visitor_send_text (bob, "{\"type\":\"e2ee.sync\",\"have\":0}");
  for (guint i = 0; i < 100; i++)
    visitor_expect_error (bob, "no-meeting");
  g_assert_false (bob->is_closed);
  visitor_free (bob);
}

/* Almost as much as one connection may send at once; @data: whether that was too much. */
static void
act_much (RawClient *raw, gpointer data)
{
  gboolean *was_told = data;
  const ConfabPid pid = confab_pid_random ();
  g_autofree char *message = g_strdup_printf ("{\"type\":%*s}", 60000, "\"e2ee.future\"");
  g_autofree char *words = NULL;

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &pid);
  raw_client_await_text (raw, "\"welcome\"");
  for (guint i = 0; i < 12; i++)
    raw_client_send_frame (raw, TEXT_LAST, message, strlen (message));
  raw_client_send_frame (raw, CLOSE, NULL, 0);
  words = raw_client_read_all (raw);
  *was_told = strstr (words, "rate-limited") != NULL;
}

/* Who hangs up and calls again has not more to say than the address may have connections. */
static void
test_bytes_per_address (Fixture *fixture, gconstpointer data)
{
  gboolean was_told = FALSE;

  for (guint i = 0; i < 10 && !was_told; i++)
    raw_client_run (fixture->live, act_much, &was_told);
  g_assert_true (was_told);
}

static void
test_per_address (Fixture *fixture, gconstpointer data)
{
  Visitor *there[3];
  Person *people[3];
  Visitor *bob;

  for (guint i = 0; i < 3; i++) {
    people[i] = person_new ("Crowd");
    there[i] = visitor_enter (fixture->live, people[i]);
    visitor_skip (there[i], CONFAB_CARRIER_WELCOME);
  }
  bob = visitor_enter (fixture->live, fixture->bob);
  visitor_expect_error (bob, "too-many-connections");
  visitor_expect_closed (bob);
  visitor_free (bob);

  visitor_free (there[0]);
  bob = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_free (bob);
  visitor_free (there[1]);
  visitor_free (there[2]);
  for (guint i = 0; i < 3; i++)
    person_free (people[i]);
}

/* 200 connections that say nothing, half of them WebSockets, and then a meeting from the same address. */
static void
act_occupy (RawClient *raw, gpointer data)
{
  GPtrArray *silent = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  for (guint i = 0; i < 200; i++) {
    RawClient one = { .port = raw->port };

    one.connection =
        g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) raw->port, NULL, NULL);
    g_assert_nonnull (one.connection);
    if (i % 2 == 0)
      raw_client_upgrade (&one, "");
    g_ptr_array_add (silent, one.connection);
  }
}

static void
test_silent_crowd (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConfabRoomRecord) room = live_room (fixture->live, fixture->ada);
  Visitor *ada;
  Visitor *bob;
  Lead *lead;

  raw_client_run (fixture->live, act_occupy, silent);
  g_assert_cmpuint (silent->len, ==, 200);
  ada = visitor_enter (fixture->live, fixture->ada);
  visitor_skip (ada, CONFAB_CARRIER_WELCOME);
  lead = visitor_found (ada, room);
  bob = visitor_enter (fixture->live, fixture->bob);
  visitor_skip (bob, CONFAB_CARRIER_WELCOME);
  visitor_join (bob, lead, ada);
  g_assert_cmpuint (confab_service_get_n_connections (fixture->live->service), <=, 30);
  visitor_free (ada);
  visitor_free (bob);
  lead_free (lead);
}

/* Behind a proxy each client is counted by its own address. */
static void
act_through_proxy (RawClient *raw, gpointer data)
{
  const char *address = data;
  const ConfabPid pid = confab_pid_random ();
  g_autofree char *request =
      g_strdup_printf ("GET /api/v1/rooms/" TEST_ROOM "/ws HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                       "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                       "X-Forwarded-For: 6.6.6.6, %s\r\n\r\n",
                       raw->port, address);
  static const char leave[] = "{\"type\":\"leave\"}";

  raw_client_request (raw, request);
  raw_client_hello (raw, &pid);
  raw_client_await_text (raw, "\"welcome\"");
  raw_client_send_frame (raw, TEXT_LAST, leave, sizeof leave - 1);
  raw_client_await_close (raw);
}

static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  Visitor *there[3];
  Person *people[3];

  /* The proxy's own address is used up ... */
  for (guint i = 0; i < 3; i++) {
    people[i] = person_new ("Crowd");
    there[i] = visitor_enter (fixture->live, people[i]);
    visitor_skip (there[i], CONFAB_CARRIER_WELCOME);
  }
  /* ... which is nothing to those behind it. */
  raw_client_run (fixture->live, act_through_proxy, (gpointer) "203.0.113.1");
  for (guint i = 0; i < 3; i++) {
    visitor_free (there[i]);
    person_free (people[i]);
  }
}

typedef struct {
  ConfabPid pid;
  char *join; /* its message */
} Reader;

/* A client that asks and asks and never reads: it is cut off, and the service has not kept it all. */
static void
act_never_read (RawClient *raw, gpointer data)
{
  static const char sync[] = "{\"type\":\"e2ee.sync\",\"have\":0}";
  const Reader *reader = data;
  gint64 before_ms = confab_clock_boot_ms ();

  raw_client_upgrade (raw, "");
  raw_client_hello (raw, &reader->pid);
  raw_client_await_text (raw, "\"welcome\"");
  raw_client_send_frame (raw, TEXT_LAST, reader->join, strlen (reader->join));
  for (guint i = 0; i < 150; i++)
    raw_client_send_frame (raw, TEXT_LAST, sync, sizeof sync - 1);
  while (raw_client_send_frame (raw, PING, NULL, 0) && confab_clock_boot_ms () - before_ms < 15000)
    g_usleep (50000);
  g_assert_cmpint (confab_clock_boot_ms () - before_ms, <, 15000);
}

static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabRoomRecord) room = live_room (fixture->live, fixture->ada);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func ((GDestroyNotify) person_free);
  g_autoptr (ConfabCarrier) join = NULL;
  g_autofree char *json = NULL;
  Visitor *ada = visitor_enter (fixture->live, fixture->ada);
  Lead *lead;

  visitor_skip (ada, CONFAB_CARRIER_WELCOME);
  lead = visitor_found (ada, room);
  for (guint link = 0; link < 5; link++) {
    for (guint i = 0; i < 48; i++) {
      Person *person = person_new ("Somebody with a rather long name, to make the LINK large");

      g_ptr_array_add (crowd, person);
      person_make_join (person, &lead->tag);
      lead_admit (lead, person, CONFAB_ROLE_PARTICIPANT);
    }
    visitor_send (ada, lead_make_link (lead, CONFAB_CAUSE_JOIN));
    visitor_skip (ada, CONFAB_CARRIER_LINK);
  }
  join = confab_carrier_new_statement (CONFAB_CARRIER_JOIN,
                                       person_make_join (fixture->bob, &lead->tag));
  json = confab_carrier_to_json (join);
  g_test_expect_message ("confab-service", G_LOG_LEVEL_MESSAGE, "*does not read*");
  raw_client_run (fixture->live, act_never_read,
                  &(Reader){ .pid = fixture->bob->pid, .join = json });
  g_test_assert_expected_messages ();
  visitor_skip (ada, CONFAB_CARRIER_JOIN);
  visitor_skip (ada, CONFAB_CARRIER_PEER);
  visitor_expect_nothing (ada);
  visitor_free (ada);
  lead_free (lead);
}

#define ADD(name, configure, function) \
  g_test_add ("/service/live/limits/" name, Fixture, configure, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-socket-that-says-nothing-is-closed", be_impatient, test_silent_socket);
  ADD ("a-connection-that-says-nothing-is-closed", be_impatient, test_silent_connections);
  ADD ("a-dead-line-is-closed-a-quiet-one-is-not", listen_closely, test_dead_line);
  ADD ("nonsense-is-refused", NULL, test_nonsense);
  ADD ("what-is-unknown-is-said-to-be", NULL, test_unknown_type);
  ADD ("the-first-message-is-a-hello", NULL, test_hello);
  ADD ("an-unknown-room-is-said-to-be", NULL, test_unknown_room);
  ADD ("binary-frames-are-refused", NULL, test_binary);
  ADD ("nothing-is-larger-than-it-may-be", NULL, test_sizes);
  ADD ("nobody-is-faster-than-he-may-be", NULL, test_rates);
  ADD ("what-is-no-fault-does-not-count", NULL, test_no_fault);
  ADD ("an-address-has-its-share", allow_three, test_per_address);
  ADD ("an-address-has-its-share-of-bytes", allow_three, test_bytes_per_address);
  ADD ("200-connections-that-say-nothing-stop-nobody", NULL, test_silent_crowd);
  ADD ("behind-a-proxy-each-counts-for-himself", trust_loopback, test_proxy);
  ADD ("who-never-reads-is-cut-off", NULL, test_slow_reader);
  return g_test_run ();
}
