/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the own microphone or camera on and off, and beside that an arrow to choose another one. Bound to the actions
 * "call.microphone" or "call.camera", and those of "devices", wherever above it these are. */
#pragma once

#include "app/devices.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "camera" (boolean, construct only): whether it is for that. */
#define CONFAB_TYPE_DEVICE_BUTTON (confab_device_button_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceButton, confab_device_button, CONFAB, DEVICE_BUTTON, GtkWidget)

/* @devices: (nullable): what the arrow lists; without, it is not there */
void confab_device_button_set_devices (ConfabDeviceButton *self, ConfabDevices *devices);

G_END_DECLS
