/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

/**
 * ConfabDeviceSwitch:
 *
 * The own camera or microphone, as the person switches it during one visit. It is on only while it sends or is
 * about to: a device that fails, is unplugged or is muted by a host switches it off, and switching it on again
 * opens the device anew. Main thread.
 *
 * Property "on" (boolean, read and write, with notify): a write that can not be carried out changes nothing and is
 * followed by "notice" (const char *text), which says why; so does every fault of the device.
 */
#define CONFAB_TYPE_DEVICE_SWITCH (confab_device_switch_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeviceSwitch, confab_device_switch, CONFAB, DEVICE_SWITCH, GObject)

/* @kind: audio or video; @source: SRC as ConfabCapture takes it. Nothing is captured yet. */
ConfabDeviceSwitch *
confab_device_switch_new (ConfabCapture *capture, ConfabMediaKind kind, const char *source);

/* Captures until it is closed. */
void confab_device_switch_open (ConfabDeviceSwitch *self);
void confab_device_switch_close (ConfabDeviceSwitch *self);

/* From now on the hosts of this call have a say. */
void confab_device_switch_follow (ConfabDeviceSwitch *self, ConfabCall *call);

/* The call has muted by itself. */
void confab_device_switch_refresh (ConfabDeviceSwitch *self);

G_END_DECLS
