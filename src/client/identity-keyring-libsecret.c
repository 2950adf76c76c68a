/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Secret Service (https://specifications.freedesktop.org/secret-service/), through libsecret. */
#include "client/client-error.h"
#include "client/identity-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define CONTENT_TYPE "application/octet-stream"

static const SecretSchema schema = {
  "net.confab.Identity",
  SECRET_SCHEMA_NONE,
  { { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* Why it does not answer is for the log: no session bus, no service, locked and not unlocked. */
static GError *
no_keyring (const GError *reason)
{
  g_message ("the keyring can not be used: %s", reason->message);
  return g_error_new_literal (CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_NO_KEYRING,
                              _ ("The desktop's keyring does not answer; unlock it and try again"));
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SecretValue *value = secret_password_lookup_binary_finish (result, &error);
  guint8 seed[CONFAB_SECRET_BYTES];
  const char *bytes;
  gsize length = 0;

  if (error != NULL) {
    g_task_return_error (task, no_keyring (error));
    return;
  }
  if (value == NULL) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  bytes = secret_value_get (value, &length);
  if (length == sizeof seed) {
    memcpy (seed, bytes, sizeof seed);
    g_task_return_pointer (task, confab_secret_new_take (seed, sizeof seed),
                           (GDestroyNotify) confab_secret_unref);
  } else {
    g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED,
                             _ ("The key in the desktop's keyring is damaged; restore it from a "
                                "backup, or remove the entry “Confab identity”"));
  }
  secret_value_unref (value);
}

void
confab_identity_keyring_lookup_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  secret_password_lookup (&schema, cancellable, on_looked_up, task, "profile", "default", NULL);
}

ConfabSecret *
confab_identity_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, no_keyring (error));
}

void
confab_identity_keyring_store_async (ConfabSecret *seed, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  SecretValue *value = secret_value_new ((const char *) confab_secret_get_bytes (seed),
                                         (gssize) confab_secret_get_length (seed), CONTENT_TYPE);

  secret_password_store_binary (&schema, SECRET_COLLECTION_DEFAULT, _ ("Confab identity"), value,
                                cancellable, on_stored, task, "profile", "default", NULL);
  secret_value_unref (value);
}

gboolean
confab_identity_keyring_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
