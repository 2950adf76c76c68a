/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real coturn believes the credentials that the service makes, and no others. */
#include "base/tests/await.h"
#include "service/tests/live.h"
#include "service/turn-credentials.h"

#define SECRET "north"

typedef struct {
  GSubprocess *process;
  char *folder;
  guint port;
} TurnServer;

/* A port that is free for UDP and TCP at this moment. */
static guint
find_port (void)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) tcp =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (tcp, any, FALSE, NULL));
  bound = g_socket_get_local_address (tcp, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

/* coturn says in its log when it listens. */
static gboolean
is_listening (const char *log)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (log, &text, NULL, NULL) &&
         strstr (text, "UDP listener opened") != NULL &&
         strstr (text, "TCP listener opened") != NULL;
}

static TurnServer *
turn_server_new (void)
{
  TurnServer *turn = g_new0 (TurnServer, 1);
  g_autofree char *port = NULL;
  g_autofree char *database = NULL;
  g_autofree char *pidfile = NULL;
  g_autofree char *log = NULL;
  g_autofree char *log_option = NULL;
  const gint64 deadline_ms = confab_clock_boot_ms () + 15000;
  g_autoptr (GError) error = NULL;

  turn->folder = await_make_folder ();
  turn->port = find_port ();
  port = g_strdup_printf ("--listening-port=%u", turn->port);
  database = g_strdup_printf ("--userdb=%s/turn.db", turn->folder);
  pidfile = g_strdup_printf ("--pidfile=%s/turn.pid", turn->folder);
  log = g_build_filename (turn->folder, "turn.log", NULL);
  log_option = g_strconcat ("--log-file=", log, NULL);
  turn->process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "turnserver",
      "-v", "-n", "--use-auth-secret", "--static-auth-secret=" SECRET, "--realm=confab",
      "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", port, "--no-cli", "--no-tls", "--no-dtls",
      "--allow-loopback-peers", log_option, "--simple-log", database, pidfile, NULL);
  g_assert_no_error (error);
  while (!is_listening (log)) {
    g_assert_cmpint (confab_clock_boot_ms (), <, deadline_ms);
    g_usleep (20000);
  }
  return turn;
}

static void
turn_server_free (TurnServer *turn)
{
  g_subprocess_force_exit (turn->process);
  g_subprocess_wait (turn->process, NULL, NULL);
  g_object_unref (turn->process);
  await_remove_folder (turn->folder);
  g_free (turn->folder);
  g_free (turn);
}

/* Two clients of coturn's own send each other something through it. */
static gboolean
relays (const TurnServer *turn, const char *username, const char *password)
{
  g_autofree char *port = g_strdup_printf ("%u", turn->port);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) client =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error, "turnutils_uclient", "-y", "-c", "-n", "1", "-p", port, "-u",
                        username, "-w", password, "127.0.0.1", NULL);

  g_assert_no_error (error);
  g_subprocess_wait (client, NULL, NULL);
  return g_subprocess_get_successful (client);
}

static void
use_turn (ConfabServiceConfig *config)
{
  static const char *const urls[] = { "stun:127.0.0.1:1", "turn:127.0.0.1:1?transport=udp",
                                      "turns:127.0.0.1:1", NULL };

  config->ice_urls = g_strdupv ((char **) urls);
  config->turn_secret = g_strdup (SECRET);
}

/* (transfer full): what the service answers a participant. */
static ConfabCarrier *
ask_service (Live *live, Person *ada)
{
  g_autoptr (ConfabRoomRecord) room = live_room (live, ada);
  Visitor *there;
  Lead *lead;
  ConfabCarrier *answer;

  g_assert_cmpuint (live_register (live, ada, ""), ==, 201);
  there = visitor_enter (live, ada);
  visitor_skip (there, CONFAB_CARRIER_WELCOME);
  visitor_send (there, confab_carrier_new (CONFAB_CARRIER_ICE_GET));
  visitor_expect_error (there, "no-meeting");
  lead = visitor_found (there, room);
  visitor_send (there, confab_carrier_new (CONFAB_CARRIER_ICE_GET));
  answer = visitor_expect (there, CONFAB_CARRIER_ICE);
  lead_free (lead);
  visitor_free (there);
  return answer;
}

static void
try_credentials (void)
{
  TurnServer *turn = turn_server_new ();
  Live *live = live_new (use_turn);
  Person *ada = person_new ("Ada");
  g_autoptr (ConfabCarrier) answer = ask_service (live, ada);
  const ConfabIceServer *stun = answer->ice.servers->pdata[0];
  const ConfabIceServer *server = answer->ice.servers->pdata[1];
  const gint64 now_ms = confab_clock_wall_ms ();
  g_autoptr (ConfabTurnCredentials) expired =
      confab_turn_credentials_new (SECRET, &ada->pid, now_ms - CONFAB_TURN_TTL_S * 1000 - 1000);
  g_autoptr (ConfabTurnCredentials) anothers =
      confab_turn_credentials_new ("south", &ada->pid, now_ms);
  g_autofree char *longer = g_strdup_printf ("9%s", server->username);

  g_assert_cmpint (answer->ice.ttl_s, ==, 600);
  g_assert_cmpuint (answer->ice.servers->len, ==, 2);
  g_assert_null (stun->username);
  g_assert_cmpuint (g_strv_length (server->urls), ==, 2);

  g_assert_true (relays (turn, server->username, server->credential));
  g_assert_false (relays (turn, server->username, "wrong"));
  g_assert_false (relays (turn, expired->username, expired->password));
  g_assert_false (relays (turn, anothers->username, anothers->password));
  g_assert_false (relays (turn, longer, server->credential));
  person_free (ada);
  live_free (live);
  turn_server_free (turn);
}

static gboolean
is_installed (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);

  return path != NULL;
}

static void
test_credentials (void)
{
  if (is_installed ("turnserver") && is_installed ("turnutils_uclient"))
    try_credentials ();
  else
    g_test_skip ("coturn is not installed");
}
static void
test_without_turn (void)
{
  Live *live = live_new (NULL);
  Person *ada = person_new ("Ada");
  g_autoptr (ConfabCarrier) answer = ask_service (live, ada);

  g_assert_cmpuint (answer->ice.servers->len, ==, 0);
  person_free (ada);
  live_free (live);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/turn/without-servers-there-are-none", test_without_turn);
  g_test_add_func ("/service/turn/coturn-believes-the-service-and-nobody-else", test_credentials);
  return g_test_run ();
}
