/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading is a chain of steps: file, keyring, new key. Once a key was kept somewhere the profile
 * remembers where, so that a keyring which is away for a day never leads to a second identity. */
#include "client/identity-store-private.h"

#include "client/client-error.h"
#include "client/identity-files.h"
#include "client/identity-keyring.h"

#include <glib/gi18n-lib.h>

/* A keyring that asks the person to unlock it gets this long. */
#define KEYRING_TIMEOUT_S 60

struct _ConfabIdentityStore {
  GObject parent_instance;
  ConfabProfile *profile;
  ConfabSigner *signer;
  char *key_text;
  char *file_path;
  ConfabIdentityPlace place;
};

G_DEFINE_FINAL_TYPE (ConfabIdentityStore, confab_identity_store, G_TYPE_OBJECT)

enum { PROP_0, PROP_PLACE, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* What a loading remembers between its steps; task data. */
typedef struct {
  ConfabIdentityStore *store;
  ConfabSecret *passphrase; /* (nullable) */
  gboolean use_keyring;
  gboolean allow_plain_file;
  GCancellable *keyring_cancellable;
  guint keyring_timeout;
} Loading;

static void
loading_free (Loading *loading)
{
  g_clear_handle_id (&loading->keyring_timeout, g_source_remove);
  g_clear_object (&loading->keyring_cancellable);
  g_clear_pointer (&loading->passphrase, confab_secret_unref);
  g_clear_object (&loading->store);
  g_free (loading);
}

/* (nullable) */
static ConfabSecret *
passphrase_secret (const char *passphrase)
{
  g_autofree char *copy = g_strdup (passphrase);

  if (passphrase == NULL || *passphrase == '\0')
    return NULL;
  return confab_secret_new_take ((guint8 *) copy, strlen (copy));
}

static void
take_seed (ConfabIdentityStore *self, ConfabSecret *seed, ConfabIdentityPlace place)
{
  const ConfabVerifyKey *key;

  g_clear_pointer (&self->signer, confab_signer_unref);
  self->signer = confab_signer_new (CONFAB_SIGNER_IDENTITY, seed);
  key = confab_signer_get_key (self->signer);
  g_free (self->key_text);
  self->key_text = confab_hex_encode (key->bytes, sizeof key->bytes);
  self->place = place;
}

static void
set_place (ConfabIdentityStore *self, ConfabIdentityPlace place)
{
  if (self->place == place)
    return;
  self->place = place;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
}

static void
return_store (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  g_task_return_pointer (task, g_object_ref (loading->store), g_object_unref);
}

static void
on_place_remembered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (confab_profile_save_finish (CONFAB_PROFILE (source), result, &error))
    return_store (task);
  else
    g_task_return_error (task, error);
}

static void
remember_place (GTask *task, const char *place)
{
  Loading *loading = g_task_get_task_data (task);
  ConfabProfile *profile = loading->store->profile;

  confab_profile_set_identity_place (profile, place);
  confab_profile_save_async (profile, NULL, on_place_remembered, task);
}

/* Worker thread. */
static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabIdentityStore *self = source;
  ConfabSecret *passphrase = data;
  GError *error = NULL;

  if (confab_identity_file_write (self->file_path, confab_signer_get_seed (self->signer),
                                  passphrase, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_file_async (ConfabIdentityStore *self, ConfabSecret *passphrase, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (passphrase != NULL)
    g_task_set_task_data (task, confab_secret_ref (passphrase),
                          (GDestroyNotify) confab_secret_unref);
  g_task_run_in_thread (task, write_in_thread);
}

/* Last step for a new key: a file, or memory. */
static void
on_new_key_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  set_place (loading->store, loading->passphrase != NULL ? CONFAB_IDENTITY_IN_ENCRYPTED_FILE
                                                         : CONFAB_IDENTITY_IN_PLAIN_FILE);
  remember_place (task, "file");
}

static void
keep_new_key_in_file (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  if (loading->passphrase != NULL || loading->allow_plain_file) {
    write_file_async (loading->store, loading->passphrase, on_new_key_written, task);
    return;
  }
  return_store (task);
  g_object_unref (task);
}

static void
on_new_key_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Loading *loading = g_task_get_task_data (task);

  if (confab_identity_keyring_store_finish (result, NULL)) {
    set_place (loading->store, CONFAB_IDENTITY_IN_KEYRING);
    remember_place (task, "keyring");
  } else {
    keep_new_key_in_file (task);
  }
}

static void
make_new_key (GTask *task, gboolean keyring_answers)
{
  Loading *loading = g_task_get_task_data (task);
  g_autoptr (ConfabSecret) seed = confab_secret_new_random (CONFAB_SECRET_BYTES);

  take_seed (loading->store, seed, CONFAB_IDENTITY_IN_MEMORY);
  if (keyring_answers)
    confab_identity_keyring_store_async (seed, NULL, on_new_key_stored, task);
  else
    keep_new_key_in_file (task);
}

/* The profile had a key; making another one would lose the rooms that it owns. */
static void
return_missing_key (GTask *task, const char *place)
{
  if (g_str_equal (place, "keyring"))
    g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_NO_KEYRING,
                             _ ("The identity key of this profile is in the desktop's keyring, "
                                "which does not answer; unlock it and start again, or use another "
                                "profile"));
  else
    g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED,
                             _ ("The identity key of this profile is missing; restore the file "
                                "“identity” from a backup, or use another profile"));
  g_object_unref (task);
}

static void
on_keyring_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Loading *loading = g_task_get_task_data (task);
  const char *place = confab_profile_get_identity_place (loading->store->profile);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSecret) seed = confab_identity_keyring_lookup_finish (result, &error);

  g_clear_handle_id (&loading->keyring_timeout, g_source_remove);
  if (seed != NULL) {
    take_seed (loading->store, seed, CONFAB_IDENTITY_IN_KEYRING);
    remember_place (task, "keyring");
  } else if (g_error_matches (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED)) {
    g_task_return_error (task, g_steal_pointer (&error));
    g_object_unref (task);
  } else if (place != NULL) {
    return_missing_key (task, place);
  } else {
    make_new_key (task, error == NULL);
  }
}

static gboolean
on_keyring_timeout (gpointer user_data)
{
  Loading *loading = user_data;

  loading->keyring_timeout = 0;
  g_cancellable_cancel (loading->keyring_cancellable);
  return G_SOURCE_REMOVE;
}

static void
look_into_keyring (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  loading->keyring_cancellable = g_cancellable_new ();
  loading->keyring_timeout = g_timeout_add_seconds (KEYRING_TIMEOUT_S, on_keyring_timeout, loading);
  confab_identity_keyring_lookup_async (loading->keyring_cancellable, on_keyring_looked_up, task);
}

typedef struct {
  ConfabSecret *seed;
  ConfabIdentityFileKind kind;
} FileContent;

static void
file_content_free (gpointer data)
{
  FileContent *content = data;

  g_clear_pointer (&content->seed, confab_secret_unref);
  g_free (content);
}

/* Worker thread; @data: the passphrase or NULL. */
static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabIdentityStore *self = source;
  FileContent *content = g_new0 (FileContent, 1);
  GError *error = NULL;

  content->seed = confab_identity_file_read (self->file_path, data, &content->kind, &error);
  if (error == NULL) {
    g_task_return_pointer (task, content, file_content_free);
  } else {
    file_content_free (content);
    g_task_return_error (task, error);
  }
}

static void
on_file_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Loading *loading = g_task_get_task_data (task);
  const char *place = confab_profile_get_identity_place (loading->store->profile);
  GError *error = NULL;
  FileContent *content = g_task_propagate_pointer (G_TASK (result), &error);

  if (content == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  if (content->seed != NULL) {
    take_seed (loading->store, content->seed,
               content->kind == CONFAB_IDENTITY_FILE_SEALED ? CONFAB_IDENTITY_IN_ENCRYPTED_FILE
                                                            : CONFAB_IDENTITY_IN_PLAIN_FILE);
    return_store (task);
    g_object_unref (task);
  } else if (loading->use_keyring) {
    look_into_keyring (task);
  } else if (place != NULL) {
    return_missing_key (task, place);
  } else {
    make_new_key (task, FALSE);
  }
  file_content_free (content);
}

static void
read_file_async (ConfabIdentityStore *self, ConfabSecret *passphrase, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (passphrase != NULL)
    g_task_set_task_data (task, confab_secret_ref (passphrase),
                          (GDestroyNotify) confab_secret_unref);
  g_task_run_in_thread (task, read_in_thread);
}

void
confab_identity_store_load_async (ConfabProfile *profile, const ConfabIdentityPolicy *policy,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);
  ConfabIdentityStore *self = g_object_new (CONFAB_TYPE_IDENTITY_STORE, NULL);

  self->profile = g_object_ref (profile);
  self->file_path = g_build_filename (confab_profile_get_dir (profile), "identity", NULL);
  loading->store = self;
  loading->use_keyring = policy->use_keyring && confab_profile_is_default (profile);
  loading->allow_plain_file = policy->allow_plain_file;
  loading->passphrase = passphrase_secret (policy->passphrase);
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);

  if (policy->one_time) {
    g_autoptr (ConfabSecret) seed = confab_secret_new_random (CONFAB_SECRET_BYTES);

    take_seed (self, seed, CONFAB_IDENTITY_ONE_TIME);
    return_store (task);
    g_object_unref (task);
    return;
  }
  read_file_async (self, loading->passphrase, on_file_read, task);
}

ConfabIdentityStore *
confab_identity_store_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_choice_remembered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (confab_profile_save_finish (CONFAB_PROFILE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_choice_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabIdentityStore *self = CONFAB_IDENTITY_STORE (source);
  GTask *task = user_data;
  ConfabIdentityPlace place = GPOINTER_TO_INT (g_task_get_task_data (task));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  set_place (self, place);
  confab_profile_set_identity_place (self->profile, "file");
  confab_profile_save_async (self->profile, NULL, on_choice_remembered, task);
}

static void
keep_async (ConfabIdentityStore *self, const char *passphrase, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (ConfabSecret) secret = passphrase_secret (passphrase);
  ConfabIdentityPlace place =
      secret != NULL ? CONFAB_IDENTITY_IN_ENCRYPTED_FILE : CONFAB_IDENTITY_IN_PLAIN_FILE;

  g_task_set_task_data (task, GINT_TO_POINTER (place), NULL);
  write_file_async (self, secret, on_choice_written, task);
}

void
confab_identity_store_keep_unencrypted_async (ConfabIdentityStore *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (CONFAB_IS_IDENTITY_STORE (self));

  keep_async (self, NULL, cancellable, callback, user_data);
}

void
confab_identity_store_keep_encrypted_async (ConfabIdentityStore *self, const char *passphrase,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (CONFAB_IS_IDENTITY_STORE (self));
  g_return_if_fail (passphrase != NULL && *passphrase != '\0');

  keep_async (self, passphrase, cancellable, callback, user_data);
}

gboolean
confab_identity_store_keep_finish (ConfabIdentityStore *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

ConfabIdentityPlace
confab_identity_store_get_place (ConfabIdentityStore *self)
{
  g_return_val_if_fail (CONFAB_IS_IDENTITY_STORE (self), CONFAB_IDENTITY_IN_MEMORY);
  return self->place;
}

const char *
confab_identity_store_get_key_text (ConfabIdentityStore *self)
{
  g_return_val_if_fail (CONFAB_IS_IDENTITY_STORE (self), NULL);
  return self->key_text;
}

ConfabSigner *
confab_identity_store_get_signer (ConfabIdentityStore *self)
{
  return self->signer;
}

static void
confab_identity_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabIdentityStore *self = CONFAB_IDENTITY_STORE (object);

  switch (id) {
  case PROP_PLACE:
    g_value_set_int (value, (int) self->place);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_identity_store_finalize (GObject *object)
{
  ConfabIdentityStore *self = CONFAB_IDENTITY_STORE (object);

  g_clear_pointer (&self->signer, confab_signer_unref);
  g_clear_object (&self->profile);
  g_free (self->key_text);
  g_free (self->file_path);
  G_OBJECT_CLASS (confab_identity_store_parent_class)->finalize (object);
}

static void
confab_identity_store_class_init (ConfabIdentityStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_identity_store_get_property;
  object_class->finalize = confab_identity_store_finalize;
  properties[PROP_PLACE] =
      g_param_spec_int ("place", NULL, "ConfabIdentityPlace", CONFAB_IDENTITY_IN_MEMORY,
                        CONFAB_IDENTITY_ONE_TIME, CONFAB_IDENTITY_IN_MEMORY,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_identity_store_init (ConfabIdentityStore *self)
{
}
