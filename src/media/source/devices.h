/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_DEVICE_CAMERA,
  CONFAB_DEVICE_MICROPHONE,
  CONFAB_DEVICE_SPEAKER,
} ConfabDeviceKind;

/**
 * ConfabDevice:
 *
 * Something a person can choose: property "name" is what it is called on screen and what
 * confab_capture_set_camera () and its like take; "id" stays the same while it is plugged in and tells
 * two of the same name apart (it is taken too).
 */
#define CONFAB_TYPE_DEVICE (confab_device_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDevice, confab_device, CONFAB, DEVICE, GObject)

ConfabDeviceKind confab_device_get_kind (ConfabDevice *self);
const char *confab_device_get_name (ConfabDevice *self);
const char *confab_device_get_id (ConfabDevice *self);

/* (nullable): what a microphone and a loudspeaker have in common that are one thing to a person and go to the head or
 * the table together, as a headset or a conference phone does; %NULL for what is built into something else. */
const char *confab_device_get_group (ConfabDevice *self);

/* For lists that are not the system's. @group: (nullable) */
ConfabDevice *
confab_device_new (ConfabDeviceKind kind, const char *name, const char *id, const char *group);

/**
 * ConfabDeviceList:
 *
 * A GListModel of the ConfabDevices of one kind, kept up to date while things are plugged in and out. What
 * is no device to a person is left out: monitors of outputs, and the second appearance of one device
 * through another sound server. It is empty at first and fills from a thread; property "ready" turns
 * %TRUE when the devices of the start are known.
 */
#define CONFAB_TYPE_DEVICE_LIST (confab_device_list_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceList, confab_device_list, CONFAB, DEVICE_LIST, GObject)

ConfabDeviceList *confab_device_list_new (ConfabDeviceKind kind);
gboolean confab_device_list_is_ready (ConfabDeviceList *self);

G_END_DECLS
