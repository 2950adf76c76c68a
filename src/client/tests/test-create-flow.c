/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rooms at a service that no authority vouches for: its certificate goes into the link and into the profile. */
#include "base/tests/await.h"
#include "client/client.h"
#include "client/profile-private.h"
#include "client/service-link.h"
#include "crypto/crypto.h"
#include "signalling/tests/fake-service.h"

#include <glib/gstdio.h>

typedef struct {
  char *dir;
  GTlsCertificate *certificate;
  GBytes *pin;
  FakeService *service;
  ConfabClient *client;
  guint n_registrations;
} Fixture;

static GBytes *
pin_of (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *hex = NULL;
  guint8 digest[CONFAB_DIGEST_BYTES];

  g_object_get (certificate, "certificate", &der, NULL);
  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  g_assert_true (confab_hex_decode (hex, digest, sizeof digest));
  return g_bytes_new (digest, sizeof digest);
}

static void
on_rooms (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer user_data)
{
  Fixture *f = user_data;

  f->n_registrations += !g_str_has_suffix (path, "suggest");
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    "{\"room\":\"ada\"}", strlen ("{\"room\":\"ada\"}"));
}

static void
open_client (Fixture *f)
{
  const ConfabIdentityPolicy keys = { .allow_plain_file = TRUE };

  while (f->client == NULL) { /* a worker thread may hold the former one's profile for a moment */
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    confab_client_open_async (f->dir, &keys, NULL, await_callback, &result);
    f->client = confab_client_open_finish (await_result (&result), &error);
    if (!g_error_matches (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_IN_USE))
      g_assert_no_error (error);
  }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("confab-create-XXXXXX", NULL);
  f->certificate = g_tls_certificate_new_from_file (SERVICE_PEM, &error);
  g_assert_no_error (error);
  f->pin = pin_of (f->certificate);
  f->service = fake_service_new (f->certificate);
  soup_server_add_handler (f->service->server, "/api/v1/rooms", on_rooms, f, NULL);
  open_client (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "lock", "profile.json", "identity" };

  g_clear_object (&f->client);
  fake_service_free (f->service);
  g_clear_object (&f->certificate);
  g_clear_pointer (&f->pin, g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (f->dir, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (f->dir);
  g_free (f->dir);
}

static char *
create (Fixture *f, GBytes *pin, gboolean transport, GError **error)
{
  ConfabCreateOptions options = {
    .service = f->service->url,
    .transport = transport,
    .certificate_sha256 = pin,
  };
  g_autoptr (GAsyncResult) result = NULL;

  confab_client_create_room_async (f->client, &options, NULL, await_callback, &result);
  return confab_client_create_room_finish (f->client, await_result (&result), error);
}

static void
test_link_carries_the_certificate (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = create (f, f->pin, FALSE, &error);
  g_autoptr (ConfabInvitation) invitation = NULL;
  g_autoptr (ConfabServiceAddress) address = NULL;

  g_assert_no_error (error);
  invitation = confab_service_link_read (link, &error);
  g_assert_no_error (error);
  g_assert_cmpint (invitation->version, ==, CONFAB_INVITATION_SELF_SIGNED);
  address = confab_service_link_address (invitation, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (address->url, ==, f->service->url);
  g_assert_true (g_bytes_equal (address->certificate_sha256, f->pin));
}

static void
test_profile_remembers_the_certificate (Fixture *f, gconstpointer data)
{
  g_autofree char *link = create (f, f->pin, FALSE, NULL);
  g_autofree char *again = NULL;
  g_autofree char *authority = NULL;
  g_autoptr (GBytes) pin = NULL;

  g_clear_object (&f->client);
  open_client (f);
  g_assert_true (confab_client_find_hosted_room (f->client, link, &authority, &pin));
  g_assert_cmpstr (authority, ==, strstr (f->service->url, "127."));
  g_assert_true (g_bytes_equal (pin, f->pin));
  again = create (f, f->pin, FALSE, NULL);
  g_assert_cmpstr (again, ==, link);
}

static void
test_rooms_of_others_are_not_hosted_here (Fixture *f, gconstpointer data)
{
  g_autofree char *authority = NULL;
  g_autoptr (GBytes) pin = NULL;
  ConfabInvitation other = {
    .version = CONFAB_INVITATION_SELF_SIGNED,
    .authority = (char *) "192.168.1.5:26632",
    .room = (char *) "ada",
  };
  g_autofree char *link = confab_invitation_to_https (&other);

  g_assert_false (confab_client_find_hosted_room (f->client, link, &authority, &pin));
  g_assert_false (confab_client_find_hosted_room (f->client, "nonsense", &authority, &pin));
}

static void
test_another_certificate_gets_nothing (Fixture *f, gconstpointer data)
{
  guint8 zero[CONFAB_DIGEST_BYTES] = { 0 };
  g_autoptr (GBytes) wrong = g_bytes_new (zero, sizeof zero);
  g_autoptr (GError) error = NULL;

  g_assert_null (create (f, wrong, FALSE, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_SERVICE);
  g_assert_cmpuint (f->n_registrations, ==, 0);
}

static void
test_certificate_needs_tls (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_service_free (f->service);
  f->service = fake_service_new (NULL);
  soup_server_add_handler (f->service->server, "/api/v1/rooms", on_rooms, f, NULL);
  g_assert_null (create (f, f->pin, FALSE, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID);
  g_assert_cmpuint (f->n_registrations, ==, 0);
}

/* A bare link could not carry the certificate, and the meeting would not be found again. */
static void
test_transport_needs_a_known_certificate (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (create (f, f->pin, TRUE, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED);
  g_assert_cmpuint (f->n_registrations, ==, 0);
}

static void
keep_refusal (ConfabCall *call, const char *code, const char *text, gpointer user_data)
{
  *(char **) user_data = g_strdup (code);
}

static void
test_joining_checks_the_certificate (Fixture *f, gconstpointer data)
{
  g_autofree char *link = create (f, f->pin, FALSE, NULL);
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, NULL);
  g_autofree char *wrong = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  ConfabJoinOptions options = { .name = "Bob" };
  ConfabCall *call;

  invitation->certificate.bytes[0] ^= 1;
  wrong = confab_invitation_to_https (invitation);
  call = confab_client_join (f->client, wrong, &options, &error);
  g_assert_no_error (error);
  g_signal_connect (call, "refused", G_CALLBACK (keep_refusal), &code);
  while (code == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (code, ==, "certificate");
  g_assert_cmpuint (f->service->n_connections, ==, 0);
  g_object_unref (call);

  call = confab_client_join (f->client, link, &options, &error);
  g_assert_no_error (error);
  while (f->service->n_connections == 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (call);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
#define add(path, function) \
  g_test_add ("/create-flow/" path, Fixture, NULL, set_up, function, tear_down)
  add ("link-carries-the-certificate", test_link_carries_the_certificate);
  add ("profile-remembers-the-certificate", test_profile_remembers_the_certificate);
  add ("rooms-of-others-are-not-hosted-here", test_rooms_of_others_are_not_hosted_here);
  add ("another-certificate-gets-nothing", test_another_certificate_gets_nothing);
  add ("certificate-needs-tls", test_certificate_needs_tls);
  add ("transport-needs-a-known-certificate", test_transport_needs_a_known_certificate);
  add ("joining-checks-the-certificate", test_joining_checks_the_certificate);
#undef add
  status = g_test_run ();
  confab_client_drain ();
  return status;
}
