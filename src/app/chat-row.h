/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of the chat, as a list shows it. */
#pragma once

#include "meeting/meeting.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT_ROW (confab_chat_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatRow, confab_chat_row, CONFAB, CHAT_ROW, GtkWidget)

GtkWidget *confab_chat_row_new (void);
void confab_chat_row_show_message (ConfabChatRow *self, ConfabChatMessage *message);

G_END_DECLS
