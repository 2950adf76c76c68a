/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells the desktop what happens in a meeting while nobody looks at the window, and takes it back once somebody
 * does. What may be told are settings of this desktop. Main thread.
 *
 * It adds the actions that its notifications ask for: "app.show", "app.show-chat" and "app.admit" (string: a pid).
 */
#pragma once

#include "app/visit.h"
#include "app/window.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_NOTIFIER (confab_notifier_get_type ())
G_DECLARE_FINAL_TYPE (ConfabNotifier, confab_notifier, CONFAB, NOTIFIER, GObject)

ConfabNotifier *
confab_notifier_new (GtkApplication *application, ConfabWindow *window, GSettings *settings);

/* Until @visit is over; one at a time. */
void confab_notifier_follow (ConfabNotifier *self, ConfabVisit *visit);

/* Takes back what was told: before the program ends. */
void confab_notifier_withdraw_all (ConfabNotifier *self);

G_END_DECLS
