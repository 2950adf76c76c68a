/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/person-menu.h"

#include "app/connection-details.h"

#include <glib/gi18n.h>

static void
add_item (GMenu *menu, const char *label, const char *action, const char *pid_hex)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", pid_hex);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static GMenuModel *
model_new (ConfabTile *tile)
{
  const ConfabPid *pid = confab_tile_get_pid (tile);
  g_autofree char *hex = pid != NULL ? confab_pid_to_hex (pid) : g_strdup ("");
  g_autoptr (GMenu) about = g_menu_new ();
  g_autoptr (GMenu) deeds = g_menu_new ();
  g_autoptr (GMenuItem) details = g_menu_item_new (NULL, NULL);
  GMenu *menu = g_menu_new ();

  g_menu_item_set_attribute (details, "custom", "s", "details");
  g_menu_append_item (about, details);
  if (confab_tile_is_pinned (tile))
    add_item (deeds, _ ("_Do Not Keep Large"), "meeting.pin", "");
  else
    add_item (deeds, _ ("_Keep Large"), "meeting.pin", hex);
  add_item (deeds, _ ("_Mute Microphone"), "people.mute", hex);
  add_item (deeds, _ ("_Remove From Meeting…"), "meeting.remove", hex);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (about));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (deeds));
  return G_MENU_MODEL (menu);
}

GtkWidget *
confab_person_menu_new (ConfabTile *tile)
{
  g_autoptr (GMenuModel) model = model_new (tile);
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);

  gtk_popover_menu_add_child (GTK_POPOVER_MENU (menu), confab_connection_details_new (tile),
                              "details");
  return menu;
}
