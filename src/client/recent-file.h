/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of the recent meetings as a value, and on the disk. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @meetings: of ConfabRecentMeeting, the latest first */
typedef struct {
  gboolean remembering;
  GPtrArray *meetings;
} ConfabRecentFile;

ConfabRecentFile *confab_recent_file_new (void);
void confab_recent_file_free (ConfabRecentFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabRecentFile, confab_recent_file_free)

/* Pure. Returns: (transfer full): the JSON; secret. */
char *confab_recent_file_to_json (gboolean remembering, GListModel *meetings);

/* Pure. Returns: (transfer full) (nullable): %NULL for anything that confab_recent_file_to_json () does not write */
ConfabRecentFile *confab_recent_file_from_json (const char *text, gsize length);

/**
 * confab_recent_file_read:
 * @trouble: (out) (nullable): a sentence if the file could not be understood, and was put aside
 *
 * Any thread. A missing file is an empty list.
 *
 * Returns: (transfer full) (nullable): %NULL if what is there must not be written over
 */
ConfabRecentFile *confab_recent_file_read (const char *path, char **trouble);

G_END_DECLS
