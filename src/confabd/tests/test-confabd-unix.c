/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as its operator meets it: what it prints, how it fails, how it ends. */
#include "base/base.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>

#define LINE "confabd is listening on http://127.0.0.1:"

static const char *confabd;

typedef struct {
  char *folder;
  char *state;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("confabd-XXXXXX", NULL);
  fixture->state = g_build_filename (fixture->folder, "state", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_all (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->state);
}

static GSubprocess *
start (const Fixture *fixture, const char *listen)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                        confabd, "--listen", listen, "--state", fixture->state, NULL);

  g_assert_no_error (error);
  return process;
}

/* The port in the one line of standard output. */
static guint
read_port (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;
  guint64 port;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, LINE));
  g_assert_true (g_ascii_string_to_unsigned (line + strlen (LINE), 10, 1, 65535, &port, NULL));
  return (guint) port;
}

/* (transfer full): what it says on standard error until it ends with status 1. */
static char *
fail (GSubprocess *process)
{
  g_autofree char *out = NULL;
  char *complaint = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &complaint, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_cmpstr (out, ==, "");
  g_assert_nonnull (strstr (complaint, "confabd: "));
  return complaint;
}

static void
end (GSubprocess *process)
{
  g_autofree char *rest = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &rest, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_cmpstr (rest, ==, ""); /* standard output has one line, from beginning to end */
}

static GSocketConnection *
call (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);
}

static void
assert_healthy (guint port)
{
  static const char request[] = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
  g_autoptr (GSocketConnection) connection = call (port);
  char answer[1024] = { 0 };
  gsize length;

  g_assert_nonnull (connection);
  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                 sizeof request - 1, NULL, NULL, NULL));
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                          answer, sizeof answer - 1, &length, NULL, NULL));
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (answer, "{\"status\":\"ok\""));
}

static void
test_life (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (fixture, "127.0.0.1:0");
  guint port = read_port (process);
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) late = NULL;

  assert_healthy (port);
  silent = call (port); /* does not hold up the end */
  g_assert_nonnull (silent);
  end (process);
  late = call (port);
  g_assert_null (late);
}

/* Started again at once, on the same port and folder. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) first = start (fixture, "127.0.0.1:0");
  guint port = read_port (first);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (GSubprocess) second = NULL;

  assert_healthy (port);
  end (first);
  second = start (fixture, listen);
  g_assert_cmpuint (read_port (second), ==, port);
  assert_healthy (port);
  end (second);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) first = start (fixture, "127.0.0.1:0");
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", read_port (first));
  Fixture other = { .state = g_build_filename (fixture->folder, "other", NULL) };
  g_autofree char *other_state = other.state;
  g_autoptr (GSubprocess) same_port = start (&other, listen);
  g_autofree char *complaint = fail (same_port);
  g_autoptr (GSubprocess) same_folder = start (fixture, "127.0.0.1:0");
  g_autofree char *second_complaint = fail (same_folder);

  g_assert_nonnull (strstr (complaint, "Another program listens on 127.0.0.1:"));
  g_assert_nonnull (strstr (second_complaint, "Another service uses "));
  end (first);
}

static void
test_not_in_the_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = start (fixture, "0.0.0.0:0");
  g_autofree char *complaint = fail (process);

  g_assert_nonnull (strstr (complaint, "Without TLS"));
}

static void
test_bad_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;

  g_assert_true (g_file_set_contents (fixture->state, "a file", -1, NULL));
  process = start (fixture, "127.0.0.1:0");
  complaint = fail (process);
  g_assert_nonnull (strstr (complaint, fixture->state));
}

static void
test_check_config (Fixture *fixture, gconstpointer data)
{
  g_autofree char *ini = g_build_filename (fixture->folder, "confabd.ini", NULL);
  g_autoptr (GSubprocess) good = NULL;
  g_autoptr (GSubprocess) bad = NULL;
  g_autoptr (GSubprocess) missing = NULL;
  g_autofree char *praise = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *second_complaint = NULL;

  g_assert_true (g_file_set_contents (ini, "[service]\nlisten = 127.0.0.1:0\n", -1, NULL));
  good = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, confabd, "check-config",
                           "--config", ini, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (good, NULL, NULL, &praise, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (good));
  g_assert_nonnull (strstr (praise, ini));

  g_assert_true (g_file_set_contents (ini, "[service]\n\nport = 7\n", -1, NULL));
  bad = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL,
                          confabd, "check-config", "--config", ini, NULL);
  complaint = fail (bad);
  g_assert_nonnull (strstr (complaint, "confabd.ini:3: "));

  g_assert_true (
      g_file_set_contents (ini, "[tls]\ncertificate = none.pem\nkey = none.pem\n", -1, NULL));
  missing = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL,
                              confabd, "check-config", "--config", ini, NULL);
  second_complaint = fail (missing);
  g_assert_nonnull (strstr (second_complaint, "none.pem"));
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[][2] = { { "chekc-config", "chekc-config" },
                                        { "--lisen=127.0.0.1:0", "--lisen" },
                                        { "--listen=nowhere", "listen" } };
  g_autoptr (GSubprocess) version =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, confabd, "--version", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (version, NULL, NULL, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "confabd " CONFAB_VERSION "\n");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, NULL,
                          confabd, bad[i][0], NULL);
    g_autofree char *complaint = fail (process);

    g_assert_nonnull (strstr (complaint, bad[i][1]));
  }
}

static void
assert_told (GSocket *socket, const char *state)
{
  char message[256] = { 0 };

  g_assert_cmpint (g_socket_receive (socket, message, sizeof message - 1, NULL, NULL), >, 0);
  g_assert_cmpstr (message, ==, state);
}

/* The service manager hears when it is ready and when it is about to end. */
static void
test_notify (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "notify", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "STATE_DIRECTORY", fixture->state, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, confabd, "--listen", "127.0.0.1:0", NULL);
  read_port (process);
  assert_told (socket, "READY=1");
  g_subprocess_send_signal (process, SIGHUP);
  end (process);
  assert_told (socket, "STOPPING=1");
}

#define ADD(name, function) \
  g_test_add ("/confabd/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  confabd = argv[1];
  ADD ("it-says-where-it-listens-and-ends-in-order", test_life);
  ADD ("it-starts-again-at-once", test_again);
  ADD ("what-is-taken-is-said", test_taken);
  ADD ("plain-http-is-not-spoken-in-the-open", test_not_in_the_open);
  ADD ("a-bad-state-folder-is-said", test_bad_state);
  ADD ("check-config-names-file-and-line", test_check_config);
  ADD ("it-knows-its-words-only", test_words);
  ADD ("the-service-manager-is-told", test_notify);
  return g_test_run ();
}
