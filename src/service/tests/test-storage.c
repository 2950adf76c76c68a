/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tests/await.h"
#include "service/migrations.h"
#include "service/room-store.h"
#include "service/service-config.h"

#include <glib/gstdio.h>

static ConfabStorage *
open_storage (const char *folder, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_storage_open_async (folder, await_callback, &result);
  await_result (&result);
  return confab_storage_open_finish (result, error);
}

static void
close_storage (ConfabStorage *storage)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_storage_close_async (storage, await_callback, &result);
  await_result (&result);
  confab_storage_close_finish (result);
}

static ConfabRoomRecord *
find_room (ConfabStorage *storage, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ConfabRoomRecord *record;

  confab_room_store_find_async (storage, id, await_callback, &result);
  await_result (&result);
  record = confab_room_store_find_finish (result, &error);
  g_assert_no_error (error);
  return record;
}

static ConfabRoomStoreResult
put_room (ConfabStorage *storage, const ConfabRoomRecord *record, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_room_store_put_async (storage, record, await_callback, &result);
  await_result (&result);
  return confab_room_store_put_finish (result, error);
}

static guint
mode_of (const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

/* Also in a folder that anybody may read, and where an earlier one left them open. */
static void
test_private (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *path = g_build_filename (folder, "confabd.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  ConfabStorage *storage;

  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  storage = open_storage (folder, &error);
  g_assert_no_error (error);
  g_assert_cmphex (mode_of (folder, "confabd.sqlite"), ==, 0600);
  g_assert_cmphex (mode_of (folder, "confabd.sqlite-wal"), ==, 0600);
  close_storage (storage);

  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  storage = open_storage (folder, &error);
  g_assert_no_error (error);
  g_assert_cmphex (mode_of (folder, "confabd.sqlite"), ==, 0600);
  close_storage (storage);
  await_remove_folder (folder);
}

static gpointer
execute_work (sqlite3 *database, gpointer input, GError **error)
{
  if (sqlite3_exec (database, input, NULL, NULL, NULL) != SQLITE_OK)
    confab_storage_set_error (error, database);
  return NULL;
}

static void
execute (ConfabStorage *storage, const char *sql)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  confab_storage_run_async (storage, execute_work, (gpointer) sql, NULL, NULL, await_callback,
                            &result);
  await_result (&result);
  confab_storage_run_finish (result, &error);
  g_assert_no_error (error);
}

static ConfabRoomRecord
make_record (const char *id, guint8 owner)
{
  ConfabRoomRecord record = { .id = (char *) id, .policy = 0x0103, .created_ms = 42 };

  memset (record.owner_ik.bytes, owner, sizeof record.owner_ik.bytes);
  memset (record.room_hash.bytes, 7, sizeof record.room_hash.bytes);
  return record;
}

static void
test_rooms_stay (void)
{
  g_autofree char *folder = await_make_folder ();
  ConfabRoomRecord record = make_record ("ada-lovelace", 1);
  g_autoptr (ConfabRoomRecord) found = NULL;
  g_autoptr (GError) error = NULL;
  ConfabStorage *storage = open_storage (folder, &error);

  g_assert_no_error (error);
  record.waiting_room = TRUE;
  g_assert_null (find_room (storage, "ada-lovelace"));
  g_assert_cmpint (put_room (storage, &record, &error), ==, CONFAB_ROOM_STORE_CREATED);
  close_storage (storage);

  storage = open_storage (folder, &error);
  g_assert_no_error (error);
  found = find_room (storage, "ada-lovelace");
  g_assert_nonnull (found);
  g_assert_true (confab_verify_key_equal (&found->owner_ik, &record.owner_ik));
  g_assert_true (confab_digest_equal (&found->room_hash, &record.room_hash));
  g_assert_cmphex (found->policy, ==, 0x0103);
  g_assert_true (found->waiting_room);
  g_assert_false (found->is_transport);
  g_assert_cmpint (found->created_ms, ==, 42);
  g_assert_null (find_room (storage, "ada-lovelac"));
  close_storage (storage);
  await_remove_folder (folder);
}

static void
test_owner_only (void)
{
  g_autofree char *folder = await_make_folder ();
  ConfabStorage *storage = open_storage (folder, NULL);
  ConfabRoomRecord record = make_record ("ada-lovelace", 1);
  ConfabRoomRecord other = make_record ("ada-lovelace", 2);
  g_autoptr (ConfabRoomRecord) found = NULL;

  g_assert_cmpint (put_room (storage, &record, NULL), ==, CONFAB_ROOM_STORE_CREATED);
  g_assert_cmpint (put_room (storage, &other, NULL), ==, CONFAB_ROOM_STORE_TAKEN);
  record.is_transport = TRUE;
  record.created_ms = 43;
  g_assert_cmpint (put_room (storage, &record, NULL), ==, CONFAB_ROOM_STORE_UPDATED);
  found = find_room (storage, "ada-lovelace");
  g_assert_true (found->is_transport);
  g_assert_cmpint (found->created_ms, ==, 42);
  g_assert_cmphex (found->owner_ik.bytes[0], ==, 1);
  close_storage (storage);
  await_remove_folder (folder);
}

/* SQL in a name stays a name. */
static void
test_sql_is_text (void)
{
  g_autofree char *folder = await_make_folder ();
  ConfabStorage *storage = open_storage (folder, NULL);
  ConfabRoomRecord record = make_record ("x'; DROP TABLE rooms; --", 1);
  g_autoptr (ConfabRoomRecord) found = NULL;

  g_assert_cmpint (put_room (storage, &record, NULL), ==, CONFAB_ROOM_STORE_CREATED);
  found = find_room (storage, record.id);
  g_assert_cmpstr (found->id, ==, record.id);
  close_storage (storage);
  await_remove_folder (folder);
}

/* A full disk is said, and what was there before is still there. */
static void
test_full_disk (void)
{
  g_autofree char *folder = await_make_folder ();
  ConfabStorage *storage = open_storage (folder, NULL);
  ConfabRoomStoreResult outcome = CONFAB_ROOM_STORE_CREATED;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabRoomRecord) first = NULL;
  guint written = 0;

  execute (storage, "PRAGMA max_page_count = 4");
  while (outcome == CONFAB_ROOM_STORE_CREATED) {
    g_autofree char *id = g_strdup_printf ("room-%u", written++);
    ConfabRoomRecord record = make_record (id, 1);

    g_assert_cmpuint (written, <, 10000);
    outcome = put_room (storage, &record, &error);
  }
  g_assert_cmpint (outcome, ==, CONFAB_ROOM_STORE_FAILED);
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_FULL);
  first = find_room (storage, "room-0");
  g_assert_nonnull (first);

  execute (storage, "PRAGMA max_page_count = 1000");
  g_assert_cmpint (put_room (storage, first, NULL), ==, CONFAB_ROOM_STORE_UPDATED);
  close_storage (storage);
  await_remove_folder (folder);
}

static void
test_one_service (void)
{
  g_autofree char *folder = await_make_folder ();
  ConfabStorage *storage = open_storage (folder, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_storage (folder, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "Another service"));
  close_storage (storage);

  storage = open_storage (folder, NULL);
  g_assert_nonnull (storage);
  close_storage (storage);
  await_remove_folder (folder);
}

static void
test_bad_folder (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "state", NULL);
  g_autofree char *database = g_build_filename (folder, "confabd.sqlite", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (open_storage (below, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_true (
      g_file_set_contents (database, "this is no database at all, but long enough", -1, NULL));
  g_assert_null (open_storage (folder, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  await_remove_folder (folder);
}

/* A database as some older version left it. */
static sqlite3 *
open_at_version (guint version)
{
  sqlite3 *database = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  g_assert_true (confab_migrations_run (database, version, &error));
  g_assert_no_error (error);
  return database;
}

/* (transfer full): how the database is built, for comparison. */
static char *
read_schema (sqlite3 *database)
{
  GString *schema = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT sql FROM sqlite_schema ORDER BY name", -1,
                                       &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (schema, "%s\n", (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return g_string_free (schema, FALSE);
}

static void
test_migrations (void)
{
  guint newest = confab_migrations_newest ();
  sqlite3 *whole = open_at_version (newest);
  g_autofree char *schema = read_schema (whole);

  g_assert_cmpuint (newest, >=, 1);
  for (guint from = 0; from <= newest; from++) {
    sqlite3 *database = open_at_version (from);
    g_autoptr (GError) error = NULL;
    g_autofree char *result = NULL;

    g_assert_true (confab_migrations_run (database, newest, &error));
    g_assert_no_error (error);
    result = read_schema (database);
    g_assert_cmpstr (result, ==, schema);
    sqlite3_close (database);
  }
  sqlite3_close (whole);
}

static void
assert_not_migrated (const char *sql)
{
  sqlite3 *database = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (confab_migrations_run (database, confab_migrations_newest (), &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE);
  sqlite3_close (database);
}

static void
test_foreign (void)
{
  assert_not_migrated ("CREATE TABLE accounts (id INTEGER)");
  assert_not_migrated ("PRAGMA application_id = 252006674");
  assert_not_migrated ("PRAGMA application_id = 1130783074; PRAGMA user_version = 9999");
}

/* The tables refuse what the code must never write. */
static void
test_strict (void)
{
  sqlite3 *database = open_at_version (confab_migrations_newest ());
  static const char *const bad[] = {
    "INSERT INTO rooms VALUES ('ab', zeroblob (32), zeroblob (32), 'e2ee', 0, 0, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (31), zeroblob (32), 'e2ee', 0, 0, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (32), 'owner', 'e2ee', 0, 0, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (32), zeroblob (32), 'open', 0, 0, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (32), zeroblob (32), 'e2ee', 65536, 0, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (32), zeroblob (32), 'e2ee', 0, 2, 0)",
    "INSERT INTO rooms VALUES ('abc', zeroblob (32), zeroblob (32), 'e2ee', 0, 0, 'now')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_cmpint (sqlite3_exec (database, bad[i], NULL, NULL, NULL), ==, SQLITE_CONSTRAINT);
  g_assert_cmpint (sqlite3_exec (database,
                                 "INSERT INTO rooms VALUES ('abc', zeroblob (32), zeroblob (32), "
                                 "'e2ee', 65535, 1, 0)",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (database);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/storage/rooms-stay-after-a-restart", test_rooms_stay);
  g_test_add_func ("/service/storage/its-files-are-its-own", test_private);
  g_test_add_func ("/service/storage/a-room-changes-by-its-owner-only", test_owner_only);
  g_test_add_func ("/service/storage/sql-in-a-name-stays-a-name", test_sql_is_text);
  g_test_add_func ("/service/storage/a-full-disk-loses-nothing", test_full_disk);
  g_test_add_func ("/service/storage/two-services-do-not-share-a-folder", test_one_service);
  g_test_add_func ("/service/storage/a-folder-that-is-none-is-said", test_bad_folder);
  g_test_add_func ("/service/migrations/every-older-version-becomes-the-newest", test_migrations);
  g_test_add_func ("/service/migrations/newer-and-foreign-databases-are-not-touched", test_foreign);
  g_test_add_func ("/service/migrations/tables-are-strict", test_strict);
  return g_test_run ();
}
