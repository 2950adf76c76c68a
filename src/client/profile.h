/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person keeps on this disk: a locked folder with the rooms that this profile owns. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROFILE (confab_profile_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProfile, confab_profile, CONFAB, PROFILE, GObject)

/* The folder; absolute. */
const char *confab_profile_get_dir (ConfabProfile *self);

/* Preferences of the person: UTF-8 strings by key ("name", "camera", "microphone", "service"...), %NULL if unset.
 * Setting one writes the profile in the background. */
const char *confab_profile_get_preference (ConfabProfile *self, const char *key);
void confab_profile_set_preference (ConfabProfile *self, const char *key, const char *value);

G_END_DECLS
