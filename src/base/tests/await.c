/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tests/await.h"

#include <glib/gstdio.h>

#define PATIENCE_S 60

void
await_callback (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
result_is_there (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

GAsyncResult *
await_result (GAsyncResult **slot)
{
  await_condition (result_is_there, slot);
  return *slot;
}

static gboolean
on_impatient (gpointer user_data)
{
  g_error ("nothing happened for %d s", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

void
await_condition (gboolean (*condition) (gpointer user_data), gpointer user_data)
{
  guint impatience = g_timeout_add_seconds (PATIENCE_S, on_impatient, NULL);

  while (!condition (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (impatience);
}

char *
await_make_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("confab-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
await_remove_folder (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}
