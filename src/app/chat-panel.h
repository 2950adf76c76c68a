/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written in the meeting, and a field to write. Signal "send" (const char *text): the person wants this
 * sent to all. Signal "escape": the person leaves the field. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT_PANEL (confab_chat_panel_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatPanel, confab_chat_panel, CONFAB, CHAT_PANEL, GtkWidget)

/* @log: (nullable) (transfer none): a list of ConfabChatMessage, oldest first */
void confab_chat_panel_set_log (ConfabChatPanel *self, GListModel *log);

/* What was sent is gone from the field; what could not be sent stays in it. */
void confab_chat_panel_clear_entry (ConfabChatPanel *self);
void confab_chat_panel_focus_entry (ConfabChatPanel *self);

G_END_DECLS
