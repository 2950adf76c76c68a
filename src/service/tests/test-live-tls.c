/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTPS by own certificate, which may change while the service runs. */
#include "base/tests/await.h"
#include "service/tests/live.h"

#include <glib/gstdio.h>

typedef struct {
  Live *live;
  GTlsCertificate *seen;
} Fixture;

/* Where the service under test has its certificate. */
static char *files_in_use;

static char *
path_in_use (const char *name)
{
  return g_build_filename (files_in_use, name, NULL);
}

static void
put_file (const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (CONFAB_TEST_CERTIFICATES, from, NULL);
  g_autofree char *target = path_in_use (to);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (target, contents, (gssize) length, NULL));
}

static void
use_tls (ConfabServiceConfig *config)
{
  config->certificate_file = path_in_use ("certificate.pem");
  config->key_file = path_in_use ("key.pem");
  config->times.certificate_ms = 50;
  config->times.first_message_ms = 60000; /* a busy machine makes no test fail */
}

/* Everybody is trusted in this test; it looks at who it is. */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_set_object (&fixture->seen, certificate);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  files_in_use = await_make_folder ();
  put_file ("first.pem", "certificate.pem");
  put_file ("first.key.pem", "key.pem");
  fixture->live = live_new (use_tls);
  g_assert_true (
      g_str_has_prefix (confab_service_get_url (fixture->live->service), "https://127.0.0.1:"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  live_free (fixture->live);
  g_clear_object (&fixture->seen);
  await_remove_folder (files_in_use);
  g_clear_pointer (&files_in_use, g_free);
}

/* Asks for the health on a new connection; whether the service answered with this certificate. */
static gboolean
answers_as (Fixture *fixture, const char *name)
{
  g_autofree char *path =
      g_strconcat (CONFAB_TEST_CERTIFICATES, G_DIR_SEPARATOR_S, name, ".pem", NULL);
  g_autoptr (GTlsCertificate) wanted = g_tls_certificate_new_from_file (path, NULL);
  g_autofree char *url =
      g_strconcat (confab_service_get_url (fixture->live->service), "/health", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), fixture);
  soup_session_send_and_read_async (session, message, 0, NULL, await_callback, &result);
  await_result (&result);
  answer = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return g_tls_certificate_is_same (fixture->seen, wanted);
}

static void
test_renewal (Fixture *fixture, gconstpointer data)
{
  gint64 deadline_ms = confab_clock_boot_ms () + 60000;

  g_assert_true (answers_as (fixture, "first"));
  put_file ("second.pem", "certificate.pem");
  put_file ("second.key.pem", "key.pem");
  while (!answers_as (fixture, "second"))
    g_assert_cmpint (confab_clock_boot_ms (), <, deadline_ms);
}

/* A certificate that can not be read does not take the one in use away. */
static void
test_broken_renewal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_in_use ("certificate.pem");
  gint64 deadline_ms = confab_clock_boot_ms () + 60000;

  g_assert_true (g_file_set_contents (path, "broken", -1, NULL));
  for (guint i = 0; i < 5; i++) {
    confab_service_reload_certificate (fixture->live->service);
    g_assert_true (answers_as (fixture, "first"));
  }
  g_unlink (path);
  for (guint i = 0; i < 5; i++) {
    confab_service_reload_certificate (fixture->live->service);
    g_assert_true (answers_as (fixture, "first"));
  }
  put_file ("second.pem", "certificate.pem");
  put_file ("second.key.pem", "key.pem");
  while (!answers_as (fixture, "second"))
    g_assert_cmpint (confab_clock_boot_ms (), <, deadline_ms);
}

static gpointer
say_nothing (gpointer data)
{
  Live *live = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 60; i++) {
    GSocketConnection *one = g_socket_client_connect_to_host (
        client, "127.0.0.1", (guint16) live_port (live), NULL, NULL);

    g_assert_nonnull (one);
    if (i % 3 == 0) /* plain HTTP where TLS is spoken */
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (one)),
                                 "GET / HTTP/1.1\r\n\r\n", 18, NULL, NULL, NULL);
    g_ptr_array_add (silent, one);
  }
  return g_steal_pointer (&silent);
}

/* Neither silence nor plain HTTP where a handshake should be keeps anybody from the service. */
static void
test_no_handshake (Fixture *fixture, gconstpointer data)
{
  GThread *thread = g_thread_new ("silent crowd", say_nothing, fixture->live);
  g_autoptr (GPtrArray) silent = NULL;

  for (guint i = 0; i < 20; i++)
    g_assert_true (answers_as (fixture, "first"));
  silent = g_thread_join (thread);
  g_assert_cmpuint (silent->len, ==, 60);
  g_assert_true (answers_as (fixture, "first"));
}

#define ADD(name, function) \
  g_test_add ("/service/live/tls/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-renewed-certificate-is-used", test_renewal);
  ADD ("a-broken-one-is-not", test_broken_renewal);
  ADD ("who-makes-no-handshake-stops-nobody", test_no_handshake);
  return g_test_run ();
}
