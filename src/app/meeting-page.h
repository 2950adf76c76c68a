/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to a meeting, from the moment it begins: pictures, chat and controls. */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MEETING_PAGE (confab_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, CONFAB, MEETING_PAGE, GtkWidget)

/* Signal "notice" (const char *text): something to be said in passing. */

/* @visit: (nullable) (transfer none) */
void confab_meeting_page_set_visit (ConfabMeetingPage *self, ConfabVisit *visit);

/* "chat" (boolean: shown) and "copy-link". */
GActionGroup *confab_meeting_page_get_actions (ConfabMeetingPage *self);

G_END_DECLS
