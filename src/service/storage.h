/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service's database: SQLite in a folder of its own, used by one thread of its own, so that no disk ever
 * holds up the main loop. Work is handed over as a function; its result comes back to the main context of
 * the caller. Order of calls is order of work; what was handed over is done, there is no calling it back.
 */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _ConfabStorage ConfabStorage;

/**
 * ConfabStorageWork:
 * @input: what was handed to confab_storage_run_async ()
 *
 * Runs on the storage thread. Returns: (transfer full) (nullable): the result; %NULL is one too unless
 * @error is set.
 */
typedef gpointer (*ConfabStorageWork) (sqlite3 *database, gpointer input, GError **error);

/* Makes the folder if need be, opens the database in it, which keeps other processes out, and brings it to
 * the newest form. Errors: #ConfabServiceErrorCode. */
void
confab_storage_open_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data);
ConfabStorage *confab_storage_open_finish (GAsyncResult *result, GError **error);

/* @input is freed by @input_free on the storage thread, an unwanted result by @result_free. */
void confab_storage_run_async (ConfabStorage *storage, ConfabStorageWork work, gpointer input,
                               GDestroyNotify input_free, GDestroyNotify result_free,
                               GAsyncReadyCallback callback, gpointer user_data);
gpointer confab_storage_run_finish (GAsyncResult *result, GError **error);

/* Finishes what was handed over, closes the database and ends the thread. @storage is gone when @callback
 * runs. */
void confab_storage_close_async (ConfabStorage *storage, GAsyncReadyCallback callback,
                                 gpointer user_data);
void confab_storage_close_finish (GAsyncResult *result);

/* Storage thread. Turns what @database last said into a #ConfabServiceErrorCode with a sentence. */
void confab_storage_set_error (GError **error, sqlite3 *database);

G_END_DECLS
