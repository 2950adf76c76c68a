/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row "Camera", "Microphone" or "Loudspeaker", which stands in more than one place. Main thread. */
#pragma once

#include "app/devices.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* @row lists the devices of @kind, shows the one in use, and chooses. Lasts as long as both do. */
void confab_device_row_follow (AdwComboRow *row, ConfabDevices *devices, ConfabDeviceKind kind);

/* Camera, microphone and loudspeaker, one below the other. */
void confab_device_rows_add (AdwPreferencesGroup *group, ConfabDevices *devices);

G_END_DECLS
