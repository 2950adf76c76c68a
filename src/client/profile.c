/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/profile-private.h"

#include "client/client-error.h"
#include "client/pending-writes.h"
#include "client/profile-lock.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

struct _ConfabProfile {
  GObject parent_instance;
  char *dir;
  char *path;
  gboolean is_default;
  ConfabProfileLock *lock;
  ConfabProfileFile *file;
  GQueue saves; /* of GTask: one is being carried out, the others wait */
};

G_DEFINE_FINAL_TYPE (ConfabProfile, confab_profile, G_TYPE_OBJECT)

static void begin_next_save (ConfabProfile *self);

/* Worker thread. A missing file is a first start; anything unreadable must never be written over. */
static ConfabProfileFile *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length = 0;
  ConfabProfileFile *file = NULL;

  if (g_file_get_contents (path, &text, &length, &reason)) {
    file = confab_profile_file_from_json (text, length);
  } else if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    return confab_profile_file_new ();
  }
  if (file == NULL)
    g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED,
                 _ ("The file %s can not be read; restore it from a backup, or move it away and "
                    "lose the rooms in it. Nothing was changed"),
                 path);
  return file;
}

static gboolean
make_dir (const char *dir, GError **error)
{
  if (g_mkdir_with_parents (dir, 0700) == 0)
    return TRUE;
  g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE,
               _ ("The folder %s can not be made; choose another profile folder"), dir);
  return FALSE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabProfile *self = data;
  g_autofree char *lock_path = g_build_filename (self->dir, "lock", NULL);
  GError *error = NULL;

  if (make_dir (self->dir, &error) &&
      (self->lock = confab_profile_lock_take (lock_path, &error)) != NULL &&
      (self->file = read_file (self->path, &error)) != NULL)
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
confab_profile_open_async (const char *dir, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConfabProfile *self = g_object_new (CONFAB_TYPE_PROFILE, NULL);

  g_task_set_source_tag (task, confab_profile_open_async);
  self->is_default = dir == NULL;
  if (dir != NULL)
    self->dir = g_canonicalize_filename (dir, NULL);
  else
    self->dir = g_build_filename (g_get_user_data_dir (), "confab", NULL);
  self->path = g_build_filename (self->dir, "profile.json", NULL);
  g_task_set_task_data (task, self, g_object_unref);
  g_task_run_in_thread (task, open_in_thread);
}

ConfabProfile *
confab_profile_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Worker thread; @data: the JSON. Whole or not at all, also when the power fails. */
static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabProfile *self = source;
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (self->path, data, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE,
                             _ ("The profile can not be written: %s. Make room on the disk, or "
                                "choose another profile folder"),
                             error->message);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabProfile *self = CONFAB_PROFILE (source);
  g_autoptr (GTask) task = g_queue_pop_head (&self->saves);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  confab_pending_writes_leave ();
  begin_next_save (self);
}

/* Two writes at once could end in the older state. */
static void
begin_next_save (ConfabProfile *self)
{
  g_autoptr (GTask) writing = NULL;

  if (g_queue_is_empty (&self->saves))
    return;
  writing = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (writing, confab_profile_file_to_json (self->file), g_free);
  g_task_run_in_thread (writing, write_in_thread);
}

static void
queue_save (ConfabProfile *self, GTask *task)
{
  confab_pending_writes_enter ();
  g_queue_push_tail (&self->saves, task);
  if (g_queue_get_length (&self->saves) == 1)
    begin_next_save (self);
}

void
confab_profile_save_async (ConfabProfile *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  queue_save (self, g_task_new (self, cancellable, callback, user_data));
}

gboolean
confab_profile_save_finish (ConfabProfile *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
is_same_room (const ConfabOwnedRoom *room, const char *authority, const char *id)
{
  return g_str_equal (room->authority, authority) && g_str_equal (room->room, id);
}

static gboolean
find_index (ConfabProfile *self, const char *authority, const char *room, guint *index)
{
  for (guint i = 0; i < self->file->rooms->len; i++) {
    if (is_same_room (self->file->rooms->pdata[i], authority, room)) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

const ConfabOwnedRoom *
confab_profile_find_room (ConfabProfile *self, const char *authority, const char *room)
{
  guint index;

  return find_index (self, authority, room, &index) ? self->file->rooms->pdata[index] : NULL;
}

typedef struct {
  ConfabOwnedRoom *before; /* (nullable) */
  char *authority, *room;
} Addition;

static void
addition_free (Addition *addition)
{
  g_clear_pointer (&addition->before, confab_owned_room_free);
  g_free (addition->authority);
  g_free (addition->room);
  g_free (addition);
}

static void
put_room (ConfabProfile *self, const char *authority, const char *room, ConfabOwnedRoom *instead)
{
  guint index;

  if (find_index (self, authority, room, &index))
    g_ptr_array_remove_index (self->file->rooms, index);
  if (instead != NULL)
    g_ptr_array_add (self->file->rooms, instead);
}

static void
on_addition_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabProfile *self = CONFAB_PROFILE (source);
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (confab_profile_save_finish (self, result, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  put_room (self, addition->authority, addition->room, g_steal_pointer (&addition->before));
  g_task_return_error (task, error);
}

void
confab_profile_add_room_async (ConfabProfile *self, const ConfabOwnedRoom *room,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Addition *addition = g_new0 (Addition, 1);
  const ConfabOwnedRoom *before = confab_profile_find_room (self, room->authority, room->room);

  addition->authority = g_strdup (room->authority);
  addition->room = g_strdup (room->room);
  if (before != NULL)
    addition->before = confab_owned_room_copy (before);
  g_task_set_task_data (task, addition, (GDestroyNotify) addition_free);
  put_room (self, room->authority, room->room, confab_owned_room_copy (room));
  confab_profile_save_async (self, cancellable, on_addition_saved, task);
}

const char *
confab_profile_get_dir (ConfabProfile *self)
{
  g_return_val_if_fail (CONFAB_IS_PROFILE (self), NULL);
  return self->dir;
}

gboolean
confab_profile_is_default (ConfabProfile *self)
{
  return self->is_default;
}

const char *
confab_profile_get_identity_place (ConfabProfile *self)
{
  return self->file->identity_place;
}

void
confab_profile_set_identity_place (ConfabProfile *self, const char *place)
{
  g_free (self->file->identity_place);
  self->file->identity_place = g_strdup (place);
}

const char *
confab_profile_get_preference (ConfabProfile *self, const char *key)
{
  g_return_val_if_fail (CONFAB_IS_PROFILE (self), NULL);
  return g_hash_table_lookup (self->file->preferences, key);
}

static void
on_preference_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!confab_profile_save_finish (CONFAB_PROFILE (source), result, &error))
    g_warning ("%s", error->message);
}

void
confab_profile_set_preference (ConfabProfile *self, const char *key, const char *value)
{
  g_return_if_fail (CONFAB_IS_PROFILE (self));

  if (g_strcmp0 (confab_profile_get_preference (self, key), value) == 0)
    return;
  if (value != NULL)
    g_hash_table_insert (self->file->preferences, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->file->preferences, key);
  confab_profile_save_async (self, NULL, on_preference_saved, NULL);
}

static void
confab_profile_finalize (GObject *object)
{
  ConfabProfile *self = CONFAB_PROFILE (object);

  g_clear_pointer (&self->file, confab_profile_file_free);
  g_clear_pointer (&self->lock, confab_profile_lock_release);
  g_free (self->path);
  g_free (self->dir);
  G_OBJECT_CLASS (confab_profile_parent_class)->finalize (object);
}

static void
confab_profile_class_init (ConfabProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_profile_finalize;
}

static void
confab_profile_init (ConfabProfile *self)
{
  g_queue_init (&self->saves);
}
