/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each key of an INI text stands. GKeyFile reads the values, but tells no line and lets the last of
 * two equal keys win; so the text is walked once before, by GKeyFile's own rules for lines. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ConfabIniLine: one "key = value"; @line counts from 1. */
typedef struct {
  char *group;
  char *key;
  guint line;
} ConfabIniLine;

/* Returns: (transfer full): every key in order (of ConfabIniLine), or %NULL with @error; its message begins "@path:LINE: ".
 * Refused: what is no group, key or comment; a key before the first group; a group or key a second time;
 * bytes that are not UTF-8. */
GPtrArray *confab_ini_lines_scan (const char *text, gsize length, const char *path, GError **error);

/* The line of a key that is there, else 0. */
guint confab_ini_lines_find (const GPtrArray *lines, const char *group, const char *key);

G_END_DECLS
