/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/keep-awake.h"

#include <glib/gi18n.h>

typedef struct {
  GtkApplication *application; /* (unowned): outlives its visits */
  guint cookie;
} Watch;

static void
let_go (Watch *watch)
{
  if (watch->cookie != 0)
    gtk_application_uninhibit (watch->application, watch->cookie);
  watch->cookie = 0;
}

static void
on_step (ConfabVisit *visit, GParamSpec *pspec, Watch *watch)
{
  if (confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    let_go (watch);
}

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  let_go (watch);
  g_free (watch);
}

void
confab_keep_awake_during (GtkApplication *application, GtkWindow *window, ConfabVisit *visit)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->application = application;
  watch->cookie = gtk_application_inhibit (
      application, window, GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_IDLE,
      /* Translators: why the computer stays awake; the desktop may show it */
      _ ("A meeting is running"));
  if (watch->cookie == 0)
    g_message ("This desktop offers no way to stay awake during a meeting");
  g_signal_connect_data (visit, "notify::step", G_CALLBACK (on_step), watch, watch_free, 0);
}
