/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/backoff.h"
#include "signalling/refusal-words.h"
#include "signalling/signalling.h"
#include "signalling/tests/fake-service.h"

typedef struct {
  gboolean done;
  JsonObject *answer;
  GError *error;
} Outcome;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->answer = confab_service_request_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
request (FakeService *service, const char *path, Outcome *outcome)
{
  g_autoptr (ConfabServiceAddress) address = confab_service_address_new (service->url, NULL, NULL);
  g_autoptr (JsonObject) body = json_object_new ();

  memset (outcome, 0, sizeof *outcome);
  confab_service_request_async (address, "POST", path, body, NULL, on_done, outcome);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_gives_the_answer (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  Outcome outcome;

  request (service, "/requests/suggest", &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (json_object_get_string_member (outcome.answer, "room"), ==, "blue-river");
  json_object_unref (outcome.answer);
}

static void
test_says_what_the_service_says (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  Outcome outcome;

  request (service, "/requests/taken", &outcome);
  g_assert_error (outcome.error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_TAKEN);
  /* The bell is gone, and nobody takes it for Confab's own words. */
  g_assert_cmpstr (outcome.error->message, ==, "The meeting service says: “Choose  another”");
  g_error_free (outcome.error);
}

static void
test_says_known_refusals_itself (void)
{
  g_autofree char *known = confab_refusal_words ("room-taken", "Call this number: 555 0100");
  g_autofree char *unknown = confab_refusal_words (NULL, "\xff\n");

  g_assert_cmpstr (known, ==, "This room belongs to somebody else; choose another ID");
  g_assert_true (g_utf8_validate (unknown, -1, NULL));
  g_assert_null (strchr (unknown, '\n'));
}

static void
test_refuses_what_is_no_service (void)
{
  static const char *const paths[] = { "/requests/web-page", "/requests/endless",
                                       "/requests/elsewhere", "/no-such-path" };
  g_autoptr (FakeService) service = fake_service_new (NULL);
  Outcome outcome;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    request (service, paths[i], &outcome);
    g_assert_null (outcome.answer);
    g_assert_nonnull (outcome.error);
    g_error_free (outcome.error);
  }
}

static void
test_says_that_nobody_answers (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  Outcome outcome;

  fake_service_stop (service);
  request (service, "/requests/suggest", &outcome);
  g_assert_error (outcome.error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE);
  g_error_free (outcome.error);
}

static void
test_plain_http_is_for_loopback_literals (void)
{
  static const char *const bad[] = { "http://meet.example.org",
                                     "http://localhost:8080",
                                     "http://192.168.1.2",
                                     "ftp://127.0.0.1",
                                     "https://",
                                     "meet.example.org",
                                     "https://u@example.org",
                                     "https://example.org/path",
                                     "https://example.org?x=y",
                                     "" };
  static const char *const good[][2] = {
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://[::1]:80/", "http://[::1]:80" },
    { "https://meet.example.org/", "https://meet.example.org" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (confab_service_address_new (bad[i], NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (ConfabServiceAddress) address = confab_service_address_new (good[i][0], NULL, NULL);

    g_assert_nonnull (address);
    g_assert_cmpstr (address->url, ==, good[i][1]);
  }
}

static void
test_backoff_doubles_up_to_ten_seconds (void)
{
  ConfabBackoff backoff = { 0 };
  static const guint longest[] = { 500, 1000, 2000, 4000, 8000, 10000, 10000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (longest); i++) {
    guint ms = confab_backoff_next_ms (&backoff, 0.999999);

    g_assert_cmpuint (ms, <=, longest[i]);
    g_assert_cmpuint (ms, >=, longest[i] - 1);
  }
  g_assert_cmpuint (confab_backoff_next_ms (&backoff, 0), ==, 5000);
  confab_backoff_reset (&backoff);
  g_assert_cmpuint (confab_backoff_next_ms (&backoff, 0), ==, 250);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-request/answer", test_gives_the_answer);
  g_test_add_func ("/service-request/refusal", test_says_what_the_service_says);
  g_test_add_func ("/service-request/known-refusal", test_says_known_refusals_itself);
  g_test_add_func ("/service-request/no-service", test_refuses_what_is_no_service);
  g_test_add_func ("/service-request/nobody", test_says_that_nobody_answers);
  g_test_add_func ("/service-address/plain-http", test_plain_http_is_for_loopback_literals);
  g_test_add_func ("/backoff/doubles", test_backoff_doubles_up_to_ten_seconds);
  return g_test_run ();
}
