/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/person-row.h"

#include "app/light-rows.h"
#include "app/person-menu.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define AVATAR_SIZE 32

/* The widgets of one row that change; they belong to it. */
typedef struct {
  ConfabTile *tile;
  AdwActionRow *row;
  AdwAvatar *avatar;
  GtkWidget *hand, *microphone, *camera;
  GtkWidget *more; /* (nullable): nothing is done with oneself */
} PersonRow;

static const char *
standing (ConfabTile *tile)
{
  if (confab_tile_is_own (tile))
    return confab_tile_is_host (tile) ? _ ("You, host") : _ ("You");
  if (!confab_tile_is_answering (tile))
    return _ ("Does not answer");
  return confab_tile_is_host (tile) ? _ ("Host") : "";
}

static void
show_name (PersonRow *self)
{
  const char *name = confab_tile_get_name (self->tile);
  /* Translators: %s is a person's name */
  g_autofree char *more = g_strdup_printf (_ ("More about %s"), name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), name);
  adw_avatar_set_text (self->avatar, name);
  if (self->more == NULL)
    return;
  gtk_widget_set_tooltip_text (self->more, more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, more,
                                  -1);
}

static void
show_person (PersonRow *self)
{
  show_name (self);
  adw_action_row_set_subtitle (self->row, standing (self->tile));
  gtk_widget_set_visible (self->hand, confab_tile_has_hand_up (self->tile));
  gtk_widget_set_visible (self->microphone, !confab_tile_get_audio (self->tile));
  gtk_widget_set_visible (self->camera, !confab_tile_get_video (self->tile));
}

static void
person_row_free (gpointer data)
{
  PersonRow *self = data;

  g_signal_handlers_disconnect_by_data (self->tile, self);
  g_object_unref (self->tile);
  g_free (self);
}

static GtkWidget *
mark_new (const char *icon, const char *words)
{
  GtkWidget *mark = gtk_image_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (mark, words);
  gtk_widget_add_css_class (mark, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return mark;
}

static void
on_menu (GtkMenuButton *button, gpointer tile)
{
  gtk_menu_button_set_popover (button, confab_person_menu_new (tile));
}

static GtkWidget *
menu_button_new (ConfabTile *tile)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), on_menu, g_object_ref (tile),
                                         g_object_unref);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

/* @avatar_out: (out) (optional) (transfer none) */
static AdwActionRow *
row_new (const char *name, AdwAvatar **avatar_out)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (AVATAR_SIZE, name, TRUE);

  if (avatar_out != NULL)
    *avatar_out = ADW_AVATAR (avatar);
  confab_light_row_apply (ADW_ACTION_ROW (row));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_accessible_update_state (GTK_ACCESSIBLE (avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  return ADW_ACTION_ROW (row);
}

GtkWidget *
confab_person_row_new (ConfabTile *tile)
{
  PersonRow *self = g_new0 (PersonRow, 1);

  self->tile = g_object_ref (tile);
  self->row = row_new (confab_tile_get_name (tile), &self->avatar);
  self->hand = mark_new ("confab-hand-symbolic", _ ("Hand raised"));
  self->microphone = mark_new ("confab-microphone-off-symbolic", _ ("Microphone off"));
  self->camera = mark_new ("confab-camera-off-symbolic", _ ("Camera off"));
  adw_action_row_add_suffix (self->row, self->hand);
  adw_action_row_add_suffix (self->row, self->microphone);
  adw_action_row_add_suffix (self->row, self->camera);
  if (!confab_tile_is_own (tile)) {
    self->more = menu_button_new (tile);
    adw_action_row_add_suffix (self->row, self->more);
  }
  g_object_set_data_full (G_OBJECT (self->row), "confab-person-row", self, person_row_free);
  g_signal_connect_swapped (tile, "notify", G_CALLBACK (show_person), self);
  show_person (self);
  return GTK_WIDGET (self->row);
}

static GtkWidget *
door_button_new (const char *name, const char *pid_hex)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Let In"));
  /* Translators: %s is a person's name */
  g_autofree char *whom = g_strdup_printf (_ ("Let in %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "people.let-in");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", pid_hex);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whom, -1);
  return button;
}

GtkWidget *
confab_waiting_row_new (ConfabParticipant *participant)
{
  const char *name = confab_participant_get_name (participant);
  AdwActionRow *row = row_new (name, NULL);

  adw_action_row_add_suffix (row,
                             door_button_new (name, confab_participant_get_pid_hex (participant)));
  return GTK_WIDGET (row);
}
