/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/identity-dialog.h"

#include <adwaita.h>

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  ConfabDesk *desk = CONFAB_DESK (user_data);
  GtkEditable *passphrase = g_object_get_data (G_OBJECT (dialog), "passphrase");

  if (g_strcmp0 (response, "plain") == 0)
    confab_desk_keep_identity (desk, NULL);
  else if (g_strcmp0 (response, "encrypted") == 0)
    confab_desk_keep_identity (desk, gtk_editable_get_text (passphrase));
}

static void
on_passphrase_changed (GtkEditable *passphrase, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "encrypted",
                                           *gtk_editable_get_text (passphrase) != '\0');
}

void
confab_identity_dialog_present (GtkWindow *parent, ConfabDesk *desk)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/app/confab/Confab/identity-dialog.ui");
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (gtk_builder_get_object (builder, "dialog"));
  GtkEditable *passphrase = GTK_EDITABLE (gtk_builder_get_object (builder, "passphrase"));

  g_object_set_data (G_OBJECT (dialog), "passphrase", passphrase);
  g_signal_connect (passphrase, "changed", G_CALLBACK (on_passphrase_changed), dialog);
  on_passphrase_changed (passphrase, dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), desk, 0);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}
