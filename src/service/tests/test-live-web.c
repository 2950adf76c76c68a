/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP interface. */
#include "base/tests/await.h"
#include "service/tests/live.h"

#define ROOMS "/api/v1/rooms"

typedef struct {
  Live *live;
  Person *ada;
  Person *bob;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer configure)
{
  fixture->live = live_new ((LiveConfigure) configure);
  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
}

static void
tear_down (Fixture *fixture, gconstpointer configure)
{
  live_free (fixture->live);
  person_free (fixture->ada);
  person_free (fixture->bob);
}

static void
assert_refused (Fixture *fixture, const char *path, const char *body, guint wanted,
                const char *code)
{
  guint status;
  g_autoptr (JsonObject) answer = live_request (fixture->live, path, body, &status);
  JsonObject *error = json_object_get_object_member (answer, "error");

  g_assert_cmpuint (status, ==, wanted);
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, code);
  g_assert_cmpuint (strlen (json_object_get_string_member (error, "text")), >, 20);
}

static void
test_health (Fixture *fixture, gconstpointer data)
{
  guint status;
  g_autoptr (JsonObject) answer = live_request (fixture->live, "/health", NULL, &status);

  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (answer, "status"), ==, "ok");
  g_assert_cmpstr (json_object_get_string_member (answer, "version"), ==, CONFAB_VERSION);
}

static void
test_registration (Fixture *fixture, gconstpointer data)
{
  guint status;
  g_autoptr (JsonObject) before = live_request (fixture->live, ROOMS "/" TEST_ROOM, NULL, &status);
  g_autoptr (JsonObject) after = NULL;

  g_assert_cmpuint (status, ==, 404);
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ",\"type\":\"transport\""), ==,
                    200);
  g_assert_cmpuint (live_register (fixture->live, fixture->bob, ""), ==, 409);
  after = live_request (fixture->live, ROOMS "/" TEST_ROOM, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (after, "room"), ==, TEST_ROOM);
  g_assert_cmpstr (json_object_get_string_member (after, "type"), ==, "transport");
  g_assert_false (json_object_get_boolean_member (after, "running"));
}

static void
name_it (ConfabServiceConfig *config)
{
  config->name = g_strdup ("meet.example.org");
}

/* With a configured name, that one counts, whatever the client dialled. */
static void
test_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *named = g_steal_pointer (&fixture->live->config->name);

  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 403);
  fixture->live->config->name = g_steal_pointer (&named);
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
}

static void
test_suggestions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10; i++) {
    guint status;
    g_autoptr (JsonObject) answer = live_post (fixture->live, ROOMS "/suggest", NULL, &status);
    const char *room = json_object_get_string_member (answer, "room");

    g_assert_cmpuint (status, ==, 200);
    g_assert_true (g_regex_match_simple ("^[a-z]+-[a-z]+-[a-z]+$", room, 0, 0));
    g_assert_true (g_hash_table_add (seen, g_strdup (room)));
  }
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (20000, 'x');

  assert_refused (fixture, "/", NULL, 404, "not-found");
  assert_refused (fixture, "/../../etc/passwd", NULL, 404, "not-found");
  assert_refused (fixture, ROOMS "/", NULL, 404, "not-found");
  assert_refused (fixture, ROOMS "/a", NULL, 404, "not-found");
  assert_refused (fixture, ROOMS "/abc/def", NULL, 404, "not-found");
  assert_refused (fixture, ROOMS "/abc%27%3B--", NULL, 404, "not-found");
  assert_refused (fixture, ROOMS "/no-such-room", NULL, 404, "room-unknown");
  assert_refused (fixture, ROOMS "/no-such-room/ws", NULL, 426, "socket-only");
  assert_refused (fixture, ROOMS, NULL, 405, "method");
  assert_refused (fixture, "/health", "{}", 405, "method");
  assert_refused (fixture, ROOMS "/no-such-room", "{}", 405, "method");
  assert_refused (fixture, ROOMS, "{}", 400, "room-name");
  assert_refused (fixture, ROOMS, "nonsense", 400, "bad-message");
  assert_refused (fixture, ROOMS, large, 413, "too-large");
}

static void
two_an_hour (ConfabServiceConfig *config)
{
  config->rooms_per_hour = 2;
}

/* Only rooms that could be registered count. */
static void
test_rooms_per_hour (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    assert_refused (fixture, ROOMS, "{}", 400, "room-name");
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 200);
  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 429);
}

static void
test_rooms_stay (Fixture *fixture, gconstpointer data)
{
  guint status;
  g_autoptr (JsonObject) answer = NULL;

  g_assert_cmpuint (live_register (fixture->live, fixture->ada, ""), ==, 201);
  live_restart (fixture->live);
  answer = live_request (fixture->live, ROOMS "/" TEST_ROOM, NULL, &status);
  g_assert_cmpuint (status, ==, 200);
}

static ConfabService *
try_start (const ConfabServiceConfig *config, GError **error)
{
  g_autoptr (ConfabService) service = confab_service_new (config);
  g_autoptr (GAsyncResult) result = NULL;

  confab_service_start_async (service, NULL, await_callback, &result);
  await_result (&result);
  return confab_service_start_finish (service, result, error) ? g_steal_pointer (&service) : NULL;
}

/* What fails at the start is a sentence, and leaves the folder free for the next attempt. */
static void
test_bad_starts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = await_make_folder ();
  g_autoptr (ConfabServiceConfig) config = confab_service_config_new ();
  g_autoptr (GError) error = NULL;

  config->state_dir = g_strdup (folder);
  g_free (config->listen);
  config->listen = g_strdup_printf ("127.0.0.1:%u", live_port (fixture->live));
  for (guint i = 0; i < 2; i++) {
    g_assert_null (try_start (config, &error));
    g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN);
    g_assert_nonnull (strstr (error->message, "Another program"));
    g_clear_error (&error);
  }

  g_free (config->listen);
  config->listen = g_strdup ("127.0.0.1:0");
  g_free (config->state_dir);
  config->state_dir = g_strdup (fixture->live->folder);
  g_assert_null (try_start (config, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  g_clear_error (&error);

  config->certificate_file = g_strdup ("/nonexistent/certificate.pem");
  config->key_file = g_strdup ("/nonexistent/key.pem");
  g_assert_null (try_start (config, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CERTIFICATE);
  g_clear_error (&error);
  g_clear_pointer (&config->key_file, g_free);
  g_assert_null (try_start (config, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
  await_remove_folder (folder);
}

#define ADD(name, configure, function) \
  g_test_add ("/service/live/web/" name, Fixture, configure, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("it-says-that-it-is-well", NULL, test_health);
  ADD ("an-owner-registers-a-room", NULL, test_registration);
  ADD ("rooms-belong-to-the-configured-name", name_it, test_name);
  ADD ("it-suggests-words", NULL, test_suggestions);
  ADD ("refusals-are-sentences", NULL, test_refusals);
  ADD ("an-address-registers-so-many-rooms", two_an_hour, test_rooms_per_hour);
  ADD ("rooms-stay", NULL, test_rooms_stay);
  ADD ("a-start-that-fails-leaves-nothing", NULL, test_bad_starts);
  return g_test_run ();
}
