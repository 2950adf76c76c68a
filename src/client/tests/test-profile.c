/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tests/await.h"
#include "client/client-error.h"
#include "client/identity-store-private.h"
#include "client/profile-private.h"

#include <glib/gstdio.h>

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("confab-profile-XXXXXX", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "lock", "profile.json", "identity" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (f->dir, names[i], NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (f->dir), ==, 0); /* and nothing else was left behind */
  g_free (f->dir);
}

static ConfabProfile *
open_profile (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_profile_open_async (f->dir, NULL, await_callback, &result);
  return confab_profile_open_finish (await_result (&result), error);
}

/* After the last reference was dropped here a worker thread may hold one for a moment. */
static ConfabProfile *
reopen_profile (Fixture *f, GError **error)
{
  for (;;) {
    g_autoptr (GError) reason = NULL;
    ConfabProfile *profile = open_profile (f, &reason);

    if (g_error_matches (reason, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_IN_USE))
      continue;
    if (reason != NULL)
      g_propagate_error (error, g_steal_pointer (&reason));
    return profile;
  }
}

static ConfabIdentityStore *
load_identity (ConfabProfile *profile, const ConfabIdentityPolicy *policy, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_identity_store_load_async (profile, policy, NULL, await_callback, &result);
  return confab_identity_store_load_finish (await_result (&result), error);
}

static gboolean
add_room (ConfabProfile *profile, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ConfabOwnedRoom room = {
    .authority = (char *) "meet.example.org",
    .room = (char *) id,
    .inv = { .bytes = { 1, 2, 3 } },
    .policy = 0xae,
  };

  confab_profile_add_room_async (profile, &room, NULL, await_callback, &result);
  return confab_profile_save_finish (profile, await_result (&result), error);
}

static void
write_file (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_file (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->dir, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
test_rooms_outlive_the_program (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, "profile.json", NULL);
  GStatBuf status;
  const ConfabOwnedRoom *room;
  ConfabProfile *profile = open_profile (f, &error);

  g_assert_no_error (error);
  g_assert_true (add_room (profile, "ada", &error));
  g_assert_true (add_room (profile, "bob", &error));
  g_object_unref (profile);

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  profile = reopen_profile (f, &error);
  g_assert_no_error (error);
  room = confab_profile_find_room (profile, "meet.example.org", "ada");
  g_assert_nonnull (room);
  g_assert_cmpint (room->inv.bytes[2], ==, 3);
  g_assert_cmpint (room->policy, ==, 0xae);
  g_assert_null (confab_profile_find_room (profile, "meet.example.com", "ada"));
  g_object_unref (profile);
}

static void
test_a_second_process_is_kept_out (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ConfabProfile *first = open_profile (f, NULL);

  g_assert_null (open_profile (f, &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_IN_USE);
  g_object_unref (first);
  first = reopen_profile (f, NULL);
  g_assert_nonnull (first);
  g_object_unref (first);
}

/* Nothing that can't be read may be overwritten: a backup or a newer version may read it. */
static void
test_a_damaged_profile_is_left_alone (Fixture *f, gconstpointer data)
{
  static const char *const damaged[] = {
    "",
    "{",
    "{\"version\":2,\"rooms\":[],\"preferences\":{}}",
    "{\"version\":1,\"rooms\":[{\"host\":\"h\"}],\"preferences\":{}}",
    "{\"version\":1,\"rooms\":{},\"preferences\":{}}",
    "{\"version\":1,\"rooms\":[],\"preferences\":{\"name\":[]}}",
    "{\"version\":1,\"version\":1,\"rooms\":[],\"preferences\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;

    write_file (f, "profile.json", damaged[i]);
    g_assert_null (reopen_profile (f, &error));
    g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED);
    after = read_file (f, "profile.json");
    g_assert_cmpstr (after, ==, damaged[i]);
  }
}

static void
test_a_room_that_can_not_be_written_is_not_kept_in_memory (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, "profile.json", NULL);
  ConfabProfile *profile = open_profile (f, NULL);

  g_mkdir (path, 0700); /* a file can't take its place, not even root's */
  g_assert_false (add_room (profile, "ada", &error));
  g_assert_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE);
  g_assert_null (confab_profile_find_room (profile, "meet.example.org", "ada"));
  g_rmdir (path);
  g_object_unref (profile);
}

static void
expect_same_key_again (Fixture *f, const ConfabIdentityPolicy *policy, ConfabIdentityPlace place)
{
  g_autofree char *key = NULL;

  for (guint round = 0; round < 2; round++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ConfabProfile) profile = reopen_profile (f, &error);
    g_autoptr (ConfabIdentityStore) store = load_identity (profile, policy, &error);

    g_assert_no_error (error);
    g_assert_cmpint (confab_identity_store_get_place (store), ==, place);
    if (round == 0)
      key = g_strdup (confab_identity_store_get_key_text (store));
    g_assert_cmpstr (confab_identity_store_get_key_text (store), ==, key);
  }
}

static void
test_an_identity_stays_the_same (Fixture *f, gconstpointer data)
{
  const ConfabIdentityPolicy plain = { .allow_plain_file = TRUE };

  expect_same_key_again (f, &plain, CONFAB_IDENTITY_IN_PLAIN_FILE);
}

static void
test_a_passphrase_protects_the_identity (Fixture *f, gconstpointer data)
{
  const ConfabIdentityPolicy sealed = { .passphrase = "correct horse", .allow_plain_file = TRUE };
  const ConfabIdentityPolicy wrong = { .passphrase = "battery staple" };
  const ConfabIdentityPolicy none = { .allow_plain_file = TRUE };
  g_autoptr (ConfabProfile) profile = NULL;
  g_autoptr (GError) needed = NULL;
  g_autoptr (GError) refused = NULL;

  expect_same_key_again (f, &sealed, CONFAB_IDENTITY_IN_ENCRYPTED_FILE);
  profile = reopen_profile (f, NULL);
  g_assert_null (load_identity (profile, &none, &needed));
  g_assert_error (needed, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED);
  g_assert_null (load_identity (profile, &wrong, &refused));
  g_assert_error (refused, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_WRONG);
}

/* Another key would silently give up the rooms that the first one owns. */
static void
test_a_lost_identity_is_not_replaced (Fixture *f, gconstpointer data)
{
  const ConfabIdentityPolicy plain = { .allow_plain_file = TRUE };
  g_autofree char *path = g_build_filename (f->dir, "identity", NULL);
  g_autoptr (ConfabProfile) profile = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) damaged = NULL;

  expect_same_key_again (f, &plain, CONFAB_IDENTITY_IN_PLAIN_FILE);
  profile = reopen_profile (f, NULL);
  g_unlink (path);
  g_assert_null (load_identity (profile, &plain, &missing));
  g_assert_error (missing, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED);
  write_file (f, "identity", "CFIDnonsense");
  g_assert_null (load_identity (profile, &plain, &damaged));
  g_assert_error (damaged, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED);
}

static void
test_nothing_is_kept_without_a_choice (Fixture *f, gconstpointer data)
{
  const ConfabIdentityPolicy nowhere = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabProfile) profile = open_profile (f, NULL);
  g_autoptr (ConfabIdentityStore) store = load_identity (profile, &nowhere, &error);
  g_autofree char *file = read_file (f, "identity");

  g_assert_no_error (error);
  g_assert_cmpint (confab_identity_store_get_place (store), ==, CONFAB_IDENTITY_IN_MEMORY);
  g_assert_null (file);

  confab_identity_store_keep_unencrypted_async (store, NULL, await_callback, &result);
  g_assert_true (confab_identity_store_keep_finish (store, await_result (&result), &error));
  g_assert_cmpint (confab_identity_store_get_place (store), ==, CONFAB_IDENTITY_IN_PLAIN_FILE);
  file = read_file (f, "identity");
  g_assert_nonnull (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
#define add(path, function) \
  g_test_add ("/profile/" path, Fixture, NULL, set_up, function, tear_down)
  add ("rooms", test_rooms_outlive_the_program);
  add ("in-use", test_a_second_process_is_kept_out);
  add ("damaged", test_a_damaged_profile_is_left_alone);
  add ("unwritable", test_a_room_that_can_not_be_written_is_not_kept_in_memory);
  add ("identity", test_an_identity_stays_the_same);
  add ("passphrase", test_a_passphrase_protects_the_identity);
  add ("lost-identity", test_a_lost_identity_is_not_replaced);
  add ("no-choice", test_nothing_is_kept_without_a_choice);
#undef add
  return g_test_run ();
}
