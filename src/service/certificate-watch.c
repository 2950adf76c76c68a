/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/certificate-watch.h"

#include "service/service-config.h"

#include <glib/gi18n-lib.h>

/*
 * Certificate and key are read on a thread of GIO's, and only if one of them is another file than before:
 * size, time or identity changed. They are looked at rather than watched, as ACME clients swap a link that
 * leads to them, in a folder above. Two files are not written at once, so a change counts only when a second
 * look finds the same.
 */

/* Between the look that finds a change and the one that believes it. */
#define SETTLE_MS 500

struct _ConfabCertificateWatch {
  GObject parent_instance;
  char *certificate_file;
  char *key_file;
  guint interval_ms;
  guint interval_source;
  guint settle_source;
  gboolean loading;
  gboolean has_complained; /* about the files as they are */
  char *stamp;             /* of the files that were read last, usable or not */
  char *pending;           /* of files that may still be in the making */
  GTlsCertificate *certificate;
};

G_DEFINE_FINAL_TYPE (ConfabCertificateWatch, confab_certificate_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What a look at the files found; made on the other thread, owned by its task. */
typedef struct {
  char *certificate_file;
  char *key_file;
  char *old_stamp;
  char *pending;
  char *stamp;
  gboolean is_settled;          /* FALSE: changed a moment ago */
  GTlsCertificate *certificate; /* NULL: nothing changed */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->certificate_file);
  g_free (look->key_file);
  g_free (look->old_stamp);
  g_free (look->pending);
  g_free (look->stamp);
  g_clear_object (&look->certificate);
  g_free (look);
}

/* Any thread. (transfer full): changes whenever the contents may have. */
static char *
stamp_of (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file,
                         G_FILE_ATTRIBUTE_ETAG_VALUE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                     "," G_FILE_ATTRIBUTE_UNIX_INODE,
                         G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return NULL;
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%" G_GUINT64_FORMAT, g_file_info_get_etag (info),
                          g_file_info_get_size (info),
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_UNIX_INODE));
}

static char *
stamp_both (const Look *look, GError **error)
{
  g_autofree char *certificate = stamp_of (look->certificate_file, error);
  g_autofree char *key = certificate != NULL ? stamp_of (look->key_file, error) : NULL;

  return key != NULL ? g_strdup_printf ("%s %s", certificate, key) : NULL;
}

/* A thread of GIO's. */
static void
look_at_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  GError *error = NULL;

  look->stamp = stamp_both (look, &error);
  look->is_settled = look->old_stamp == NULL || g_strcmp0 (look->stamp, look->old_stamp) == 0 ||
                     g_strcmp0 (look->stamp, look->pending) == 0;
  if (look->stamp != NULL && look->is_settled && g_strcmp0 (look->stamp, look->old_stamp) != 0)
    look->certificate =
        g_tls_certificate_new_from_files (look->certificate_file, look->key_file, &error);
  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_task_return_new_error (task, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CERTIFICATE,
                           _ ("The TLS certificate %s or its key %s can not be used: %s"),
                           look->certificate_file, look->key_file, error->message);
  g_error_free (error);
}

static gboolean
on_settle (gpointer user_data)
{
  ConfabCertificateWatch *self = user_data;

  self->settle_source = 0;
  confab_certificate_watch_check (self);
  return G_SOURCE_REMOVE;
}

static void
remember_look (ConfabCertificateWatch *self, const Look *look)
{
  char **remembered = look->is_settled ? &self->stamp : &self->pending;

  if (look->stamp == NULL)
    return;
  g_free (*remembered);
  *remembered = g_strdup (look->stamp);
  if (!look->is_settled && self->settle_source == 0 && self->interval_source != 0)
    self->settle_source = g_timeout_add (MIN (SETTLE_MS, self->interval_ms), on_settle, self);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabCertificateWatch *self = CONFAB_CERTIFICATE_WATCH (source);
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  self->loading = FALSE;
  remember_look (self, look);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (look->certificate != NULL) {
    g_set_object (&self->certificate, look->certificate);
    g_signal_emit (self, signals[CHANGED], 0);
  }
  g_task_return_boolean (task, TRUE);
}

static void
look_async (ConfabCertificateWatch *self, GTask *task)
{
  g_autoptr (GTask) thread_task = g_task_new (self, NULL, on_looked, task);
  Look *look = g_new0 (Look, 1);

  self->loading = TRUE;
  look->certificate_file = g_strdup (self->certificate_file);
  look->key_file = g_strdup (self->key_file);
  look->old_stamp = g_strdup (self->stamp);
  look->pending = g_strdup (self->pending);
  g_task_set_task_data (thread_task, look, look_free);
  g_task_run_in_thread (thread_task, look_at_files);
}

/* Once, not at every look. */
static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabCertificateWatch *self = CONFAB_CERTIFICATE_WATCH (source);
  g_autoptr (GError) error = NULL;
  gboolean failed = !g_task_propagate_boolean (G_TASK (result), &error);

  if (failed && !self->has_complained)
    g_message ("%s; the certificate in use stays", error->message);
  self->has_complained = failed;
}

void
confab_certificate_watch_check (ConfabCertificateWatch *self)
{
  if (!self->loading)
    look_async (self, g_task_new (self, NULL, on_checked, NULL));
}

static gboolean
on_interval (gpointer user_data)
{
  confab_certificate_watch_check (user_data);
  return G_SOURCE_CONTINUE;
}

void
confab_certificate_watch_load_async (ConfabCertificateWatch *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_certificate_watch_load_async);
  if (self->interval_source == 0)
    self->interval_source = g_timeout_add (self->interval_ms, on_interval, self);
  look_async (self, task);
}

gboolean
confab_certificate_watch_load_finish (ConfabCertificateWatch *self, GAsyncResult *result,
                                      GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
confab_certificate_watch_stop (ConfabCertificateWatch *self)
{
  g_clear_handle_id (&self->interval_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
}

GTlsCertificate *
confab_certificate_watch_get (ConfabCertificateWatch *self)
{
  return self->certificate;
}

static void
confab_certificate_watch_dispose (GObject *object)
{
  ConfabCertificateWatch *self = CONFAB_CERTIFICATE_WATCH (object);

  confab_certificate_watch_stop (self);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (confab_certificate_watch_parent_class)->dispose (object);
}

static void
confab_certificate_watch_finalize (GObject *object)
{
  ConfabCertificateWatch *self = CONFAB_CERTIFICATE_WATCH (object);

  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->stamp);
  g_free (self->pending);

  G_OBJECT_CLASS (confab_certificate_watch_parent_class)->finalize (object);
}

static void
confab_certificate_watch_class_init (ConfabCertificateWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_certificate_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_certificate_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_certificate_watch_init (ConfabCertificateWatch *self)
{
}

ConfabCertificateWatch *
confab_certificate_watch_new (const char *certificate_file, const char *key_file, guint interval_ms)
{
  ConfabCertificateWatch *self = g_object_new (CONFAB_TYPE_CERTIFICATE_WATCH, NULL);

  self->certificate_file = g_strdup (certificate_file);
  self->key_file = g_strdup (key_file);
  self->interval_ms = interval_ms;
  return self;
}
