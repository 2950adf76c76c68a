/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual is HTML in a folder for each language (docs/manual), and the desktop's browser shows it. Main thread. */
#include "app/manual.h"

#include <glib/gi18n.h>

static const char *const languages[] = { "en", "de", NULL };

const char *
confab_manual_choose_language (const char *const *wanted)
{
  g_return_val_if_fail (wanted != NULL, languages[0]);

  for (; *wanted != NULL; wanted++)
    for (const char *const *language = languages; *language != NULL; language++)
      if (g_str_equal (*wanted, *language))
        return *language;
  return languages[0];
}

/* (transfer full): the first page */
static GFile *
find_manual (void)
{
  const char *folder = g_getenv ("CONFAB_MANUAL_DIR"); /* for a build that was not installed */

  return g_file_new_build_filename (folder != NULL ? folder : CONFAB_MANUAL_DIR,
                                    confab_manual_choose_language (g_get_language_names ()),
                                    "index.html", NULL);
}

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    return;
  g_message ("The manual could not be shown: %s", error->message);
  confab_window_show_notice (
      window, _ ("No program on this computer could show the manual; install a web browser"));
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  g_autofree char *uri = g_file_get_uri (G_FILE (source));

  if (info == NULL) {
    g_message ("There is no manual: %s", error->message);
    confab_window_show_notice (window, _ ("The manual is not installed on this computer"));
    return;
  }
  gtk_show_uri_full (GTK_WINDOW (window), uri, GDK_CURRENT_TIME, NULL, on_shown,
                     g_object_ref (window));
}

void
confab_manual_show (ConfabWindow *window)
{
  g_autoptr (GFile) page = find_manual ();

  g_return_if_fail (CONFAB_IS_WINDOW (window));

  g_file_query_info_async (page, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, on_found, g_object_ref (window));
}
