/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visit to a meeting, from the moment it begins: pictures, chat and controls. */
#pragma once

#include "app/visit.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal "notice" (const char *text): something to be said in passing. */
#define CONFAB_TYPE_MEETING_PAGE (confab_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, CONFAB, MEETING_PAGE, GtkWidget)

/* @visit: (nullable) (transfer none) */
void confab_meeting_page_set_visit (ConfabMeetingPage *self, ConfabVisit *visit);

/* What the arrows beside microphone and camera choose from. */
void confab_meeting_page_set_devices (ConfabMeetingPage *self, ConfabDevices *devices);

/* @toast: (transfer full): shown where it does not cover the controls */
void confab_meeting_page_add_toast (ConfabMeetingPage *self, AdwToast *toast);

/* "chat" (boolean: shown) and "copy-link". */
GActionGroup *confab_meeting_page_get_actions (ConfabMeetingPage *self);

G_END_DECLS
