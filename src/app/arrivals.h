/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes from outside the window: a link that was clicked somewhere, a meeting asked for from the desktop's menu.
 * It waits until the desk is open, and never interrupts a meeting. Main thread.
 *
 * Actions that it adds: "app.open" (string: a link or the ID of a room) and "app.new-meeting".
 */
#pragma once

#include "app/desk.h"
#include "app/window.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_ARRIVALS (confab_arrivals_get_type ())
G_DECLARE_FINAL_TYPE (ConfabArrivals, confab_arrivals, CONFAB, ARRIVALS, GObject)

/* @application has the actions "start" and "enter-lobby". */
ConfabArrivals *
confab_arrivals_new (GtkApplication *application, ConfabWindow *window, ConfabDesk *desk);

/* An invitation only asks; what it leads to waits for a click (docs/protocol.md 4). @words: as
 * confab_link_from_words () takes it. */
void confab_arrivals_open (ConfabArrivals *self, const char *words);

/* "start", as soon as it can be. */
void confab_arrivals_start_meeting (ConfabArrivals *self);

G_END_DECLS
