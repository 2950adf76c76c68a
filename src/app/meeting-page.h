/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to a meeting, from the moment it begins: pictures, chat and controls. */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MEETING_PAGE (confab_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, CONFAB, MEETING_PAGE, GtkWidget)

/* @visit: (nullable) (transfer none) */
void confab_meeting_page_set_visit (ConfabMeetingPage *self, ConfabVisit *visit);

/* Says something in passing, where it does not cover the controls. */
void confab_meeting_page_show_notice (ConfabMeetingPage *self, const char *text);

/* "chat" (boolean: shown) and "copy-link". */
GActionGroup *confab_meeting_page_get_actions (ConfabMeetingPage *self);

/* The keyboard begins where most is done. */
void confab_meeting_page_focus (ConfabMeetingPage *self);

G_END_DECLS
