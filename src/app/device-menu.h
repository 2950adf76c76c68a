/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice of devices as a menu. Main thread. */
#pragma once

#include "app/devices.h"

G_BEGIN_DECLS

/**
 * confab_device_menu_new:
 * @kinds: (array length=n_kinds): one section each
 *
 * Returns: (transfer full): radio items for the actions "devices.camera", "devices.microphone" and "devices.speaker" (see
 *   confab_devices_get_actions ()); follows @devices as long as it lives
 */
GMenuModel *
confab_device_menu_new (ConfabDevices *devices, const ConfabDeviceKind *kinds, guint n_kinds);

G_END_DECLS
