/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in the meeting, and who waits at its door. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PEOPLE_PANEL (confab_people_panel_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPeoplePanel, confab_people_panel, CONFAB, PEOPLE_PANEL, GtkWidget)

/* @tiles: (nullable): a list of ConfabTile; @waiting: (nullable): a list of ConfabParticipant */
void
confab_people_panel_set_people (ConfabPeoplePanel *self, GListModel *tiles, GListModel *waiting);

G_END_DECLS
