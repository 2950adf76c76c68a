/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the others are heard: the loudspeaker that was chosen, open only where something may be heard. To the desktop an
 * open one is a call, and some desktops make everything else quiet for it. A file is there for the whole run. Main thread.
 */
#pragma once

#include "app/devices.h"
#include "media/media.h"

G_BEGIN_DECLS

/* Signal "lost" (const char *text): while it was in use the loudspeaker failed, and there is no other. */
#define CONFAB_TYPE_SOUND_OUT (confab_sound_out_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSoundOut, confab_sound_out, CONFAB, SOUND_OUT, GObject)

ConfabSoundOut *confab_sound_out_new (ConfabPlayback *playback, ConfabDevices *devices);

/* Whether there is a meeting or a lobby now. */
void confab_sound_out_set_in_use (ConfabSoundOut *self, gboolean in_use);

/* From here on the playback is left alone, to be closed. */
void confab_sound_out_stop (ConfabSoundOut *self);

G_END_DECLS
