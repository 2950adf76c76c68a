/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/certificate-shelf.h"

struct _ConfabCertificateShelf {
  ConfabCertificate *ready; /* (nullable) */
  GCancellable *making;     /* (nullable): cancelled when the shelf is freed */
};

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabCertificateShelf *self = user_data;
  g_autoptr (GError) error = NULL;
  ConfabCertificate *made = confab_certificate_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @self is gone */
  g_clear_object (&self->making);
  self->ready = made; /* whoever finds none makes one, and hears why it can't be made */
}

static void
prepare (ConfabCertificateShelf *self)
{
  self->making = g_cancellable_new ();
  confab_certificate_new_async (self->making, on_made, self);
}

ConfabCertificateShelf *
confab_certificate_shelf_new (void)
{
  ConfabCertificateShelf *self = g_new0 (ConfabCertificateShelf, 1);

  prepare (self);
  return self;
}

void
confab_certificate_shelf_free (ConfabCertificateShelf *self)
{
  if (self->making != NULL)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  g_clear_object (&self->ready);
  g_free (self);
}

static void
on_made_for_task (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  ConfabCertificate *made = confab_certificate_new_finish (result, &error);

  if (made != NULL)
    g_task_return_pointer (task, made, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
confab_certificate_shelf_take_async (ConfabCertificateShelf *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, confab_certificate_shelf_take_async);
  if (self->ready == NULL) {
    confab_certificate_new_async (cancellable, on_made_for_task, g_steal_pointer (&task));
    return;
  }
  g_task_return_pointer (task, g_steal_pointer (&self->ready), g_object_unref);
  prepare (self);
}

ConfabCertificate *
confab_certificate_shelf_take_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_certificate_shelf_take_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
