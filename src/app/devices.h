/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/device-choice.h"
#include "app/device-option.h"

G_BEGIN_DECLS

/**
 * ConfabDevices:
 *
 * The cameras, microphones and loudspeakers of this desktop, and the one of each kind that is used: what the command
 * line says for this run, else what the person chose the last time when just these devices were plugged in, else what
 * the desktop has as its default, also when that changes. A headset that is plugged in is switched to, and what is
 * pulled out is replaced by the next best; both are said. The hardware's volume is never touched. Main thread.
 *
 * Signals:
 * - "source-changed" (uint kind, gboolean unplugged): confab_devices_get_source () is another one, or stands for
 *   another device; @unplugged: what was used is not there any more
 * - "choices-changed" (uint kind): there is more or less to choose from
 * - "switched" (const char *text, gboolean undoable): to be said where devices are in use; @undoable: with a way to
 *   confab_devices_undo ()
 */
#define CONFAB_TYPE_DEVICES (confab_devices_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDevices, confab_devices, CONFAB, DEVICES, GObject)

/**
 * confab_devices_new:
 * @given: (array fixed-size=3) (element-type utf8): SRC of the command line by kind, each may be %NULL
 *
 * The devices of this computer, remembered in the settings of this desktop. Begins to look for them.
 */
ConfabDevices *confab_devices_new (const char *const *given);

/* The same for any lists of ConfabDevice (copied, not consumed) and @settings with the key "devices". */
ConfabDevices *
confab_devices_new_for (GListModel *const *lists, GSettings *settings, const char *const *given);

/* What @kind is called: "Camera", in the person's language. */
const char *confab_device_kind_words (ConfabDeviceKind kind);

/* SRC as ConfabCapture, or SINK as ConfabPlayback takes it. */
const char *confab_devices_get_source (ConfabDevices *self, ConfabDeviceKind kind);

/* Whether anything of this kind is there to be used. */
gboolean confab_devices_has_any (ConfabDevices *self, ConfabDeviceKind kind);

/* How many there are; -1: not known yet */
int confab_devices_count (ConfabDevices *self, ConfabDeviceKind kind);

/* Returns: (transfer none): a list of ConfabDeviceOption; the same object for ever */
GListModel *confab_devices_get_options (ConfabDevices *self, ConfabDeviceKind kind);

/* What the person wants from now on, and whenever just these devices are plugged in. */
void confab_devices_choose (ConfabDevices *self, ConfabDeviceKind kind, const char *source);

/* The device in use failed. TRUE: another one took its place; FALSE: there is none. */
gboolean confab_devices_lose (ConfabDevices *self, ConfabDeviceKind kind);

/* Does at once what else is done a moment after something was plugged in. */
void confab_devices_settle (ConfabDevices *self);

/* Takes the last switching by itself back, for ever. */
void confab_devices_undo (ConfabDevices *self);

/* Returns: (transfer none): "camera", "microphone" and "speaker": radio actions whose state is the source in use */
GActionGroup *confab_devices_get_actions (ConfabDevices *self);

/* The name of that among them. */
const char *confab_devices_get_action_name (ConfabDeviceKind kind);

G_END_DECLS
