/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/room-store.h"

static void
read_key (sqlite3_stmt *row, int column, guint8 bytes[32])
{
  if (sqlite3_column_bytes (row, column) == 32) /* the schema allows nothing else */
    memcpy (bytes, sqlite3_column_blob (row, column), 32);
}

static ConfabRoomRecord *
read_row (sqlite3_stmt *row)
{
  ConfabRoomRecord *record = confab_room_record_new ();

  record->id = g_strdup ((const char *) sqlite3_column_text (row, 0));
  read_key (row, 1, record->room_hash.bytes);
  read_key (row, 2, record->owner_ik.bytes);
  record->is_transport = g_strcmp0 ((const char *) sqlite3_column_text (row, 3), "transport") == 0;
  record->policy = (guint16) sqlite3_column_int (row, 4);
  record->waiting_room = sqlite3_column_int (row, 5) != 0;
  record->created_ms = sqlite3_column_int64 (row, 6);
  return record;
}

/* Storage thread. */
static gpointer
find (sqlite3 *database, gpointer input, GError **error)
{
  static const char sql[] =
      "SELECT id, room_hash, owner_ik, type, policy, waiting_room, created_ms "
      "FROM rooms WHERE id = ?1";
  ConfabRoomRecord *record = NULL;
  sqlite3_stmt *statement = NULL;
  int step = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_bind_text (statement, 1, input, -1, SQLITE_STATIC) == SQLITE_OK)
    step = sqlite3_step (statement);
  if (step == SQLITE_ROW)
    record = read_row (statement);
  else if (step != SQLITE_DONE)
    confab_storage_set_error (error, database);
  sqlite3_finalize (statement);
  return record;
}

void
confab_room_store_find_async (ConfabStorage *storage, const char *id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  confab_storage_run_async (storage, find, g_strdup (id), g_free,
                            (GDestroyNotify) confab_room_record_free, callback, user_data);
}

ConfabRoomRecord *
confab_room_store_find_finish (GAsyncResult *result, GError **error)
{
  return confab_storage_run_finish (result, error);
}

static gboolean
bind_record (sqlite3_stmt *statement, const ConfabRoomRecord *record)
{
  return sqlite3_bind_text (statement, 1, record->id, -1, SQLITE_STATIC) == SQLITE_OK &&
         sqlite3_bind_blob (statement, 2, record->room_hash.bytes, CONFAB_DIGEST_BYTES,
                            SQLITE_STATIC) == SQLITE_OK &&
         sqlite3_bind_blob (statement, 3, record->owner_ik.bytes, CONFAB_PUBLIC_KEY_BYTES,
                            SQLITE_STATIC) == SQLITE_OK &&
         sqlite3_bind_text (statement, 4, confab_room_record_type (record), -1, SQLITE_STATIC) ==
             SQLITE_OK &&
         sqlite3_bind_int (statement, 5, record->policy) == SQLITE_OK &&
         sqlite3_bind_int (statement, 6, record->waiting_room) == SQLITE_OK &&
         (sqlite3_bind_parameter_count (statement) < 7 ||
          sqlite3_bind_int64 (statement, 7, record->created_ms) == SQLITE_OK);
}

static gboolean
write_record (sqlite3 *database, const char *sql, const ConfabRoomRecord *record, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good = sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK &&
                  bind_record (statement, record) && sqlite3_step (statement) == SQLITE_DONE;

  if (!good)
    confab_storage_set_error (error, database);
  sqlite3_finalize (statement);
  return good;
}

/* Storage thread, the only one that writes: nobody comes in between looking and writing. */
static ConfabRoomStoreResult
put (sqlite3 *database, const ConfabRoomRecord *record, GError **error)
{
  static const char insert[] =
      "INSERT INTO rooms (id, room_hash, owner_ik, type, policy, waiting_room, created_ms) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
  static const char update[] = "UPDATE rooms SET room_hash = ?2, type = ?4, policy = ?5, "
                               "waiting_room = ?6 WHERE id = ?1 AND owner_ik = ?3";
  g_autoptr (GError) problem = NULL;
  g_autoptr (ConfabRoomRecord) old = find (database, record->id, &problem);
  gboolean is_new = old == NULL;

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return CONFAB_ROOM_STORE_FAILED;
  }
  if (!is_new && !confab_verify_key_equal (&old->owner_ik, &record->owner_ik))
    return CONFAB_ROOM_STORE_TAKEN;
  if (!write_record (database, is_new ? insert : update, record, error))
    return CONFAB_ROOM_STORE_FAILED;
  return is_new ? CONFAB_ROOM_STORE_CREATED : CONFAB_ROOM_STORE_UPDATED;
}

static gpointer
put_work (sqlite3 *database, gpointer input, GError **error)
{
  return GINT_TO_POINTER (put (database, input, error));
}

void
confab_room_store_put_async (ConfabStorage *storage, const ConfabRoomRecord *record,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  confab_storage_run_async (storage, put_work, confab_room_record_copy (record),
                            (GDestroyNotify) confab_room_record_free, NULL, callback, user_data);
}

ConfabRoomStoreResult
confab_room_store_put_finish (GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (confab_storage_run_finish (result, error));
}
