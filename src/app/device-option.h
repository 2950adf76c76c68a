/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a list of devices to choose from. Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Read-only properties: "label", for the person, and "source", a SRC of ConfabCapture or a SINK of ConfabPlayback. */
#define CONFAB_TYPE_DEVICE_OPTION (confab_device_option_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceOption, confab_device_option, CONFAB, DEVICE_OPTION, GObject)

ConfabDeviceOption *confab_device_option_new (const char *label, const char *source);

const char *confab_device_option_get_label (ConfabDeviceOption *self);
const char *confab_device_option_get_source (ConfabDeviceOption *self);

G_END_DECLS
