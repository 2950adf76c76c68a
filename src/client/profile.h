/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person keeps on this disk: a locked folder with the rooms that this profile owns and the
 * person's preferences. Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PROFILE (confab_profile_get_type ())
G_DECLARE_FINAL_TYPE (ConfabProfile, confab_profile, CONFAB, PROFILE, GObject)

/* The folder; absolute. */
const char *confab_profile_get_dir (ConfabProfile *self);

/* UTF-8 strings by key ("name", "service"...), %NULL if unset. */
const char *confab_profile_get_preference (ConfabProfile *self, const char *key);

/* @value: (nullable): %NULL unsets it. Written in the background; what can't be written is logged and
 * stays true until the program ends. */
void confab_profile_set_preference (ConfabProfile *self, const char *key, const char *value);

G_END_DECLS
