/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: from the name of a source to the element that gives its raw pictures or sound. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

#include "media/kind.h"

G_BEGIN_DECLS

/**
 * confab_source_new_async:
 * @kind: video or audio
 * @name: not "none" (docs/cli.md, SRC)
 *
 * Asynchronous because devices are known only once the system was asked for them. Whether the source really works
 * shows when its pipeline starts. Main thread.
 */
void confab_source_new_async (ConfabMediaKind kind, const char *name, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full): an element with one source pad; NULL with @error, CONFAB_MEDIA_ERROR or cancelled */
GstElement *confab_source_new_finish (GAsyncResult *result, GError **error);

/**
 * confab_source_explain:
 * @error: what an element of this source posted
 * @started: whether it had worked before
 *
 * Returns: (transfer full): the same as a sentence for a person, in CONFAB_MEDIA_ERROR
 */
GError *confab_source_explain (ConfabMediaKind kind, const GError *error, gboolean started);

G_END_DECLS
