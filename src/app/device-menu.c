/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-menu.h"

#define SECTIONS "confab-device-sections"

/* In the label of a menu item an underscore marks a mnemonic. */
static char *
escape_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
fill_section (GMenu *section, ConfabDevices *devices, ConfabDeviceKind kind)
{
  GListModel *options = confab_devices_get_options (devices, kind);
  g_autofree char *action = g_strconcat ("devices.", confab_devices_get_action_name (kind), NULL);

  g_menu_remove_all (section);
  for (guint i = 0; i < g_list_model_get_n_items (options); i++) {
    g_autoptr (ConfabDeviceOption) option = g_list_model_get_item (options, i);
    g_autofree char *label = escape_mnemonic (confab_device_option_get_label (option));
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target_value (
        item, action, g_variant_new_string (confab_device_option_get_source (option)));
    g_menu_append_item (section, item);
  }
}

static void
on_choices_changed (ConfabDevices *devices, guint kind, GMenu *menu)
{
  GHashTable *sections = g_object_get_data (G_OBJECT (menu), SECTIONS);
  GMenu *section = g_hash_table_lookup (sections, GUINT_TO_POINTER (kind));

  if (section != NULL)
    fill_section (section, devices, kind);
}

GMenuModel *
confab_device_menu_new (ConfabDevices *devices, const ConfabDeviceKind *kinds, guint n_kinds)
{
  GMenu *menu = g_menu_new ();
  GHashTable *sections = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);

  g_return_val_if_fail (CONFAB_IS_DEVICES (devices), G_MENU_MODEL (menu));

  for (guint i = 0; i < n_kinds; i++) {
    GMenu *section = g_menu_new ();

    fill_section (section, devices, kinds[i]);
    g_menu_append_section (menu, confab_device_kind_words (kinds[i]), G_MENU_MODEL (section));
    g_hash_table_insert (sections, GUINT_TO_POINTER (kinds[i]), section);
  }
  g_object_set_data_full (G_OBJECT (menu), SECTIONS, sections, (GDestroyNotify) g_hash_table_unref);
  g_signal_connect_object (devices, "choices-changed", G_CALLBACK (on_choices_changed), menu, 0);
  return G_MENU_MODEL (menu);
}
