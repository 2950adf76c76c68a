/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ConfabSecret: key material in guarded, locked pages that are wiped when the last reference goes.
 * Immutable once made, so it may be shared between threads. Never copy its bytes into a GBytes, a
 * GString or a log.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabSecret ConfabSecret;

#define CONFAB_SECRET_BYTES 32

/* (transfer full) @length random bytes. */
ConfabSecret *confab_secret_new_random (gsize length);

/* (transfer full) a copy of @length bytes, which are then wiped where they were: @bytes is the
 * caller's own buffer. */
ConfabSecret *confab_secret_new_take (guint8 *bytes, gsize length);

ConfabSecret *confab_secret_ref (ConfabSecret *secret);
void confab_secret_unref (ConfabSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSecret, confab_secret_unref)

/* Lends the bytes as long as a reference is held. */
const guint8 *confab_secret_get_bytes (const ConfabSecret *secret);
gsize confab_secret_get_length (const ConfabSecret *secret);

/* In constant time for equal lengths. */
gboolean confab_secret_equal (const ConfabSecret *a, const ConfabSecret *b);

G_END_DECLS
