/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hosting by this computer's own addresses: whatever they are, or loopback where there is no network. */
#include "app/embedded-host.h"

#include "app/host-address.h"
#include "base/tests/await.h"
#include "service/service.h"

#include <glib/gstdio.h>

static const ConfabVerifyKey owner = { .bytes = { 1, 2, 3 } };

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("confab-host-XXXXXX", NULL);
}

static void
remove_below (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_below (path);
    else
      g_unlink (path);
  }
  g_rmdir (dir);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  remove_below (f->dir);
  g_free (f->dir);
}

static ConfabEmbeddedHost *
start (Fixture *f, const char *authority, GBytes *pin, GError **error)
{
  g_autoptr (ConfabEmbeddedHost) host = confab_embedded_host_new (f->dir, &owner);
  g_autoptr (GAsyncResult) result = NULL;

  confab_embedded_host_start_async (host, authority, pin, await_callback, &result);
  if (!confab_embedded_host_start_finish (host, await_result (&result), error))
    return NULL;
  return g_steal_pointer (&host);
}

static void
stop (ConfabEmbeddedHost *host)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_embedded_host_stop_async (host, await_callback, &result);
  confab_embedded_host_stop_finish (host, await_result (&result));
  g_assert_null (confab_embedded_host_get_url (host));
  g_object_unref (host);
}

static char *
authority_of (ConfabEmbeddedHost *host)
{
  return g_strdup (strstr (confab_embedded_host_get_url (host), "//") + 2);
}

static void
test_it_starts_by_itself (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ConfabEmbeddedHost *host = start (f, NULL, NULL, &error);
  g_autofree char *folder = g_build_filename (f->dir, "service", NULL);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (confab_embedded_host_get_url (host), "https://"));
  g_assert_cmpuint (g_bytes_get_size (confab_embedded_host_get_certificate_sha256 (host)), ==, 32);
  g_assert_nonnull (confab_embedded_host_get_reach (host));
  g_assert_null (confab_embedded_host_get_trouble (host));
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0700);
  stop (host);
}

static void
test_a_taken_port_is_no_obstacle (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *elsewhere = g_build_filename (f->dir, "elsewhere", NULL);
  Fixture other = { .dir = elsewhere };
  ConfabEmbeddedHost *first = start (f, NULL, NULL, &error);
  ConfabEmbeddedHost *second;

  g_assert_no_error (error);
  second = start (&other, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (confab_embedded_host_get_url (first), !=, confab_embedded_host_get_url (second));
  stop (second);
  stop (first);
}

static void
test_it_comes_back_where_it_was (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ConfabEmbeddedHost *host = start (f, NULL, NULL, &error);
  g_autofree char *authority = authority_of (host);
  g_autofree char *again = NULL;
  g_autoptr (GBytes) pin = g_bytes_ref (confab_embedded_host_get_certificate_sha256 (host));

  stop (host);
  host = start (f, authority, pin, &error);
  g_assert_no_error (error);
  again = authority_of (host);
  g_assert_cmpstr (again, ==, authority);
  g_assert_true (g_bytes_equal (confab_embedded_host_get_certificate_sha256 (host), pin));
  stop (host);
}

static void
assert_refused (Fixture *f, const char *authority, GBytes *pin, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (start (f, authority, pin, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say: %s", error->message, words);
}

static void
test_it_says_why_it_can_not_come_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ConfabEmbeddedHost *host = start (f, NULL, NULL, &error);
  g_autofree char *authority = authority_of (host);
  g_autofree char *elsewhere = g_build_filename (f->dir, "elsewhere", NULL);
  Fixture taker = { .dir = elsewhere };
  guint8 zero[32] = { 0 };
  g_autoptr (GBytes) other = g_bytes_new (zero, sizeof zero);

  assert_refused (&taker, authority, NULL, CONFAB_SERVICE_ERROR_LISTEN, "End that program");
  stop (host);
  assert_refused (f, "192.0.2.1:26632", NULL, CONFAB_SERVICE_ERROR_LISTEN, "another address now");
  assert_refused (f, authority, other, CONFAB_SERVICE_ERROR_CERTIFICATE, "Start a new meeting");
}

static void
test_a_disk_that_takes_nothing_is_told (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->dir, "service", NULL);

  g_assert_true (g_file_set_contents (path, "in the way", -1, NULL));
  assert_refused (f, NULL, NULL, CONFAB_SERVICE_ERROR_STORAGE, path);
}

static void
test_it_can_be_stopped_while_it_starts (Fixture *f, gconstpointer data)
{
  g_autoptr (ConfabEmbeddedHost) host = confab_embedded_host_new (f->dir, &owner);
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GError) error = NULL;

  confab_embedded_host_start_async (host, NULL, NULL, await_callback, &started);
  confab_embedded_host_stop_async (host, await_callback, &stopped);
  confab_embedded_host_stop_finish (host, await_result (&stopped));
  g_assert_false (confab_embedded_host_start_finish (host, await_result (&started), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function) \
  g_test_add ("/embedded-host/" path, Fixture, NULL, set_up, function, tear_down)
  add ("starts-by-itself", test_it_starts_by_itself);
  add ("a-taken-port-is-no-obstacle", test_a_taken_port_is_no_obstacle);
  add ("comes-back-where-it-was", test_it_comes_back_where_it_was);
  add ("says-why-it-can-not-come-back", test_it_says_why_it_can_not_come_back);
  add ("a-disk-that-takes-nothing-is-told", test_a_disk_that_takes_nothing_is_told);
  add ("can-be-stopped-while-it-starts", test_it_can_be_stopped_while_it_starts);
#undef add
  return g_test_run ();
}
