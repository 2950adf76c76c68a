/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/migrations.h"

#include "service/service-config.h"
#include "service/storage.h"

#include <glib/gi18n-lib.h>

/* Step i leads from version i to i + 1. A step that was released is never changed: write another. */
static const char *const steps[] = {
  /* 1: rooms and whom they belong to. room_hash: H("room", host and ID), protocol.md 4. */
  "CREATE TABLE rooms ("
  "  id TEXT PRIMARY KEY NOT NULL CHECK (length (id) BETWEEN 3 AND 40),"
  "  room_hash BLOB NOT NULL CHECK (length (room_hash) = 32),"
  "  owner_ik BLOB NOT NULL CHECK (length (owner_ik) = 32),"
  "  type TEXT NOT NULL CHECK (type IN ('e2ee', 'transport')),"
  "  policy INTEGER NOT NULL CHECK (policy BETWEEN 0 AND 65535),"
  "  waiting_room INTEGER NOT NULL CHECK (waiting_room IN (0, 1)),"
  "  created_ms INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;",
};

guint
confab_migrations_newest (void)
{
  return G_N_ELEMENTS (steps);
}

static gboolean
read_number (sqlite3 *database, const char *sql, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK &&
                  sqlite3_step (statement) == SQLITE_ROW;

  if (good)
    *number = sqlite3_column_int64 (statement, 0);
  else
    confab_storage_set_error (error, database);
  sqlite3_finalize (statement);
  return good;
}

static gboolean
execute (sqlite3 *database, const char *sql, GError **error)
{
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  confab_storage_set_error (error, database);
  return FALSE;
}

static gboolean
run_step (sqlite3 *database, guint step, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("BEGIN IMMEDIATE; %s PRAGMA application_id = %d; "
                                          "PRAGMA user_version = %u; COMMIT;",
                                          steps[step], CONFAB_DATABASE_ID, step + 1);

  if (execute (database, sql, error))
    return TRUE;
  sqlite3_exec (database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* A new file has no version and no tables; everything else must carry our mark. */
static gboolean
check_is_ours (sqlite3 *database, gint64 version, GError **error)
{
  gint64 id;
  gint64 tables;

  if (!read_number (database, "PRAGMA application_id", &id, error) ||
      !read_number (database, "SELECT count (*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (id == CONFAB_DATABASE_ID || (id == 0 && version == 0 && tables == 0))
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
               _ ("%s is the database of another program; choose another folder for the state"),
               sqlite3_db_filename (database, "main"));
  return FALSE;
}

gboolean
confab_migrations_run (sqlite3 *database, guint version, GError **error)
{
  gint64 have;

  g_return_val_if_fail (version <= G_N_ELEMENTS (steps), FALSE);

  if (!read_number (database, "PRAGMA user_version", &have, error) ||
      !check_is_ours (database, have, error))
    return FALSE;
  if (have < 0 || have > (gint64) G_N_ELEMENTS (steps)) {
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
                 _ ("%s was written by a newer Confab; update this one, or choose another folder "
                    "for the state"),
                 sqlite3_db_filename (database, "main"));
    return FALSE;
  }
  for (guint step = (guint) have; step < version; step++)
    if (!run_step (database, step, error))
      return FALSE;
  return TRUE;
}
