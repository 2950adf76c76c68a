/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: the one GstDeviceMonitor of the process, and what of its findings is a device to a person.
 * Main thread.
 */
#pragma once

#include <gst/gst.h>

#include "media/source/devices.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_DEVICE_MONITOR (confab_device_monitor_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceMonitor, confab_device_monitor, CONFAB, DEVICE_MONITOR, GObject)

/**
 * confab_device_monitor_get:
 *
 * Signals: "ready": the devices of the start are known; "changed": one came or went.
 *
 * Returns: (transfer none): the monitor, looking since the first call
 */
ConfabDeviceMonitor *confab_device_monitor_get (void);

gboolean confab_device_monitor_is_ready (ConfabDeviceMonitor *self);

/* A sound server that was not there at the start, or went away since, is only found this way. It is not ready until
 * "ready" comes again. */
void confab_device_monitor_look_again (ConfabDeviceMonitor *self);

/* Returns: (transfer full) (element-type GstDevice): filtered, the system's default first; while it is not ready, those of
 * before */
GPtrArray *confab_device_monitor_list (ConfabDeviceMonitor *self, ConfabDeviceKind kind);

/* Returns: (transfer full) (nullable): by id or else by name; @name NULL: the default */
GstDevice *
confab_device_monitor_find (ConfabDeviceMonitor *self, ConfabDeviceKind kind, const char *name);

G_END_DECLS
