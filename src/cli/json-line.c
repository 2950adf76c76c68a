/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/json-line.h"

#include <math.h>

#define MAX_DECIMALS 6

static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++) {
    guchar c = (guchar) *p;

    if (c == '"' || c == '\\')
      g_string_append_printf (text, "\\%c", c);
    else if (c < 0x20 || c == 0x7f)
      g_string_append_printf (text, "\\u%04x", c);
    else
      g_string_append_c (text, (char) c);
  }
  g_string_append_c (text, '"');
}

static void
begin_member (ConfabJsonLine *self, const char *key)
{
  if (self->needs_comma)
    g_string_append (self->text, ", ");
  self->needs_comma = TRUE;
  if (key == NULL)
    return;
  append_string (self->text, key);
  g_string_append (self->text, ": ");
}

void
confab_json_line_init (ConfabJsonLine *self)
{
  self->text = g_string_new ("{");
  self->needs_comma = FALSE;
}

char *
confab_json_line_finish (ConfabJsonLine *self)
{
  g_string_append (self->text, "}\n");
  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

void
confab_json_line_string (ConfabJsonLine *self, const char *key, const char *value_or_null)
{
  g_autofree char *valid = NULL;

  if (value_or_null == NULL) {
    confab_json_line_null (self, key);
    return;
  }
  valid = g_utf8_make_valid (value_or_null, -1);
  begin_member (self, key);
  append_string (self->text, valid);
}

void
confab_json_line_bool (ConfabJsonLine *self, const char *key, gboolean value)
{
  begin_member (self, key);
  g_string_append (self->text, value ? "true" : "false");
}

void
confab_json_line_int (ConfabJsonLine *self, const char *key, gint64 value)
{
  begin_member (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
confab_json_line_number (ConfabJsonLine *self, const char *key, double value, guint decimals)
{
  static const char *const formats[] = { "%.0f", "%.1f", "%.2f", "%.3f", "%.4f", "%.5f", "%.6f" };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  /* Beyond 2^53 a double is no exact count any more, and its digits would not fit. */
  if (!isfinite (value) || fabs (value) > 9007199254740992.0) {
    confab_json_line_null (self, key);
    return;
  }
  begin_member (self, key);
  g_ascii_formatd (digits, sizeof digits, formats[MIN (decimals, MAX_DECIMALS)], value);
  g_string_append (self->text, digits);
}

void
confab_json_line_null (ConfabJsonLine *self, const char *key)
{
  begin_member (self, key);
  g_string_append (self->text, "null");
}

static void
open_bracket (ConfabJsonLine *self, const char *key, char bracket)
{
  begin_member (self, key);
  g_string_append_c (self->text, bracket);
  self->needs_comma = FALSE;
}

static void
close_bracket (ConfabJsonLine *self, char bracket)
{
  g_string_append_c (self->text, bracket);
  self->needs_comma = TRUE;
}

void
confab_json_line_begin_object (ConfabJsonLine *self, const char *key)
{
  open_bracket (self, key, '{');
}

void
confab_json_line_end_object (ConfabJsonLine *self)
{
  close_bracket (self, '}');
}

void
confab_json_line_begin_array (ConfabJsonLine *self, const char *key)
{
  open_bracket (self, key, '[');
}

void
confab_json_line_end_array (ConfabJsonLine *self)
{
  close_bracket (self, ']');
}
