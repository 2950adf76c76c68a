/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/signalling.h"
#include "signalling/tests/fake-service.h"

typedef struct {
  FakeService *service;
  ConfabSignalling *signalling;
  guint n_welcomes;
  GString *carriers; /* one letter a carrier: b = bye, p = peer */
  char *rejected;
  guint n_invalid_data;
} Fixture;

static void
on_welcome (ConfabSignalling *signalling, const ConfabCarrier *welcome, Fixture *f)
{
  g_assert_cmpstr (welcome->welcome.room, ==, "ada");
  f->n_welcomes++;
}

static void
on_carrier (ConfabSignalling *signalling, const ConfabCarrier *carrier, Fixture *f)
{
  g_string_append_c (f->carriers, carrier->type == CONFAB_CARRIER_PEER ? 'p' : 'b');
}

static void
on_rejected (ConfabSignalling *signalling, const char *code, const char *text, Fixture *f)
{
  g_assert_cmpuint (strlen (text), >, 0);
  f->rejected = g_strdup (code);
}

static void
on_invalid_data (ConfabSignalling *signalling, Fixture *f)
{
  f->n_invalid_data++;
}

static void
open_signalling (Fixture *f, const char *room, GBytes *pin)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceAddress) address =
      confab_service_address_new (f->service->url, pin, &error);
  ConfabPid pid = { .bytes = { 0xab, 0xcd } };

  g_assert_no_error (error);
  f->carriers = g_string_new (NULL);
  f->signalling = confab_signalling_new (address, room, &pid);
  g_signal_connect (f->signalling, "welcome", G_CALLBACK (on_welcome), f);
  g_signal_connect (f->signalling, "carrier", G_CALLBACK (on_carrier), f);
  g_signal_connect (f->signalling, "rejected", G_CALLBACK (on_rejected), f);
  g_signal_connect (f->signalling, "invalid-data", G_CALLBACK (on_invalid_data), f);
  confab_signalling_open (f->signalling);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->signalling);
  g_clear_pointer (&f->service, fake_service_free);
  if (f->carriers != NULL)
    g_string_free (f->carriers, TRUE);
  g_free (f->rejected);
}

/* Meson ends a test that waits for ever. */
#define wait_until(condition) \
  while (!(condition))        \
  g_main_context_iteration (NULL, TRUE)

static void
test_greets_and_is_welcomed (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);

  g_assert_cmpint (confab_signalling_get_state (f->signalling), ==, CONFAB_SIGNALLING_CONNECTED);
  g_assert_cmpstr (
      g_ptr_array_index (f->service->received, 0), ==,
      "{\"type\":\"hello\",\"version\":1,\"pid\":\"abcd0000000000000000000000000000\"}");
}

static void
test_hands_on_carriers_in_order (Fixture *f, gconstpointer data)
{
  static const char peer[] =
      "{\"type\":\"peer\",\"pid\":\"abcd0000000000000000000000000000\",\"state\":\"online\"}";
  static const char bye[] = "{\"type\":\"bye\",\"code\":\"ended\",\"text\":\"Over.\"}";

  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  fake_service_send (f->service, peer);
  fake_service_send (f->service, bye);
  fake_service_send (f->service, peer);
  wait_until (f->carriers->len == 3);
  g_assert_cmpstr (f->carriers->str, ==, "pbp");
}

/* One is dropped and counted, three within a minute are told, once (docs/protocol.md 12.2). */
static void
test_tells_of_a_service_that_sends_nonsense (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  fake_service_send (f->service, "{\"type\":\"no-such\"}");
  fake_service_send (f->service, "[]");
  fake_service_send (f->service, "{\"type\":\"leave\",\"type\":\"leave\"}");
  fake_service_send (f->service, fake_welcome);
  fake_service_send (f->service, "{\"type\":\"bye\",\"code\":\"ended\",\"text\":\"Over.\"}");
  wait_until (f->carriers->len == 1);
  g_assert_cmpuint (f->n_invalid_data, ==, 1);
  g_assert_cmpuint (f->n_welcomes, ==, 1);
}

static void
test_ignores_an_empty_message (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  fake_service_send (f->service, "");
  fake_service_send (f->service, "{\"type\":\"bye\",\"code\":\"ended\",\"text\":\"Over.\"}");
  wait_until (f->carriers->len == 1);
  g_assert_cmpint (confab_signalling_get_state (f->signalling), ==, CONFAB_SIGNALLING_CONNECTED);
}

static void
test_takes_a_refusal_as_final (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  f->service->greeting = "{\"type\":\"error\",\"code\":\"not-today\",\"text\":\"Come tomorrow.\"}";
  open_signalling (f, "ada", NULL);
  wait_until (f->rejected != NULL);
  g_assert_cmpstr (f->rejected, ==, "not-today");
  g_assert_cmpint (confab_signalling_get_state (f->signalling), ==, CONFAB_SIGNALLING_OFFLINE);
}

static void
test_refuses_an_unknown_room (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "bob", NULL);
  wait_until (f->rejected != NULL);
  g_assert_cmpstr (f->rejected, ==, "room-unknown");
}

static void
test_reconnects_after_the_line_broke (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  fake_service_drop (f->service);
  wait_until (confab_signalling_get_state (f->signalling) == CONFAB_SIGNALLING_WAITING);
  g_assert_nonnull (confab_signalling_get_last_error (f->signalling));
  wait_until (f->n_welcomes == 2);
  g_assert_cmpuint (f->service->n_connections, ==, 2);
  g_assert_null (confab_signalling_get_last_error (f->signalling));
}

/* A service whose database is empty, or that had enough of us, may be another one tomorrow: whoever is in a
 * meeting stays in it and tries again. */
static void
test_is_refused_in_a_meeting (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  f->service->greeting =
      "{\"type\":\"error\",\"code\":\"room-unknown\",\"text\":\"There is no such room.\"}";
  fake_service_drop (f->service);
  wait_until (f->service->n_connections == 2);
  wait_until (confab_signalling_get_state (f->signalling) != CONFAB_SIGNALLING_CONNECTING);
  g_assert_cmpint (confab_signalling_get_state (f->signalling), ==, CONFAB_SIGNALLING_WAITING);
  g_assert_null (f->rejected);
  f->service->greeting = fake_welcome;
  wait_until (f->n_welcomes == 2);
}

static void
test_keeps_trying_a_service_that_is_not_there (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  fake_service_stop (f->service);
  open_signalling (f, "ada", NULL);
  for (guint tries = 0; tries < 2; tries++) {
    wait_until (confab_signalling_get_state (f->signalling) == CONFAB_SIGNALLING_WAITING);
    wait_until (confab_signalling_get_state (f->signalling) == CONFAB_SIGNALLING_CONNECTING);
  }
  g_assert_null (f->rejected);
}

static void
test_says_goodbye (Fixture *f, gconstpointer data)
{
  f->service = fake_service_new (NULL);
  open_signalling (f, "ada", NULL);
  wait_until (f->n_welcomes == 1);
  confab_signalling_close (f->signalling, TRUE);
  wait_until (confab_signalling_get_state (f->signalling) == CONFAB_SIGNALLING_OFFLINE);
  wait_until (f->service->received->len == 2);
  g_assert_cmpstr (g_ptr_array_index (f->service->received, 1), ==, "{\"type\":\"leave\"}");
}

static GBytes *
pin_of (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_object_get (certificate, "certificate", &der, NULL);
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest, &length);
  return g_bytes_new (digest, length);
}

static GTlsCertificate *
load_certificate (void)
{
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (SERVICE_PEM, &error);

  g_assert_no_error (error);
  return certificate;
}

static void
test_accepts_the_pinned_certificate (Fixture *f, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  g_autoptr (GBytes) pin = pin_of (certificate);

  f->service = fake_service_new (certificate);
  open_signalling (f, "ada", pin);
  wait_until (f->n_welcomes == 1);
}

/* GnuTLS refuses the server name "::1", which GLib's TLS would say. */
static void
test_accepts_the_pinned_certificate_by_ipv6 (Fixture *f, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  g_autoptr (GBytes) pin = pin_of (certificate);

  f->service = fake_service_new_ipv6 (certificate);
  if (f->service == NULL) {
    g_test_skip ("there is no IPv6");
    return;
  }
  open_signalling (f, "ada", pin);
  wait_until (f->n_welcomes == 1 || confab_signalling_get_last_error (f->signalling) != NULL);
  g_assert_no_error (confab_signalling_get_last_error (f->signalling));
}

static void
test_refuses_another_certificate (Fixture *f, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  guint8 zero[32] = { 0 };
  g_autoptr (GBytes) pin = g_bytes_new (zero, sizeof zero);

  f->service = fake_service_new (certificate);
  open_signalling (f, "ada", pin);
  wait_until (f->rejected != NULL);
  g_assert_cmpstr (f->rejected, ==, "certificate");
  g_assert_cmpuint (f->service->received->len, ==, 0);
}

static void
test_refuses_a_self_signed_certificate_without_a_pin (Fixture *f, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();

  f->service = fake_service_new (certificate);
  open_signalling (f, "ada", NULL);
  wait_until (f->rejected != NULL);
  g_assert_cmpstr (f->rejected, ==, "certificate");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function) \
  g_test_add ("/signalling/" path, Fixture, NULL, NULL, function, tear_down)
  add ("greets-and-is-welcomed", test_greets_and_is_welcomed);
  add ("hands-on-carriers-in-order", test_hands_on_carriers_in_order);
  add ("tells-of-nonsense", test_tells_of_a_service_that_sends_nonsense);
  add ("ignores-an-empty-message", test_ignores_an_empty_message);
  add ("refusal-is-final", test_takes_a_refusal_as_final);
  add ("refuses-an-unknown-room", test_refuses_an_unknown_room);
  add ("reconnects", test_reconnects_after_the_line_broke);
  add ("refusal-in-a-meeting-is-not", test_is_refused_in_a_meeting);
  add ("keeps-trying", test_keeps_trying_a_service_that_is_not_there);
  add ("says-goodbye", test_says_goodbye);
  add ("pinned-certificate", test_accepts_the_pinned_certificate);
  add ("pinned-certificate-by-ipv6", test_accepts_the_pinned_certificate_by_ipv6);
  add ("another-certificate", test_refuses_another_certificate);
  add ("self-signed-without-pin", test_refuses_a_self_signed_certificate_without_a_pin);
#undef add
  return g_test_run ();
}
