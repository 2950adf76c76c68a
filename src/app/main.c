/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"
#include "app/loop-watch.h"
#include "app/settings.h"
#include "app/startup.h"
#include "client/client.h"
#include "confab-resources.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>

/* A build that was not installed brings its translations along. */
static void
choose_language (void)
{
  const char *dir = g_getenv ("CONFAB_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : CONFAB_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  ConfabApplication *application;
  int status;

  confab_startup_tune_heap ();
  confab_startup_choose_renderer ();
  choose_language ();
  g_set_application_name ("Confab");
  confab_app_register_resource ();
  if (!confab_settings_load (&error)) {
    g_printerr ("confab: %s\n", error->message);
    return EXIT_FAILURE;
  }

  confab_loop_watch_begin ();
  application = confab_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_clear_object (&application);
  confab_client_drain ();
  return status;
}
