/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one window: it shows the page that fits what there is, a desk or a visit, and passes notices on. */
#pragma once

#include "app/desk.h"
#include "app/lobby.h"
#include "app/visit.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_WINDOW (confab_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabWindow, confab_window, CONFAB, WINDOW, AdwApplicationWindow)

ConfabWindow *confab_window_new (ConfabDesk *desk);

/* From the first time on the program runs as long as the window does. */
void confab_window_present (ConfabWindow *self);

/* Shows @visit until it is over, and then what came of it. */
void confab_window_show_visit (ConfabWindow *self, ConfabVisit *visit);

/* Leaves a question, or what came of a visit, for the start page. */
void confab_window_show_home (ConfabWindow *self);

/* From the start page: asks how the identity key is to be kept. */
void confab_window_ask_about_identity (ConfabWindow *self);

/* Makes the pages that have not been needed yet, while nobody waits for them. */
void confab_window_prepare (ConfabWindow *self);

/* What menus and rows choose from. */
void confab_window_set_devices (ConfabWindow *self, ConfabDevices *devices);

/* @link: (nullable): the invitation that the lobby is about; %NULL only checks camera and sound. FALSE with @error set if
 * it is none; then nothing changes. */
gboolean confab_window_may_show_lobby (ConfabWindow *self, const char *link, GError **error);

/* Shows @lobby until a visit begins or the person goes home. */
void confab_window_show_lobby (ConfabWindow *self, ConfabLobby *lobby);

/* Another device is in use; @undoable: "app.undo-device" takes that back. */
void confab_window_show_switched (ConfabWindow *self, const char *text, gboolean undoable);

/* Of the meeting that is shown, if one is. */
void confab_window_show_chat (ConfabWindow *self);

void confab_window_show_notice (ConfabWindow *self, const char *text);

G_END_DECLS
