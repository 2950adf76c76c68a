/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two links that may use nothing but a real coturn on loopback, over UDP, TCP and TLS. Skipped where
 * turnserver is not installed. */
#include "link-pair.h"
#include "media/media.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define SECRET "a secret of this test alone"
/* Of "localhost", for a hundred years, by its own authority. */
#define PEM TEST_FOLDER "/turn-localhost.pem"

typedef struct {
  GSubprocess *process;
  guint16 port, tls_port;
  char *folder;
  char *username, *credential;
} Coturn;

static Coturn coturn;
static GTlsDatabase *trust;

/* A port that was free a moment ago, for TCP; coturn takes it for UDP as well. */
static guint16
free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

/* The scheme that confabd and coturn share: the name ends with time, the password is its HMAC. */
static void
make_credentials (void)
{
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) SECRET, strlen (SECRET));
  guint8 digest[20];
  gsize length = sizeof digest;

  coturn.username = g_strdup_printf ("%" G_GINT64_FORMAT ":00112233445566778899aabbccddeeff",
                                     g_get_real_time () / G_USEC_PER_SEC + 600);
  g_hmac_update (hmac, (const guchar *) coturn.username, -1);
  g_hmac_get_digest (hmac, digest, &length);
  coturn.credential = g_base64_encode (digest, length);
}

static gboolean
retry (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until_it_listens (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint timer = g_timeout_add (50, retry, NULL);

  for (;;) {
    g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host (client, "127.0.0.1", coturn.tls_port, NULL, NULL);

    if (connection != NULL)
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (timer);
}

static void
start_coturn (const char *program)
{
  g_autofree char *port = NULL, *tls_port = NULL, *log = NULL, *pid = NULL, *database = NULL;
  g_autoptr (GError) error = NULL;

  coturn.folder = g_dir_make_tmp ("confab-relay-XXXXXX", NULL);
  coturn.port = free_port ();
  coturn.tls_port = free_port ();
  port = g_strdup_printf ("%u", coturn.port);
  tls_port = g_strdup_printf ("%u", coturn.tls_port);
  log = g_build_filename (coturn.folder, "log", NULL);
  pid = g_build_filename (coturn.folder, "pid", NULL);
  database = g_build_filename (coturn.folder, "db", NULL);
  /* Ends with this test in whatever way that ends: the shell waits for the other end of its input. */
  coturn.process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
          G_SUBPROCESS_FLAGS_STDERR_SILENCE,
      &error, "/bin/sh", "-c", "\"$@\" & read -r end; kill $!; wait $!", "sh", program, "-n",
      "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", port,
      "--tls-listening-port", tls_port, "--use-auth-secret", "--static-auth-secret", SECRET,
      "--realm", "test", "--allow-loopback-peers", "--no-cli", "--no-dtls", "--no-rfc5780",
      "--cert", PEM, "--pkey", PEM, "--log-file", log, "--simple-log", "--pidfile", pid, "--userdb",
      database, NULL);
  g_assert_no_error (error);
  make_credentials ();
  wait_until_it_listens ();
}

static void
stop_coturn (void)
{
  static const char *const files[] = { "log", "pid", "db" };

  g_output_stream_close (g_subprocess_get_stdin_pipe (coturn.process), NULL, NULL);
  g_subprocess_wait (coturn.process, NULL, NULL);
  g_object_unref (coturn.process);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (coturn.folder, files[i], NULL);

    g_remove (path);
  }
  g_rmdir (coturn.folder);
  g_free (coturn.folder);
  g_free (coturn.username);
  g_free (coturn.credential);
}

static const char *urls[4]; /* NULL-terminated: of the test that runs */
static gboolean relay_only;

static void
use_relay (ConfabLinkConfig *config, guint index)
{
  static ConfabLinkServer server;

  server = (ConfabLinkServer){ urls, coturn.username, coturn.credential };
  config->ice_servers = &server;
  config->n_ice_servers = 1;
  config->relay_only = relay_only;
  config->turn_trust = trust;
}

/* GnuTLS reads all authorities of the system anew for each connection: 30 ms, and half a minute where an
 * address sanitizer unwinds every stack to its end. libnice waits for a server a third of that. */
static gboolean
tls_is_too_slow (void)
{
  g_autoptr (GInputStream) input = g_memory_input_stream_new ();
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) stream = g_simple_io_stream_new (input, output);
  gint64 before = g_get_monotonic_time ();
  g_autoptr (GIOStream) connection = g_tls_client_connection_new (stream, NULL, NULL);

  if (g_get_monotonic_time () - before < G_USEC_PER_SEC)
    return FALSE;
  g_test_skip ("TLS takes longer here than libnice waits");
  return TRUE;
}

static void
test_media_flows_through (gconstpointer user_data)
{
  ConfabLinkTransport transport = (ConfabLinkTransport) GPOINTER_TO_UINT (user_data);
  gboolean tls = transport == CONFAB_LINK_TRANSPORT_TLS;
  g_autofree char *url = tls ? g_strdup_printf ("turns:localhost:%u?transport=tcp", coturn.tls_port)
                             : g_strdup_printf ("turn:127.0.0.1:%u?transport=%s", coturn.port,
                                                confab_link_transport_to_string (transport));
  LinkPair *pair;

  if (tls && tls_is_too_slow ())
    return;
  urls[0] = url;
  relay_only = TRUE;
  pair = link_pair_new (use_relay);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  for (guint i = 0; i < 2; i++) {
    ConfabLinkPath path;

    g_assert_true (confab_link_get_path (pair->side[i].link, &path));
    g_assert_cmpint (path.local, ==, CONFAB_CANDIDATE_RELAY);
    g_assert_cmpint (path.transport, ==, transport);
    g_assert_cmpstr (path.relay_host, ==, tls ? "localhost" : "127.0.0.1");
  }
  link_pair_free (pair);
}

static int n_refused; /* atomic: servers that could not be reached over TLS */

static void
on_message (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (strstr (message, "can't be reached over TLS") != NULL) {
    g_atomic_int_inc (&n_refused);
    g_main_context_wakeup (NULL);
  }
  g_log_default_handler (domain, level, message, NULL);
}

static gboolean
both_were_refused (LinkPair *pair)
{
  return g_atomic_int_get (&n_refused) >= 2;
}

/* Who does not trust the server does not use it: the data would be sealed, but not who talks to whom. */
static void
test_untrusted_tls_server_is_not_used (void)
{
  g_autofree char *url = g_strdup_printf ("turns:localhost:%u", coturn.tls_port);
  GTlsDatabase *kept;
  LinkPair *pair;
  guint handler;

  if (tls_is_too_slow ())
    return;
  handler = g_log_set_handler ("confab-media", G_LOG_LEVEL_MESSAGE, on_message, NULL);
  kept = g_steal_pointer (&trust);
  urls[0] = url;
  relay_only = TRUE;
  pair = link_pair_new (use_relay);
  link_pair_start (pair);
  link_pair_wait (pair, both_were_refused, "nobody trusts the server");
  for (guint i = 0; i < 2; i++) {
    g_assert_cmpuint (pair->side[i].n_candidates, ==, 0);
    g_assert_false (pair->side[i].was_connected);
  }
  link_pair_free (pair);
  g_log_remove_handler ("confab-media", handler);
  trust = kept;
}

static void
test_direct_path_is_preferred_where_there_is_one (void)
{
  g_autofree char *url = g_strdup_printf ("turn:127.0.0.1:%u", coturn.port);
  ConfabLinkPath path;
  LinkPair *pair;

  urls[0] = url;
  relay_only = FALSE;
  pair = link_pair_new (use_relay);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  g_assert_true (confab_link_get_path (pair->side[0].link, &path));
  g_assert_cmpint (path.local, !=, CONFAB_CANDIDATE_RELAY);
  link_pair_free (pair);
}

/* A name that nobody knows keeps nobody from talking directly, and prints no warning. */
static void
test_unknown_servers_do_no_harm (void)
{
  ConfabLinkPath path;
  LinkPair *pair;

  urls[0] = "stun:nobody.invalid";
  urls[1] = "turn:nobody.invalid?transport=tcp";
  urls[2] = "nonsense";
  relay_only = FALSE;
  pair = link_pair_new (use_relay);
  link_pair_start (pair);
  link_pair_wait (pair, link_pair_all_flows, "sound and pictures flow both ways");
  g_assert_true (confab_link_get_path (pair->side[0].link, &path));
  link_pair_free (pair);
}

static void
load_trust (void)
{
  g_autoptr (GError) error = NULL;

  trust = g_tls_file_database_new (PEM, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_find_program_in_path ("turnserver");
  int result;

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  if (program == NULL) {
    g_print ("1..0 # SKIP turnserver (package coturn) is not installed\n");
    return 0;
  }
  start_coturn (program);
  load_trust ();
  g_test_add_data_func ("/relay/udp", GUINT_TO_POINTER (CONFAB_LINK_TRANSPORT_UDP),
                        test_media_flows_through);
  g_test_add_data_func ("/relay/tcp", GUINT_TO_POINTER (CONFAB_LINK_TRANSPORT_TCP),
                        test_media_flows_through);
  g_test_add_data_func ("/relay/tls", GUINT_TO_POINTER (CONFAB_LINK_TRANSPORT_TLS),
                        test_media_flows_through);
  g_test_add_func ("/relay/untrusted-tls-server-is-not-used",
                   test_untrusted_tls_server_is_not_used);
  g_test_add_func ("/relay/direct-path-is-preferred-where-there-is-one",
                   test_direct_path_is_preferred_where_there_is_one);
  g_test_add_func ("/relay/unknown-servers-do-no-harm", test_unknown_servers_do_no_harm);
  result = g_test_run ();
  g_object_unref (trust);
  stop_coturn ();
  return result;
}
