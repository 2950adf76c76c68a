/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this folder; the tests compare it with libsignal's own numbers. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_SAFETY_KEY_BYTES 33
#define CONFAB_SAFETY_HASH_BYTES 64

/* h of docs/protocol.md 12.3: one person's half before it becomes digits. */
void confab_safety_hash (const guint8 key[CONFAB_SAFETY_KEY_BYTES], const char *identifier,
                         guint8 out[CONFAB_SAFETY_HASH_BYTES]);

/* (transfer full) 30 digits without spaces. */
char *confab_safety_digits (const guint8 hash[CONFAB_SAFETY_HASH_BYTES]);

G_END_DECLS
