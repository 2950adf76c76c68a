/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where no keyring is known: the key rests in a file, or in memory. */
#include "client/client-error.h"
#include "client/identity-keyring.h"

#include <glib/gi18n-lib.h>

static void
return_no_keyring (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_NO_KEYRING,
                           _ ("There is no keyring on this system"));
}

void
confab_identity_keyring_lookup_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  return_no_keyring (callback, user_data);
}

ConfabSecret *
confab_identity_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
confab_identity_keyring_store_async (ConfabSecret *seed, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  return_no_keyring (callback, user_data);
}

gboolean
confab_identity_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
