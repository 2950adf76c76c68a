/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what a GstDevice is to a person. Pure. */
#pragma once

#include <gst/gst.h>

#include "media/source/devices.h"

G_BEGIN_DECLS

/* FALSE: nothing a person chooses as any of the three kinds. */
gboolean confab_device_filter_kind (GstDevice *device, ConfabDeviceKind *kind);

/* Returns: (transfer full): what stays the same while it is plugged in */
char *confab_device_filter_id (GstDevice *device);

/* Returns: (transfer full) (nullable): see confab_device_get_group () */
char *confab_device_filter_group (GstDevice *device);

gboolean confab_device_filter_is_default (GstDevice *device);

/**
 * confab_device_filter_select:
 * @devices: (element-type GstDevice): all there are
 *
 * Returns: (transfer full) (element-type GstDevice): those of @kind, each once, the default first
 */
GPtrArray *confab_device_filter_select (GList *devices, ConfabDeviceKind kind);

G_END_DECLS
