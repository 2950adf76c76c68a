/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its command line, its actions, the desk, and the visit that runs. Main thread. */
#pragma once

#include "app/devices.h"
#include "app/global-keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_APPLICATION (confab_application_get_type ())
G_DECLARE_FINAL_TYPE (ConfabApplication, confab_application, CONFAB, APPLICATION, AdwApplication)

ConfabApplication *confab_application_new (void);

/* For the preferences. Both (transfer none) (nullable): there are no devices before the desk is open, and no keys without
 * a session bus. */
ConfabDevices *confab_application_get_devices (ConfabApplication *self);
ConfabGlobalKeys *confab_application_get_global_keys (ConfabApplication *self);

G_END_DECLS
