/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lobby-page.h"

#include "app/columns-layout.h"
#include "app/device-button.h"
#include "app/device-row.h"
#include "app/entry-row.h"
#include "app/level-meter.h"
#include "app/light-rows.h"
#include "app/main-menu.h"
#include "app/name-row.h"
#include "app/ratio-layout.h"
#include "app/video-gallery.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* As often as the microphone has another level to tell. */
#define METER_INTERVAL_MS 100

/* What a voice at a desk reaches, and a quiet room does not. */
#define HEARD_DBFS (-42.0)

struct _ConfabLobbyPage {
  GtkWidget parent_instance;
  AdwWindowTitle *window_title;
  AdwToastOverlay *toasts;
  ConfabVideoGallery *gallery;
  GtkWidget *no_camera;
  ConfabDeviceButton *microphone;
  ConfabDeviceButton *camera;
  ConfabLevelMeter *meter;
  GtkLabel *meter_words;
  GtkWidget *title;
  GtkWidget *meeting;
  AdwActionRow *room;
  AdwActionRow *host;
  AdwActionRow *protection;
  ConfabEntryRow *name;
  AdwComboRow *camera_row;
  AdwComboRow *microphone_row;
  AdwComboRow *speaker_row;
  GtkWidget *join;
  GtkWidget *done;

  ConfabDesk *desk;
  ConfabLobby *lobby; /* (nullable) */
  char *link;         /* (nullable) */
  guint metering;
  gboolean heard; /* the microphone, at least once */
};

G_DEFINE_FINAL_TYPE (ConfabLobbyPage, confab_lobby_page, GTK_TYPE_WIDGET)

/* --- what camera and microphone say --- */

static const char *
words_for (ConfabLobbyPage *self, gboolean on)
{
  if (!confab_devices_has_any (confab_lobby_get_devices (self->lobby), CONFAB_DEVICE_MICROPHONE))
    return _ ("No microphone was found. Plug one in, or listen only.");
  if (!on)
    return _ ("Your microphone is off.");
  return self->heard ? _ ("Your microphone hears you.")
                     : _ ("Say something: the bar moves when you are heard.");
}

static gboolean
on_meter (gpointer user_data)
{
  ConfabLobbyPage *self = CONFAB_LOBBY_PAGE (user_data);
  double level = confab_lobby_get_level (self->lobby);
  gboolean on = FALSE;

  g_object_get (confab_lobby_get_microphone (self->lobby), "on", &on, NULL);
  self->heard = self->heard || level > HEARD_DBFS;
  confab_level_meter_set_level (self->meter, level);
  if (!g_str_equal (gtk_label_get_text (self->meter_words), words_for (self, on)))
    gtk_label_set_text (self->meter_words, words_for (self, on));
  return G_SOURCE_CONTINUE;
}

static void
show_whether_there_is_a_camera (ConfabLobbyPage *self)
{
  gtk_widget_set_visible (
      self->no_camera,
      self->lobby != NULL &&
          !confab_devices_has_any (confab_lobby_get_devices (self->lobby), CONFAB_DEVICE_CAMERA));
}

/* --- what is done --- */

static void
on_join (ConfabLobbyPage *self)
{
  if (self->link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.join", "s", self->link);
}

static void
on_test_sound (ConfabLobbyPage *self)
{
  if (self->lobby != NULL)
    confab_lobby_play_test_sound (self->lobby);
}

static void
on_name (ConfabLobbyPage *self)
{
  if (self->lobby != NULL)
    confab_lobby_set_name (self->lobby, confab_desk_get_name (self->desk));
}

/* --- the page --- */

/* Return joins, wherever the keyboard is. */
static void
show_default (ConfabLobbyPage *self)
{
  GtkWidget *button = self->link != NULL ? self->join : self->done;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !GTK_IS_WINDOW (root))
    return;
  gtk_window_set_default_widget (GTK_WINDOW (root), button);
  gtk_widget_grab_focus (button);
}

static void
confab_lobby_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_lobby_page_parent_class)->map (widget);
  show_default (CONFAB_LOBBY_PAGE (widget));
}

static void
confab_lobby_page_unmap (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), NULL);
  GTK_WIDGET_CLASS (confab_lobby_page_parent_class)->unmap (widget);
}

static void
confab_lobby_page_dispose (GObject *object)
{
  ConfabLobbyPage *self = CONFAB_LOBBY_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->metering, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->lobby);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->link, g_free);
  G_OBJECT_CLASS (confab_lobby_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/lobby-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, gallery);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, no_camera);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, microphone);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, camera);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, meter);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, meter_words);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, meeting);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, room);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, host);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, protection);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, camera_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, microphone_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, speaker_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, join);
  gtk_widget_class_bind_template_child (widget_class, ConfabLobbyPage, done);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_bind_template_callback (widget_class, on_test_sound);
}

static void
confab_lobby_page_class_init (ConfabLobbyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_lobby_page_dispose;
  widget_class->map = confab_lobby_page_map;
  widget_class->unmap = confab_lobby_page_unmap;

  g_type_ensure (CONFAB_TYPE_COLUMNS_LAYOUT);
  g_type_ensure (CONFAB_TYPE_DEVICE_BUTTON);
  g_type_ensure (CONFAB_TYPE_ENTRY_ROW);
  g_type_ensure (CONFAB_TYPE_LEVEL_METER);
  g_type_ensure (CONFAB_TYPE_MAIN_MENU);
  g_type_ensure (CONFAB_TYPE_RATIO_LAYOUT);
  g_type_ensure (CONFAB_TYPE_VIDEO_GALLERY);
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "app.home", NULL);
}

static void
confab_lobby_page_init (ConfabLobbyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  confab_light_rows_apply (GTK_WIDGET (self));
  confab_video_gallery_set_view (self->gallery, CONFAB_VIEW_LARGE); /* nothing around it */
}

void
confab_lobby_page_set_desk (ConfabLobbyPage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_LOBBY_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  confab_name_row_follow (self->name, desk);
  g_signal_connect_object (desk, "notify::name", G_CALLBACK (on_name), self, G_CONNECT_SWAPPED);
}

static void
show_summary (ConfabLobbyPage *self, const ConfabLinkSummary *summary)
{
  adw_action_row_set_subtitle (self->room, summary->room);
  adw_action_row_set_subtitle (self->host, summary->host);
  adw_action_row_set_subtitle (
      self->protection,
      summary->encrypted
          ? _ ("End-to-end encrypted: the link says whose meeting it is, and Confab checks that.")
          : _ ("The link does not say whose meeting this is, so nobody can check it. Ask for the "
               "whole link if you expected a protected meeting."));
}

gboolean
confab_lobby_page_set_link (ConfabLobbyPage *self, const char *link, GError **error)
{
  g_autoptr (ConfabLinkSummary) summary = NULL;

  g_return_val_if_fail (CONFAB_IS_LOBBY_PAGE (self), FALSE);

  if (link != NULL) {
    summary = confab_link_summary_read (link, error);
    if (summary == NULL)
      return FALSE;
    show_summary (self, summary);
  }
  g_free (self->link);
  self->link = g_strdup (link);
  adw_window_title_set_title (self->window_title, link != NULL ? "" : _ ("Camera and Sound"));
  gtk_widget_set_visible (self->title, link != NULL);
  gtk_widget_set_visible (self->meeting, link != NULL);
  gtk_widget_set_visible (self->join, link != NULL);
  gtk_widget_set_visible (self->done, link == NULL);
  show_default (self);
  return TRUE;
}

static void
follow_lobby (ConfabLobbyPage *self)
{
  ConfabDevices *devices = confab_lobby_get_devices (self->lobby);

  confab_device_button_set_devices (self->microphone, devices);
  confab_device_button_set_devices (self->camera, devices);
  if (adw_combo_row_get_model (self->camera_row) == NULL) {
    confab_device_row_follow (self->camera_row, devices, CONFAB_DEVICE_CAMERA);
    confab_device_row_follow (self->microphone_row, devices, CONFAB_DEVICE_MICROPHONE);
    confab_device_row_follow (self->speaker_row, devices, CONFAB_DEVICE_SPEAKER);
    g_signal_connect_object (devices, "choices-changed",
                             G_CALLBACK (show_whether_there_is_a_camera), self, G_CONNECT_SWAPPED);
  }
  show_whether_there_is_a_camera (self);
  self->heard = FALSE;
  self->metering = g_timeout_add (METER_INTERVAL_MS, on_meter, self);
  on_meter (self);
}

void
confab_lobby_page_set_lobby (ConfabLobbyPage *self, ConfabLobby *lobby)
{
  g_return_if_fail (CONFAB_IS_LOBBY_PAGE (self));

  if (self->lobby == lobby)
    return;
  g_clear_handle_id (&self->metering, g_source_remove);
  g_set_object (&self->lobby, lobby);
  confab_video_gallery_set_tiles (self->gallery,
                                  lobby != NULL ? confab_lobby_get_tiles (lobby) : NULL);
  if (lobby != NULL)
    follow_lobby (self);
}

void
confab_lobby_page_add_toast (ConfabLobbyPage *self, AdwToast *toast)
{
  g_return_if_fail (CONFAB_IS_LOBBY_PAGE (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}
