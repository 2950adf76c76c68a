/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabGlobalKeys:
 *
 * Keys that work whatever window has the keyboard, by the portal org.freedesktop.portal.GlobalShortcuts: the desktop asks
 * the person which keys, and tells when they are pressed and released. Main thread.
 *
 * Properties: "state" (ConfabGlobalKeysState as int), with notify; "wanted" (boolean, to be written): asks for the keys or
 * gives them back. Asking may open a dialog of the desktop: only at the person's wish. Signals: "talk" (gboolean held;
 * also when the key goes while it is held); "toggle".
 */
#define CONFAB_TYPE_GLOBAL_KEYS (confab_global_keys_get_type ())
G_DECLARE_FINAL_TYPE (ConfabGlobalKeys, confab_global_keys, CONFAB, GLOBAL_KEYS, GObject)

typedef enum {
  CONFAB_GLOBAL_KEYS_OFF,
  CONFAB_GLOBAL_KEYS_ASKING,
  CONFAB_GLOBAL_KEYS_BOUND,
  CONFAB_GLOBAL_KEYS_REFUSED, /* by the person, or the desktop took them back */
  CONFAB_GLOBAL_KEYS_ABSENT,  /* this desktop has no such portal */
} ConfabGlobalKeysState;

/* @bus: of the session; @app_id: tells the portal who asks, where no sandbox does */
ConfabGlobalKeys *confab_global_keys_new (GDBusConnection *bus, const char *app_id);

ConfabGlobalKeysState confab_global_keys_get_state (ConfabGlobalKeys *self);

/* Returns: (transfer full): a sentence for the preferences: the keys, or what to do instead */
char *confab_global_keys_dup_words (ConfabGlobalKeys *self);

G_END_DECLS
