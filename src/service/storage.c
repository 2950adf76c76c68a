/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/storage.h"

#include "service/migrations.h"
#include "service/service-config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define DATABASE_FILE "confabd.sqlite"
/* Who meets whom is nobody else's business, in a folder that was there before either. */
#define FOLDER_MODE 0700
#define FILE_MODE 0600

struct _ConfabStorage {
  GThread *thread;
  GAsyncQueue *tasks; /* of GTask with a Job, in order */
  sqlite3 *database;  /* storage thread */
};

typedef struct {
  ConfabStorage *storage;
  ConfabStorageWork work; /* NULL: close */
  gpointer input;
  GDestroyNotify input_free;
  GDestroyNotify result_free;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->input_free != NULL)
    job->input_free (job->input);
  g_free (job);
}

void
confab_storage_set_error (GError **error, sqlite3 *database)
{
  const char *path = sqlite3_db_filename (database, "main");
  int code = sqlite3_errcode (database) & 0xff; /* without the extended part */

  if (code == SQLITE_FULL)
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_FULL,
                 _ ("The disk is full: %s can not grow. Make room on it"), path);
  else if (code == SQLITE_BUSY)
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
                 _ ("Another service uses %s; end that one, or choose another folder for the "
                    "state"),
                 path);
  else if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
                 _ ("The database %s can not be written; let the service's user write its folder"),
                 path);
  else
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
                 _ ("The database %s failed: %s"), path, sqlite3_errmsg (database));
}

/* A lost power supply may take nothing that was confirmed (FULL); nobody else opens the file while we run
 * (EXCLUSIVE), so two services can not share it by mistake; a file from elsewhere can call no code (trusted
 * schema, defensive). */
static gboolean
set_up (sqlite3 *database, GError **error)
{
  static const char pragmas[] = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; "
                                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                                "PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 1048576;";

  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_busy_timeout (database, 500);
  if (sqlite3_exec (database, pragmas, NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_exec (database, "BEGIN EXCLUSIVE; COMMIT;", NULL, NULL, NULL) != SQLITE_OK) {
    confab_storage_set_error (error, database);
    return FALSE;
  }
  return confab_migrations_run (database, confab_migrations_newest (), error);
}

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, FOLDER_MODE) == 0)
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
               _ ("The folder %s can not be made: %s"), folder, g_strerror (errno));
  return FALSE;
}

static void
close_to_others (const char *path)
{
  if (g_chmod (path, FILE_MODE) != 0 && errno != ENOENT)
    g_message ("other users may be able to read %s: %s", path, g_strerror (errno));
}

/* Storage thread. The first work of a storage: @input is the folder. */
static gboolean
open_database (ConfabStorage *storage, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DATABASE_FILE, NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

  if (!make_folder (folder, error))
    return FALSE;
  if (sqlite3_open_v2 (path, &storage->database, flags, NULL) != SQLITE_OK) {
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE,
                 _ ("The database %s can not be opened (%s); let the service's user write its "
                    "folder"),
                 path, storage->database != NULL ? sqlite3_errmsg (storage->database) : "");
    return FALSE;
  }
  close_to_others (path);
  close_to_others (log); /* what a crash left; a new one gets its mode from the database */
  return set_up (storage->database, error);
}

static void
run_job (sqlite3 *database, GTask *task, const Job *job)
{
  GError *error = NULL;
  gpointer output = job->work (database, job->input, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, output, job->result_free);
}

/* Storage thread, until it is told to close. */
static gpointer
serve (gpointer data)
{
  ConfabStorage *storage = data;

  for (;;) {
    g_autoptr (GTask) task = g_async_queue_pop (storage->tasks);
    Job *job = g_task_get_task_data (task);

    if (job->work == NULL) {
      sqlite3_close (g_steal_pointer (&storage->database));
      g_task_return_boolean (task, TRUE);
      return NULL;
    }
    run_job (storage->database, task, job);
  }
}

static void
storage_free (ConfabStorage *storage)
{
  g_thread_join (storage->thread); /* it has ended, or is about to return */
  g_async_queue_unref (storage->tasks);
  g_free (storage);
}

/* Storage thread. Opens, and serves only if that went well. */
static gpointer
open_and_serve (gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);
  ConfabStorage *storage = job->storage;
  GError *error = NULL;

  if (open_database (storage, job->input, &error)) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return serve (storage);
  }
  sqlite3_close (g_steal_pointer (&storage->database));
  g_task_return_error (task, error);
  g_object_unref (task);
  return NULL;
}

void
confab_storage_open_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  ConfabStorage *storage = g_new0 (ConfabStorage, 1);
  Job *job = g_new0 (Job, 1);

  job->storage = storage;
  job->input = g_strdup (folder);
  job->input_free = g_free;
  g_task_set_source_tag (task, confab_storage_open_async);
  g_task_set_task_data (task, job, job_free);
  storage->tasks = g_async_queue_new_full (g_object_unref);
  storage->thread = g_thread_new ("storage", open_and_serve, task);
}

ConfabStorage *
confab_storage_open_finish (GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  if (g_task_propagate_boolean (G_TASK (result), error))
    return job->storage;
  storage_free (job->storage);
  return NULL;
}

static void
push (ConfabStorage *storage, GTask *task, const Job *job)
{
  Job *owned = g_memdup2 (job, sizeof *job);

  owned->storage = storage;
  g_task_set_task_data (task, owned, job_free);
  g_async_queue_push (storage->tasks, task);
}

void
confab_storage_run_async (ConfabStorage *storage, ConfabStorageWork work, gpointer input,
                          GDestroyNotify input_free, GDestroyNotify result_free,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job job = { .work = work, .input = input, .input_free = input_free, .result_free = result_free };

  g_task_set_source_tag (task, confab_storage_run_async);
  push (storage, task, &job);
}

gpointer
confab_storage_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
confab_storage_close_async (ConfabStorage *storage, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Job job = { 0 };

  g_task_set_source_tag (task, confab_storage_close_async);
  push (storage, task, &job);
}

void
confab_storage_close_finish (GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  storage_free (job->storage);
}
