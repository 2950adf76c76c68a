/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/keys.h"

const ConfabKey confab_accelerators[] = {
  { "<Control>q", "app.quit" },
  { "<Control>n", "app.start" },
  { "F1", "app.help" },
  { "<Control>comma", "app.preferences" },
  { "<Control>d", "call.microphone" },
  { "<Control>e", "call.camera" },
  { "<Control>w", "call.leave" },
  { "F11", "win.fullscreen" },
  { "<Control><Shift>m", "people.mute-all" },
  { "<Control><Shift>k", "meeting.chat" },
  { "<Control><Shift>h", "people.hand" },
  { "<Control><Shift>w", "meeting.other-view" },
  { "<Control><Shift>p", "meeting.people" },
  { "<Control><Shift>i", "meeting.small-window" },
  { NULL },
};

const ConfabKey confab_letters[] = {
  { "m", "call.microphone" },
  { "v", "call.camera" },
  { "c", "meeting.chat" },
  { "p", "meeting.people" },
  { "h", "people.hand" },
  { "w", "meeting.other-view" },
  { NULL },
};

void
confab_keys_set_accelerators (GtkApplication *application)
{
  for (const ConfabKey *key = confab_accelerators; key->key != NULL; key++)
    gtk_application_set_accels_for_action (application, key->action,
                                           (const char *const[]){ key->key, NULL });
}

/* Plain letters reach this only when nothing that has the focus took them; a text field that is not editable
 * would let them pass, so whoever has one in hand is asked first. */
static gboolean
on_letter (GtkWidget *widget, GVariant *action, gpointer unused)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));

  if (focus != NULL && GTK_IS_TEXT (focus))
    return FALSE;
  return gtk_widget_activate_action (widget, g_variant_get_string (action, NULL), NULL);
}

GtkEventController *
confab_keys_new_letters (void)
{
  GtkEventController *letters = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (letters, GTK_PHASE_BUBBLE);
  for (const ConfabKey *key = confab_letters; key->key != NULL; key++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key->key),
                                              gtk_callback_action_new (on_letter, NULL, NULL));

    gtk_shortcut_set_arguments (shortcut, g_variant_new_string (key->action));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (letters), shortcut);
  }
  return letters;
}
