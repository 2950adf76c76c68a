/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/name-row.h"

static void
on_typed (ConfabEntryRow *row, gpointer user_data)
{
  confab_desk_set_name (user_data, confab_entry_row_get_text (row));
}

/* Never what says the same already: setting a text puts the cursor at its start. */
static void
show_name (ConfabDesk *desk, GParamSpec *pspec, gpointer user_data)
{
  ConfabEntryRow *row = user_data;
  g_autofree char *shown = g_strstrip (g_strdup (confab_entry_row_get_text (row)));

  if (g_strcmp0 (shown, confab_desk_get_name (desk)) != 0)
    confab_entry_row_set_text (row, confab_desk_get_name (desk));
}

/* Who erases a name and goes on keeps it: others see it then, so the person does too. */
static void
on_left (GtkEventController *keyboard, ConfabDesk *desk)
{
  show_name (desk, NULL, CONFAB_ENTRY_ROW (gtk_event_controller_get_widget (keyboard)));
}

void
confab_name_row_follow (ConfabEntryRow *row, ConfabDesk *desk)
{
  GtkEventController *keyboard;

  g_return_if_fail (CONFAB_IS_ENTRY_ROW (row));
  g_return_if_fail (CONFAB_IS_DESK (desk));

  g_object_set (row, "max-length", CONFAB_NAME_MAX_CHARACTERS, NULL);
  show_name (desk, NULL, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_typed), desk, 0);
  g_signal_connect_object (desk, "notify::name", G_CALLBACK (show_name), row, 0);
  keyboard = gtk_event_controller_focus_new ();
  g_signal_connect_object (keyboard, "leave", G_CALLBACK (on_left), desk, 0);
  gtk_widget_add_controller (GTK_WIDGET (row), keyboard);
}
