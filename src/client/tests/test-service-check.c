/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tests/await.h"
#include "client/client-error.h"
#include "client/service-check.h"
#include "signalling/signalling.h"
#include "signalling/tests/fake-service.h"

static char *
check (const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_service_check_async (url, NULL, await_callback, &result);
  await_result (&result);
  return confab_service_check_finish (result, error);
}

static void
on_health (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer user_data)
{
  const char *answer = user_data;

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
}

static void
test_typed_addresses_are_completed (void)
{
  static const char *const typed[][2] = {
    { " meet.example.org ", "https://meet.example.org" },
    { "https://Meet.example.org:8443/", "https://meet.example.org:8443" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
    { "http://meet.example.org", NULL },
    { "https://meet.example.org/somewhere", NULL },
    { "two words", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = confab_service_url_from_typed (typed[i][0], &error);

    g_assert_cmpstr (url, ==, typed[i][1]);
    if (typed[i][1] == NULL)
      g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID);
  }
}

static void
test_service_says_its_version (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *version = NULL;

  soup_server_add_handler (service->server, "/health", on_health,
                           (gpointer) "{\"status\":\"ok\",\"version\":\"9.8.7\"}", NULL);
  version = check (service->url, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (version, ==, "9.8.7");
}

static void
test_what_is_no_service_is_named (void)
{
  static const char *const answers[] = { "<html>hello</html>", "{\"state\":\"fine\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (FakeService) service = fake_service_new (NULL);
    g_autoptr (GError) error = NULL;

    soup_server_add_handler (service->server, "/health", on_health, (gpointer) answers[i], NULL);
    g_assert_null (check (service->url, &error));
    g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_SERVICE);
    g_assert_nonnull (strstr (error->message, "not a meeting service"));
  }
}

static void
test_silence_is_named (void)
{
  g_autoptr (FakeService) service = fake_service_new (NULL);
  g_autoptr (GError) error = NULL;

  fake_service_stop (service);
  g_assert_null (check (service->url, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_SERVICE);
  g_assert_nonnull (strstr (error->message, "does not answer"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service-check/typed addresses are completed",
                   test_typed_addresses_are_completed);
  g_test_add_func ("/service-check/a service says its version", test_service_says_its_version);
  g_test_add_func ("/service-check/what is no service is named", test_what_is_no_service_is_named);
  g_test_add_func ("/service-check/silence is named", test_silence_is_named);
  return g_test_run ();
}
