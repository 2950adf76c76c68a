/* SPDX-License-Identifier: GPL-3.0-or-later */
/* confabd: the meeting service as a program. */
#include "confabd/process.h"
#include "confabd/settings.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdlib.h>

typedef struct {
  GMainLoop *loop;
  ConfabService *service;
  gboolean has_started;
  gboolean must_end; /* told so before the start was done */
  int status;
} Confabd;

static void
complain (const GError *error)
{
  g_printerr ("confabd: %s\n", error->message);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Confabd *confabd = user_data;
  g_autoptr (GError) error = NULL;

  if (!confab_service_stop_finish (CONFAB_SERVICE (source), result, &error)) {
    complain (error);
    confabd->status = EXIT_FAILURE;
  }
  g_main_loop_quit (confabd->loop);
}

static void
on_end (gpointer user_data)
{
  Confabd *confabd = user_data;

  confabd->must_end = TRUE;
  confabd_process_tell_stopping ();
  if (confabd->has_started)
    confab_service_stop_async (confabd->service, NULL, on_stopped, confabd);
}

static void
on_reload (gpointer user_data)
{
  confab_service_reload_certificate (((Confabd *) user_data)->service);
}

/* Scripts wait for this line and read the port from it. */
static void
say_where (ConfabService *service)
{
  g_print ("confabd is listening on %s\n", confab_service_get_url (service));
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Confabd *confabd = user_data;
  g_autoptr (GError) error = NULL;

  if (!confab_service_start_finish (CONFAB_SERVICE (source), result, &error)) {
    complain (error);
    confabd->status = EXIT_FAILURE;
    g_main_loop_quit (confabd->loop);
    return;
  }
  confabd->has_started = TRUE;
  if (confabd->must_end) {
    on_end (confabd);
    return;
  }
  say_where (confabd->service);
  confabd_process_tell_ready ();
}

static int
run (const ConfabServiceConfig *config)
{
  static const ConfabdProcessEvents events = { .end = on_end, .reload = on_reload };
  Confabd confabd = { .status = EXIT_SUCCESS };

  confabd.loop = g_main_loop_new (NULL, FALSE);
  confabd.service = confab_service_new (config);
  confabd_process_watch (&events, &confabd);
  confab_service_start_async (confabd.service, NULL, on_started, &confabd);
  g_main_loop_run (confabd.loop);

  g_object_unref (confabd.service);
  g_main_loop_unref (confabd.loop);
  return confabd.status;
}

static void
say_in_order (const ConfabdSettings *settings)
{
  if (settings->config_file != NULL)
    g_print (_ ("%s can be used.\n"), settings->config_file);
  else
    g_print ("%s", _ ("There is no configuration file; the defaults can be used.\n"));
}

int
main (int argc, char **argv)
{
  g_auto (ConfabdSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (
      LC_ALL,
      ""); /* NOLINT(concurrency-mt-unsafe,cert-err33-c): no thread yet, any locale will do */
  bindtextdomain (GETTEXT_PACKAGE, CONFAB_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_log_writer_default_set_use_stderr (TRUE); /* standard output has one line only */

  if (!confabd_settings_read (&settings, &argc, &argv, &error)) {
    complain (error);
    return EXIT_FAILURE;
  }
  if (settings.only_version)
    g_print ("confabd %s\n", CONFAB_VERSION);
  else if (settings.only_check)
    say_in_order (&settings);
  else
    return run (settings.config);
  return EXIT_SUCCESS;
}
