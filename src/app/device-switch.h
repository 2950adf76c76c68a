/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/devices.h"
#include "client/client.h"

G_BEGIN_DECLS

/**
 * ConfabDeviceSwitch:
 *
 * The own camera or microphone, as the person switches it from the lobby to the end of a visit. It is on only while it
 * sends or is about to: a device that fails or is muted by a host switches it off, and switching it on again opens the
 * device anew. It follows the choice of devices while it is open. A microphone that is pulled out goes on as the next
 * best; a camera is off then, because another one may show what nobody meant to show. Main thread.
 *
 * Property "on" (boolean, read and write, with notify): a write that can not be carried out changes nothing and is
 * followed by "notice" (const char *text), which says why; so does every fault of the device.
 */
#define CONFAB_TYPE_DEVICE_SWITCH (confab_device_switch_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceSwitch, confab_device_switch, CONFAB, DEVICE_SWITCH, GObject)

/* @kind: audio or video. Nothing is captured yet. */
ConfabDeviceSwitch *
confab_device_switch_new (ConfabCapture *capture, ConfabMediaKind kind, ConfabDevices *devices);

/* Captures until it is closed. Does nothing where it is open. */
void confab_device_switch_open (ConfabDeviceSwitch *self);
void confab_device_switch_close (ConfabDeviceSwitch *self);

/* From now on the hosts of this call have a say. */
void confab_device_switch_follow (ConfabDeviceSwitch *self, ConfabCall *call);

/* The call has muted by itself. */
void confab_device_switch_refresh (ConfabDeviceSwitch *self);

G_END_DECLS
