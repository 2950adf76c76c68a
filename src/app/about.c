/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/about.h"

#include "app/diagnosis.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What the open window goes on watching. */
typedef struct {
  GtkWindow *parent;      /* outlives the window, which is transient for it */
  ConfabVisit *visit;     /* (nullable) */
  ConfabDevices *devices; /* (nullable) */
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_clear_object (&watch->visit);
  g_clear_object (&watch->devices);
  g_free (watch);
}

static int
count (Watch *watch, ConfabDeviceKind kind)
{
  return watch->devices != NULL ? confab_devices_count (watch->devices, kind) : -1;
}

static char *
dup_monitors (GdkDisplay *display)
{
  GListModel *monitors = gdk_display_get_monitors (display);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle place;

    gdk_monitor_get_geometry (monitor, &place);
    g_string_append_printf (text, "%s%dx%d at %d", i > 0 ? ", " : "", place.width, place.height,
                            gdk_monitor_get_scale_factor (monitor));
  }
  return g_string_free (text, FALSE);
}

static void
show_facts (AdwAboutWindow *about)
{
  Watch *watch = g_object_get_data (G_OBJECT (about), "watch");
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (watch->parent));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (watch->parent));
  g_autofree char *monitors = dup_monitors (display);
  g_autofree char *call = watch->visit != NULL ? confab_visit_dup_path_kind (watch->visit) : NULL;
  ConfabDiagnosis facts = {
    .renderer = renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : "none",
    .display = G_OBJECT_TYPE_NAME (display),
    .monitors = monitors,
    .call = call,
    .cameras = count (watch, CONFAB_DEVICE_CAMERA),
    .microphones = count (watch, CONFAB_DEVICE_MICROPHONE),
    .speakers = count (watch, CONFAB_DEVICE_SPEAKER),
  };
  g_autofree char *text = confab_diagnosis_write (&facts);

  adw_about_window_set_debug_info (about, text);
}

static void
watch_facts (AdwAboutWindow *about, GtkWindow *parent, ConfabVisit *visit, ConfabDevices *devices)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->parent = parent;
  g_set_object (&watch->visit, visit);
  g_set_object (&watch->devices, devices);
  g_object_set_data_full (G_OBJECT (about), "watch", watch, watch_free);
  if (devices != NULL)
    g_signal_connect_object (devices, "choices-changed", G_CALLBACK (show_facts), about,
                             G_CONNECT_SWAPPED);
  show_facts (about);
}

void
confab_about_show (GtkWindow *parent, ConfabVisit *visit, ConfabDevices *devices)
{
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());

  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  adw_about_window_set_application_name (about, _ ("Confab"));
  adw_about_window_set_application_icon (about, "app.confab.Confab");
  adw_about_window_set_developer_name (about, _ ("The Confab project"));
  adw_about_window_set_version (about, CONFAB_VERSION);
  adw_about_window_set_comments (about, _ ("Meetings whose keys belong to the people in them"));
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  /* Translators: names of those who translated Confab, one a line */
  if (g_strcmp0 (_ ("translator-credits"), "translator-credits") != 0)
    adw_about_window_set_translator_credits (about, _ ("translator-credits"));
  adw_about_window_set_debug_info_filename (about, "confab-troubleshooting.txt");
  watch_facts (about, parent, visit, devices);
  gtk_window_present (GTK_WINDOW (about));
}
