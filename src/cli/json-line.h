/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one JSON object as one line: members in the order of the calls, numbers with as many decimals as
 * are meant. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GString *text;
  gboolean needs_comma;
} ConfabJsonLine;

/* @self is begun with an open object. */
void confab_json_line_init (ConfabJsonLine *self);

/* Closes the object. Returns: (transfer full): the line, with its line feed */
char *confab_json_line_finish (ConfabJsonLine *self);

/* In all of these @key is %NULL inside an array. */
void confab_json_line_string (ConfabJsonLine *self, const char *key, const char *value_or_null);
void confab_json_line_bool (ConfabJsonLine *self, const char *key, gboolean value);
void confab_json_line_int (ConfabJsonLine *self, const char *key, gint64 value);
/* What is not finite is not known: null. */
void confab_json_line_number (ConfabJsonLine *self, const char *key, double value, guint decimals);
void confab_json_line_null (ConfabJsonLine *self, const char *key);

void confab_json_line_begin_object (ConfabJsonLine *self, const char *key);
void confab_json_line_end_object (ConfabJsonLine *self);
void confab_json_line_begin_array (ConfabJsonLine *self, const char *key);
void confab_json_line_end_array (ConfabJsonLine *self);

G_END_DECLS
