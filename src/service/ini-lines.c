/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/ini-lines.h"

#include "service/service-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *path;
  guint line;
  char *group; /* the one that is open */
  GHashTable *groups;
  GPtrArray *found;
} Scan;

static void
ini_line_free (gpointer data)
{
  ConfabIniLine *line = data;

  g_free (line->group);
  g_free (line->key);
  g_free (line);
}

static gboolean
refuse (const Scan *scan, GError **error, const char *sentence)
{
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, "%s:%u: %s", scan->path,
               scan->line, sentence);
  return FALSE;
}

static gboolean
scan_group (Scan *scan, const char *line, GError **error)
{
  const char *end = strchr (line, ']');
  g_autofree char *group = NULL;

  if (end == NULL || end == line + 1 || end[1] != '\0')
    return refuse (scan, error, _ ("A group is written in brackets of its own line, like [turn]"));

  group = g_strndup (line + 1, end - line - 1);
  if (!g_hash_table_add (scan->groups, g_strdup (group))) {
    g_autofree char *sentence =
        g_strdup_printf (_ ("The group [%s] was there before; put its keys together"), group);

    return refuse (scan, error, sentence);
  }
  g_free (scan->group);
  scan->group = g_steal_pointer (&group);
  return TRUE;
}

static gboolean
scan_key (Scan *scan, const char *line, GError **error)
{
  const char *equals = strchr (line, '=');
  g_autofree char *key = NULL;
  ConfabIniLine *entry;

  if (equals == NULL || equals == line)
    return refuse (scan, error, _ ("This is neither a group, nor “key = value”, nor a # comment"));
  key = g_strchomp (g_strndup (line, equals - line));
  if (scan->group == NULL)
    return refuse (scan, error, _ ("A group like [service] must come before the first key"));
  if (confab_ini_lines_find (scan->found, scan->group, key) != 0) {
    g_autofree char *sentence =
        g_strdup_printf (_ ("The key “%s” was there before; keep one of the two"), key);

    return refuse (scan, error, sentence);
  }

  entry = g_new0 (ConfabIniLine, 1);
  entry->group = g_strdup (scan->group);
  entry->key = g_steal_pointer (&key);
  entry->line = scan->line;
  g_ptr_array_add (scan->found, entry);
  return TRUE;
}

static gboolean
scan_line (Scan *scan, const char *start, gsize length, GError **error)
{
  g_autofree char *line = NULL;

  if (!g_utf8_validate (start, (gssize) length, NULL)) /* a zero byte is refused by this too */
    return refuse (scan, error, _ ("This line is not text in UTF-8"));

  line = g_strstrip (g_strndup (start, length));
  if (*line == '\0' || *line == '#')
    return TRUE;
  return *line == '[' ? scan_group (scan, line, error) : scan_key (scan, line, error);
}

static gboolean
scan_lines (Scan *scan, const char *text, gsize length, GError **error)
{
  const char *end = text + length;

  for (const char *start = text; start < end; scan->line++) {
    const char *newline = memchr (start, '\n', end - start);
    const char *stop = newline != NULL ? newline : end;

    if (!scan_line (scan, start, stop - start, error))
      return FALSE;
    start = newline != NULL ? newline + 1 : end;
  }
  return TRUE;
}

GPtrArray *
confab_ini_lines_scan (const char *text, gsize length, const char *path, GError **error)
{
  Scan scan = { path, 1, NULL, NULL, NULL };
  gboolean good;

  scan.groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  scan.found = g_ptr_array_new_with_free_func (ini_line_free);
  good = scan_lines (&scan, text, length, error);
  g_hash_table_unref (scan.groups);
  g_free (scan.group);
  if (!good)
    g_clear_pointer (&scan.found, g_ptr_array_unref);
  return scan.found;
}

guint
confab_ini_lines_find (const GPtrArray *lines, const char *group, const char *key)
{
  for (guint i = 0; i < lines->len; i++) {
    const ConfabIniLine *line = lines->pdata[i];

    if (g_str_equal (line->group, group) && g_str_equal (line->key, key))
      return line->line;
  }
  return 0;
}
