/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to a meeting, from the moment it begins: pictures, chat and controls. */
#pragma once

#include "app/visit.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_MEETING_PAGE (confab_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, CONFAB, MEETING_PAGE, GtkWidget)

/* @visit: (nullable) (transfer none) */
void confab_meeting_page_set_visit (ConfabMeetingPage *self, ConfabVisit *visit);

/* What the arrows beside microphone and camera choose from. */
void confab_meeting_page_set_devices (ConfabMeetingPage *self, ConfabDevices *devices);

/* @toast: (transfer full) */
void confab_meeting_page_add_toast (ConfabMeetingPage *self, AdwToast *toast);

/* Says something in passing, where it does not cover the controls. */
void confab_meeting_page_show_notice (ConfabMeetingPage *self, const char *text);

/* "chat" (boolean: shown) and "copy-link". */
GActionGroup *confab_meeting_page_get_actions (ConfabMeetingPage *self);

G_END_DECLS
