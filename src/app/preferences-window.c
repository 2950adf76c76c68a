/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences-window.h"

#include "app/device-row.h"
#include "app/entry-row.h"
#include "app/light-rows.h"
#include "app/name-row.h"
#include "app/privacy-page.h"
#include "app/service-page.h"
#include "app/settings.h"

struct _ConfabPreferencesWindow {
  AdwPreferencesWindow parent_instance;
  ConfabEntryRow *name;
  AdwComboRow *color_scheme;
  ConfabServicePage *service;
  GtkSwitch *joined, *door, *meeting, *chat, *chat_text;
  GtkWidget *chat_text_row;
  ConfabPrivacyPage *privacy;
  AdwPreferencesGroup *devices;
  AdwActionRow *global_keys_row;
  GtkSwitch *global_keys;
};

G_DEFINE_FINAL_TYPE (ConfabPreferencesWindow, confab_preferences_window,
                     ADW_TYPE_PREFERENCES_WINDOW)

static void
on_show_shortcuts (ConfabPreferencesWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-help-overlay", NULL);
}

static void
confab_preferences_window_class_init (ConfabPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CONFAB_TYPE_ENTRY_ROW);
  g_type_ensure (CONFAB_TYPE_SERVICE_PAGE);
  g_type_ensure (CONFAB_TYPE_PRIVACY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/confab/Confab/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, service);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, joined);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, door);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, meeting);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, chat);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, chat_text);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, chat_text_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, privacy);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, devices);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, global_keys_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabPreferencesWindow, global_keys);
  gtk_widget_class_bind_template_callback (widget_class, on_show_shortcuts);
}

/* The rows of the list are in the order of the enum in the schema. */
static const char *const color_schemes[] = { "follow", "light", "dark" };

static gboolean
row_from_nick (GValue *row, GVariant *nick, gpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (color_schemes); i++) {
    if (g_str_equal (color_schemes[i], g_variant_get_string (nick, NULL))) {
      g_value_set_uint (row, i);
      return TRUE;
    }
  }
  return FALSE;
}

static GVariant *
nick_from_row (const GValue *row, const GVariantType *type, gpointer unused)
{
  guint i = g_value_get_uint (row);

  return i < G_N_ELEMENTS (color_schemes) ? g_variant_new_string (color_schemes[i]) : NULL;
}

static void
bind_settings (ConfabPreferencesWindow *self)
{
  GSettings *settings = confab_settings_get ();

  g_settings_bind_with_mapping (settings, "color-scheme", self->color_scheme, "selected",
                                G_SETTINGS_BIND_DEFAULT, row_from_nick, nick_from_row, NULL, NULL);
  g_settings_bind (settings, "notify-joined", self->joined, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-door", self->door, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-meeting", self->meeting, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-chat", self->chat, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-chat-text", self->chat_text, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "global-keys", self->global_keys, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notify-chat", self->chat_text_row, "sensitive", G_SETTINGS_BIND_GET);
}

static void
confab_preferences_window_init (ConfabPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_light_rows_apply (GTK_WIDGET (self));
  bind_settings (self);
}

static void
show_global_keys (ConfabPreferencesWindow *self, GParamSpec *pspec, ConfabGlobalKeys *keys)
{
  g_autofree char *words = confab_global_keys_dup_words (keys);

  adw_action_row_set_subtitle (self->global_keys_row, words);
}

static void
follow_global_keys (ConfabPreferencesWindow *self, ConfabGlobalKeys *keys)
{
  gtk_widget_set_visible (GTK_WIDGET (self->global_keys_row), keys != NULL);
  if (keys == NULL)
    return;
  g_signal_connect_object (keys, "notify::state", G_CALLBACK (show_global_keys), self,
                           G_CONNECT_SWAPPED);
  show_global_keys (self, NULL, keys);
}

void
confab_preferences_show (GtkWindow *parent, ConfabDesk *desk, ConfabDevices *devices,
                         ConfabGlobalKeys *keys)
{
  ConfabPreferencesWindow *self;
  ConfabClient *client = confab_desk_get_client (desk);

  if (confab_desk_get_state (desk) != CONFAB_DESK_OPEN)
    return;
  self = g_object_new (CONFAB_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE,
                       "search-enabled", FALSE, NULL);
  confab_name_row_follow (self->name, desk);
  confab_service_page_set_desk (self->service, desk);
  confab_privacy_page_set_profile (self->privacy, confab_client_get_profile (client),
                                   confab_client_get_identity_store (client),
                                   confab_client_get_recent_meetings (client));
  confab_device_rows_add (self->devices, devices);
  follow_global_keys (self, keys);
  gtk_window_present (GTK_WINDOW (self));
}
