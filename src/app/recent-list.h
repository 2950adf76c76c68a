/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recent meetings on the start page: a click asks for "app.open" (string: the link). What is removed can be
 * taken back for a moment. It stands within an AdwToastOverlay. */
#pragma once

#include "client/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_RECENT_LIST (confab_recent_list_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRecentList, confab_recent_list, CONFAB, RECENT_LIST,
                      AdwPreferencesGroup)

/* Once. */
void confab_recent_list_set_meetings (ConfabRecentList *self, ConfabRecentMeetings *meetings);

G_END_DECLS
