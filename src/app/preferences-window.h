/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person may choose; every choice applies at once. What belongs to the person goes to the desk, the rest to
 * the settings (docs/decisions/0007). Main thread. */
#pragma once

#include "app/desk.h"
#include "app/devices.h"
#include "app/global-keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PREFERENCES_WINDOW (confab_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPreferencesWindow, confab_preferences_window, CONFAB,
                      PREFERENCES_WINDOW, AdwPreferencesWindow)

/* @keys: (nullable): without a session bus. Does nothing while @desk is not open. */
void confab_preferences_show (GtkWindow *parent, ConfabDesk *desk, ConfabDevices *devices,
                              ConfabGlobalKeys *keys);

G_END_DECLS
