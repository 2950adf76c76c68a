/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: the element of a camera, microphone or loudspeaker. Main thread. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

#include "media/source/devices.h"

G_BEGIN_DECLS

/**
 * confab_device_element_new_async:
 * @name: (nullable): name or id; NULL: the default
 *
 * Finished by g_task_propagate_pointer (): (transfer full) a GstElement with one pad; a camera's gives raw
 * pictures, whatever the camera itself gives. NULL with an error in CONFAB_MEDIA_ERROR.
 */
void
confab_device_element_new_async (ConfabDeviceKind kind, const char *name, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);

/* (nullable): the id of the device that @element was made for; NULL: the default, which it follows. */
const char *confab_device_element_get_id (GstElement *element);

/**
 * confab_device_element_choose_format:
 * @caps: what a camera offers
 *
 * Returns: (transfer full) (nullable): what to take: the largest picture that need not be made smaller, at 30 a second or
 *   the nearest to it, raw rather than JPEG where both do; NULL: leave it to the camera. Pure
 */
GstCaps *confab_device_element_choose_format (GstCaps *caps);

G_END_DECLS
