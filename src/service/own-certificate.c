/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/own-certificate.h"

#include "crypto/crypto.h"
#include "service/service-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define FILE_NAME "certificate.pem"
#define FOLDER_MODE 0700
#define FILE_MODE 0600
#define DAY_MS ((gint64) 24 * 60 * 60 * 1000)

typedef struct {
  char *folder;
  gint64 wall_ms;
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->folder);
  g_free (wish);
}

static gboolean
lasts (GTlsCertificate *certificate, gint64 wall_ms)
{
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);

  return end != NULL &&
         g_date_time_to_unix (end) * 1000 - wall_ms >= CONFAB_OWN_CERTIFICATE_RENEW_DAYS * DAY_MS;
}

typedef enum { GOOD, OF_NO_USE, UNKNOWN } State;

/* One that is damaged or without its key is as good as none: a link to it leads nowhere. Where the file could not be
 * read, for want of descriptors say, it may be sound, and every link that was handed out with it: then this is
 * UNKNOWN, with @error set. */
static State
examine (const char *path, gint64 wall_ms, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (path, path, &problem);

  if (certificate != NULL)
    return lasts (certificate, wall_ms) ? GOOD : OF_NO_USE;
  if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return OF_NO_USE;
  if (problem->domain == G_TLS_ERROR) {
    g_message ("the service's certificate is made anew: %s", problem->message);
    return OF_NO_USE;
  }
  g_set_error_literal (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_STORAGE, problem->message);
  return UNKNOWN;
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

/* Whole or not at all, as key and certificate belong together. */
static gboolean
write_new (const char *path, gint64 wall_ms, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (ConfabSecret) pem =
      confab_self_signed_new_pem (wall_ms, CONFAB_OWN_CERTIFICATE_LIFE_DAYS * DAY_MS, &problem);

  if (pem == NULL) {
    g_set_error_literal (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CERTIFICATE,
                         problem->message);
    return FALSE;
  }
  if (g_file_set_contents_full (path, (const char *) confab_secret_get_bytes (pem),
                                (gssize) confab_secret_get_length (pem),
                                G_FILE_SET_CONTENTS_CONSISTENT, FILE_MODE, &problem))
    return TRUE;
  g_set_error_literal (error, CONFAB_SERVICE_ERROR,
                       g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
                           ? CONFAB_SERVICE_ERROR_FULL
                           : CONFAB_SERVICE_ERROR_STORAGE,
                       problem->message);
  return FALSE;
}

static gboolean
ensure (const char *path, gint64 wall_ms, GError **error)
{
  State state = examine (path, wall_ms, error);

  return state == GOOD || (state == OF_NO_USE && write_new (path, wall_ms, error));
}

/* A thread of GIO's. */
static void
ensure_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Wish *wish = data;
  g_autofree char *path = g_build_filename (wish->folder, FILE_NAME, NULL);
  GError *error = NULL;

  if (make_folder (wish->folder, &error) && ensure (path, wish->wall_ms, &error))
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
  else
    g_task_return_error (task, error);
}

void
confab_own_certificate_ensure_async (const char *folder, gint64 wall_ms, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->folder = g_strdup (folder);
  wish->wall_ms = wall_ms;
  g_task_set_source_tag (task, confab_own_certificate_ensure_async);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);
  g_task_run_in_thread (task, ensure_in_thread);
}

char *
confab_own_certificate_ensure_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_own_certificate_ensure_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
