/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which camera, microphone and loudspeaker to use of those that are plugged in. Pure. */
#pragma once

#include "media/media.h"

G_BEGIN_DECLS

#define CONFAB_N_DEVICE_KINDS 3

/* What follows the desktop's own choice; a SRC of ConfabCapture and ConfabPlayback too. */
#define CONFAB_DEVICE_FOLLOW "default"

/* How many sets of devices are remembered: home, desk, meeting room, train, and some. */
#define CONFAB_DEVICE_MEMORIES 24

/* (element-type ConfabDevice): all that is plugged in, by kind, the desktop's default of each kind first. */
typedef struct {
  GPtrArray *of[CONFAB_N_DEVICE_KINDS];
} ConfabPluggedDevices;

/* Copies three lists of ConfabDevice. */
void confab_plugged_devices_read (ConfabPluggedDevices *self, GListModel *const *lists);
void confab_plugged_devices_clear (ConfabPluggedDevices *self);

/* Returns: (transfer none) (nullable): by id or else by name, or the first where @source is CONFAB_DEVICE_FOLLOW */
ConfabDevice *confab_plugged_devices_find (const ConfabPluggedDevices *self, ConfabDeviceKind kind,
                                           const char *source);

/* Returns: (transfer full): what names this set of devices, in whatever order they were plugged in; it tells nobody what
 * they are. */
char *confab_plugged_devices_dup_key (const ConfabPluggedDevices *self);

/**
 * confab_device_choice_decide:
 * @before: (nullable): what was plugged in when @current was right; %NULL at the start
 * @current: a SRC
 * @remembered: (nullable): the word for what the person chose the last time with just these devices, "" for no choice
 *
 * What was chosen with these very devices; else, for sound, the headset that has just come; else what there was, as long
 * as it is plugged in; else what the desktop has. What is no device ("none", a file) stays.
 *
 * Returns: (transfer none): a SRC, of @current or @now
 */
const char *confab_device_choice_decide (ConfabDeviceKind kind, const ConfabPluggedDevices *before,
                                         const ConfabPluggedDevices *now, const char *current,
                                         const char *remembered);

/* (transfer none): what to remember instead of @source: the file of a camera is another one after every plugging-in, its
 * name stays. */
const char *confab_device_choice_to_word (const ConfabPluggedDevices *now, ConfabDeviceKind kind,
                                          const char *source);

/* Whether @source was plugged in as a device. */
gboolean confab_device_choice_is_device (const ConfabPluggedDevices *plugged, ConfabDeviceKind kind,
                                         const char *source);

/**
 * confab_device_memory_look_up:
 * @memory: a(ssss): key of a set, and the words of camera, microphone and loudspeaker; the latest last
 *
 * Returns: (transfer none) (nullable): of @memory
 */
const char *confab_device_memory_look_up (GVariant *memory, const char *key, ConfabDeviceKind kind);

/* Returns: (transfer floating): @memory with @word in it, without what is older than the last CONFAB_DEVICE_MEMORIES */
GVariant *confab_device_memory_store (GVariant *memory, const char *key, ConfabDeviceKind kind,
                                      const char *word);

G_END_DECLS
