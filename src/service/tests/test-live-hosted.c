/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service as an app hosts it: a certificate of its own, and rooms of one owner only. */
#include "base/tests/await.h"
#include "service/own-certificate.h"
#include "service/tests/live.h"

#include <glib/gstdio.h>

#define DAY_MS ((gint64) 24 * 60 * 60 * 1000)

static Person *owner;

static void
host_for_owner (ConfabServiceConfig *config)
{
  config->self_signed = TRUE;
  config->owner = g_memdup2 (person_ik (owner), sizeof *config->owner);
  config->rooms_per_hour = 0;
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer user_data)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *sha256 = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  return g_strcmp0 (sha256, user_data) == 0;
}

static void
on_request_queued (SoupSession *session, SoupMessage *message, gpointer sha256)
{
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), sha256);
}

/* (transfer full): in hex; from now on the session accepts this one alone. */
static char *
pin (Live *live)
{
  g_autoptr (GBytes) sha256 = confab_service_dup_certificate_sha256 (live->service);
  char *hex;

  g_assert_nonnull (sha256);
  hex = confab_hex_encode (g_bytes_get_data (sha256, NULL), g_bytes_get_size (sha256));
  g_signal_handlers_disconnect_matched (live->session, G_SIGNAL_MATCH_FUNC, 0, 0, NULL,
                                        on_request_queued, NULL);
  g_signal_connect (live->session, "request-queued", G_CALLBACK (on_request_queued), hex);
  return hex;
}

static void
test_certificate_stays (void)
{
  Live *live = live_new (host_for_owner);
  g_autofree char *before = pin (live);
  g_autofree char *after = NULL;
  guint status;
  g_autoptr (JsonObject) health = live_request (live, "/health", NULL, &status);

  g_assert_cmpuint (status, ==, 200);
  g_assert_true (g_str_has_prefix (confab_service_get_url (live->service), "https://"));
  live_restart (live);
  after = pin (live);
  g_assert_cmpstr (after, ==, before);
  live_free (live);
}

static void
test_only_the_owner_registers (void)
{
  Live *live = live_new (host_for_owner);
  Person *stranger = person_new ("Mallory");
  g_autofree char *sha256 = pin (live);

  g_assert_cmpuint (live_register (live, stranger, ""), ==, 403);
  g_assert_cmpuint (live_register (live, owner, ""), ==, 201);
  g_assert_cmpuint (live_register (live, stranger, ""), ==, 403);
  person_free (stranger);
  live_free (live);
}

/* --- the file --- */

/* (transfer full): its name. */
static char *
ensure (const char *folder, gint64 wall_ms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *path;

  confab_own_certificate_ensure_async (folder, wall_ms, NULL, await_callback, &result);
  await_result (&result);
  path = confab_own_certificate_ensure_finish (result, &error);
  g_assert_no_error (error);
  return path;
}

static char *
contents_at (const char *folder, gint64 wall_ms)
{
  g_autofree char *path = ensure (folder, wall_ms);
  char *contents;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  return contents;
}

static void
assert_mode (const char *path, guint mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, mode);
}

static void
test_nobody_else_reads_the_key (void)
{
  g_autofree char *scratch = await_make_folder ();
  g_autofree char *folder = g_build_filename (scratch, "service", NULL);
  g_autofree char *path = ensure (folder, confab_clock_wall_ms ());

  assert_mode (folder, 0700);
  assert_mode (path, 0600);
  await_remove_folder (folder);
  await_remove_folder (scratch);
}

static void
test_renewed_before_it_ends (void)
{
  g_autofree char *folder = await_make_folder ();
  const gint64 now_ms = confab_clock_wall_ms ();
  const gint64 due_ms =
      (CONFAB_OWN_CERTIFICATE_LIFE_DAYS - CONFAB_OWN_CERTIFICATE_RENEW_DAYS) * DAY_MS;
  g_autofree char *first = contents_at (folder, now_ms);
  g_autofree char *early = contents_at (folder, now_ms + due_ms - DAY_MS);
  g_autofree char *late = contents_at (folder, now_ms + due_ms + DAY_MS);

  g_assert_cmpstr (early, ==, first);
  g_assert_cmpstr (late, !=, first);
  await_remove_folder (folder);
}

static void
test_damaged_file_is_replaced (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *path = ensure (folder, confab_clock_wall_ms ());
  g_autofree char *whole = contents_at (folder, confab_clock_wall_ms ());
  g_auto (GStrv) halves = g_strsplit (whole, "-----BEGIN CERTIFICATE-----", 2);
  g_autofree char *without_key = g_strconcat ("-----BEGIN CERTIFICATE-----", halves[1], NULL);
  const char *const texts[] = { "half a certifi", "", without_key };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GTlsCertificate) certificate = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_free (ensure (folder, confab_clock_wall_ms ()));
    certificate = g_tls_certificate_new_from_files (path, path, &error);
    g_assert_no_error (error);
  }
  await_remove_folder (folder);
}

/* Out of descriptors, say: the links that were handed out are good as soon as there are some again. */
static void
test_unread_file_is_kept (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *path = ensure (folder, confab_clock_wall_ms ());
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_make_symbolic_link (file, path, NULL,
                                            NULL)); /* leads nowhere, but could be written over */
  confab_own_certificate_ensure_async (folder, confab_clock_wall_ms (), NULL, await_callback,
                                       &result);
  await_result (&result);
  g_assert_null (confab_own_certificate_ensure_finish (result, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
  await_remove_folder (folder);
}

static void
test_unwritable_folder_is_an_error (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  confab_own_certificate_ensure_async (below, confab_clock_wall_ms (), NULL, await_callback,
                                       &result);
  await_result (&result);
  g_assert_null (confab_own_certificate_ensure_finish (result, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  await_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  owner = person_new ("Ada");
#define add(path, function) g_test_add_func ("/service/hosted/" path, function)
  add ("certificate-stays-over-a-restart", test_certificate_stays);
  add ("only-the-owner-registers-rooms", test_only_the_owner_registers);
  add ("nobody-else-reads-the-key", test_nobody_else_reads_the_key);
  add ("certificate-is-renewed-before-it-ends", test_renewed_before_it_ends);
  add ("damaged-certificate-is-replaced", test_damaged_file_is_replaced);
  add ("certificate-that-can-not-be-read-is-kept", test_unread_file_is_kept);
  add ("folder-that-can-not-be-made-is-told", test_unwritable_folder_is_an_error);
#undef add
  status = g_test_run ();
  person_free (owner);
  return status;
}
