/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What slides in beside a meeting: its people or its chat. Main thread. */
#pragma once

#include "app/chat-panel.h"
#include "app/people-panel.h"

G_BEGIN_DECLS

/* Property "page", with notify: "people", "chat", or "" while nothing is to be shown. */
#define CONFAB_TYPE_SIDE_PANEL (confab_side_panel_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSidePanel, confab_side_panel, CONFAB, SIDE_PANEL, GtkWidget)

const char *confab_side_panel_get_page (ConfabSidePanel *self);
void confab_side_panel_set_page (ConfabSidePanel *self, const char *page);

/* Adds the switches "people" and "chat" to @map. */
void confab_side_panel_add_actions (ConfabSidePanel *self, GActionMap *map);

/* (transfer none) */
ConfabChatPanel *confab_side_panel_get_chat (ConfabSidePanel *self);
ConfabPeoplePanel *confab_side_panel_get_people (ConfabSidePanel *self);

G_END_DECLS
