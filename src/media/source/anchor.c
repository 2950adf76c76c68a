/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/source/anchor.h"

typedef struct {
  guint n_players;
  GstClockTime since;
} Anchor;

static GMutex anchors_lock; /* guards anchors */
static GHashTable *anchors; /* (element-type filename Anchor): only while played */

GstClockTime
confab_anchor_acquire (const char *path, GstClockTime now)
{
  Anchor *anchor;
  GstClockTime since;

  g_mutex_lock (&anchors_lock);
  if (anchors == NULL)
    anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  anchor = g_hash_table_lookup (anchors, path);
  if (anchor == NULL) {
    anchor = g_new0 (Anchor, 1);
    anchor->since = now;
    g_hash_table_insert (anchors, g_strdup (path), anchor);
  }
  anchor->n_players++;
  since = anchor->since;
  g_mutex_unlock (&anchors_lock);
  return since;
}

void
confab_anchor_release (const char *path)
{
  Anchor *anchor;

  g_mutex_lock (&anchors_lock);
  anchor = g_hash_table_lookup (anchors, path);
  if (--anchor->n_players == 0)
    g_hash_table_remove (anchors, path);
  if (g_hash_table_size (anchors) == 0)
    g_clear_pointer (&anchors, g_hash_table_unref);
  g_mutex_unlock (&anchors_lock);
}
