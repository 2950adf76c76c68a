/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microphone, camera, hand, chat, people, leave. Its buttons are bound to the actions "call.microphone", "call.camera",
 * "people.hand", "meeting.chat", "meeting.people" and "call.leave", wherever above it these are. */
#pragma once

#include "app/devices.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CONTROL_BAR (confab_control_bar_get_type ())
G_DECLARE_FINAL_TYPE (ConfabControlBar, confab_control_bar, CONFAB, CONTROL_BAR, GtkWidget)

/* What the arrows beside microphone and camera choose from. */
void confab_control_bar_set_devices (ConfabControlBar *self, ConfabDevices *devices);

/* How many messages nobody has looked at. */
void confab_control_bar_set_unread (ConfabControlBar *self, guint n_unread);
guint confab_control_bar_get_unread (ConfabControlBar *self);

/* How many ask to be let in. */
void confab_control_bar_set_waiting (ConfabControlBar *self, guint n_waiting);

/* Whether the meeting lasts only as long as this person stays in it. */
void confab_control_bar_set_ends_for_all (ConfabControlBar *self, gboolean ends_for_all);

/* Gives the keyboard to the chat button, from where Esc left the text field. */
void confab_control_bar_focus_chat (ConfabControlBar *self);

G_END_DECLS
