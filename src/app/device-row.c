/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-row.h"

#define KIND "confab-device-kind"

static ConfabDeviceKind
kind_of (AdwComboRow *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), KIND));
}

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, ConfabDevices *devices)
{
  ConfabDeviceOption *option = adw_combo_row_get_selected_item (row);

  if (option != NULL)
    confab_devices_choose (devices, kind_of (row), confab_device_option_get_source (option));
}

/* The row has a list of its own: while that of the devices is exchanged, nothing in it is chosen. */
static void
show_options (AdwComboRow *row, ConfabDevices *devices)
{
  GListModel *options = confab_devices_get_options (devices, kind_of (row));
  const char *source = confab_devices_get_source (devices, kind_of (row));
  g_autoptr (GListStore) copy = g_list_store_new (CONFAB_TYPE_DEVICE_OPTION);
  guint selected = 0;

  for (guint i = 0; i < g_list_model_get_n_items (options); i++) {
    g_autoptr (ConfabDeviceOption) option = g_list_model_get_item (options, i);

    g_list_store_append (copy, option);
    if (g_str_equal (confab_device_option_get_source (option), source))
      selected = i;
  }
  g_signal_handlers_block_by_func (row, on_selected, devices);
  adw_combo_row_set_model (row, G_LIST_MODEL (copy));
  adw_combo_row_set_selected (row, selected);
  g_signal_handlers_unblock_by_func (row, on_selected, devices);
}

static void
on_choices_changed (ConfabDevices *devices, guint kind, AdwComboRow *row)
{
  if (kind == kind_of (row))
    show_options (row, devices);
}

static void
on_source_changed (ConfabDevices *devices, guint kind, gboolean unplugged, AdwComboRow *row)
{
  if (kind == kind_of (row))
    show_options (row, devices);
}

void
confab_device_row_follow (AdwComboRow *row, ConfabDevices *devices, ConfabDeviceKind kind)
{
  g_autoptr (GtkExpression) label = NULL;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));
  g_return_if_fail (CONFAB_IS_DEVICES (devices));

  label = gtk_property_expression_new (CONFAB_TYPE_DEVICE_OPTION, NULL, "label");
  adw_combo_row_set_expression (row, label);
  g_object_set_data (G_OBJECT (row), KIND, GUINT_TO_POINTER (kind));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_selected), devices, 0);
  g_signal_connect_object (devices, "choices-changed", G_CALLBACK (on_choices_changed), row, 0);
  g_signal_connect_object (devices, "source-changed", G_CALLBACK (on_source_changed), row, 0);
  show_options (row, devices);
}

void
confab_device_rows_add (AdwPreferencesGroup *group, ConfabDevices *devices)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));

  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++) {
    GtkWidget *row = adw_combo_row_new ();

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), confab_device_kind_words (kind));
    confab_device_row_follow (ADW_COMBO_ROW (row), devices, kind);
    adw_preferences_group_add (group, row);
  }
}
