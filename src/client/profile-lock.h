/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a second process out of a profile. The lock ends with the process, however it ends. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabProfileLock ConfabProfileLock;

/* Returns: (transfer full): the lock on @path, which is made if missing; or %NULL with @error set:
 * %CONFAB_CLIENT_ERROR_PROFILE_IN_USE, or _UNWRITABLE */
ConfabProfileLock *confab_profile_lock_take (const char *path, GError **error);
void confab_profile_lock_release (ConfabProfileLock *lock);

G_END_DECLS
