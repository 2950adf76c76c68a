/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/privacy-page.h"

#include <glib/gi18n.h>

struct _ConfabPrivacyPage {
  AdwPreferencesPage parent_instance;
  GtkSwitch *remember;
  AdwActionRow *folder;
  AdwActionRow *key;
  ConfabProfile *profile;
  ConfabIdentityStore *identity;
};

G_DEFINE_FINAL_TYPE (ConfabPrivacyPage, confab_privacy_page, ADW_TYPE_PREFERENCES_PAGE)

static const char *
place_words (ConfabIdentityPlace place)
{
  switch (place) {
  case CONFAB_IDENTITY_IN_KEYRING:
    return _ ("In the keyring of your desktop");
  case CONFAB_IDENTITY_IN_ENCRYPTED_FILE:
    return _ ("In the profile folder, encrypted with your passphrase");
  case CONFAB_IDENTITY_IN_PLAIN_FILE:
    return _ ("In the profile folder, unencrypted, as you chose");
  case CONFAB_IDENTITY_IN_MEMORY:
    return _ ("Not stored: it is lost when Confab closes. The start page offers to keep it");
  case CONFAB_IDENTITY_ONE_TIME:
    break;
  }
  return _ ("Not stored: it is for this time only");
}

static void
show_key (ConfabPrivacyPage *self)
{
  adw_action_row_set_subtitle (self->key,
                               place_words (confab_identity_store_get_place (self->identity)));
}

static void
on_open_folder (ConfabPrivacyPage *self)
{
  g_autofree char *uri = g_filename_to_uri (confab_profile_get_dir (self->profile), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
confab_privacy_page_dispose (GObject *object)
{
  ConfabPrivacyPage *self = CONFAB_PRIVACY_PAGE (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->identity);
  G_OBJECT_CLASS (confab_privacy_page_parent_class)->dispose (object);
}

static void
confab_privacy_page_class_init (ConfabPrivacyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_privacy_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/privacy-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPrivacyPage, remember);
  gtk_widget_class_bind_template_child (widget_class, ConfabPrivacyPage, folder);
  gtk_widget_class_bind_template_child (widget_class, ConfabPrivacyPage, key);
  gtk_widget_class_bind_template_callback (widget_class, on_open_folder);
}

static void
confab_privacy_page_init (ConfabPrivacyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_privacy_page_set_profile (ConfabPrivacyPage *self, ConfabProfile *profile,
                                 ConfabIdentityStore *identity, ConfabRecentMeetings *meetings)
{
  g_autofree char *dir = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (CONFAB_IS_PRIVACY_PAGE (self));
  g_return_if_fail (self->profile == NULL);

  self->profile = g_object_ref (profile);
  self->identity = g_object_ref (identity);
  dir = g_filename_display_name (confab_profile_get_dir (profile));
  escaped = g_markup_escape_text (dir, -1);
  adw_action_row_set_subtitle (self->folder, escaped);
  g_signal_connect_object (identity, "notify::place", G_CALLBACK (show_key), self,
                           G_CONNECT_SWAPPED);
  show_key (self);
  g_object_bind_property (meetings, "remembering", self->remember, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}
