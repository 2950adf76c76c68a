/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/tests/model-vectors.h"

#include <string.h>

#include "base/base.h"

static GHashTable *
load (void)
{
  GHashTable *values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (CONFAB_MODEL_VECTORS, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", 2);
    gsize length = strlen (words[1]) / 2;
    guint8 *bytes = g_malloc (length);

    g_assert_true (confab_hex_decode (words[1], bytes, length));
    g_hash_table_insert (values, g_strdup (words[0]), g_bytes_new_take (bytes, length));
  }
  return values;
}

GBytes *
model_bytes (const char *name)
{
  static GHashTable *values;
  GBytes *found;

  if (values == NULL)
    values = load ();
  found = g_hash_table_lookup (values, name);
  if (found == NULL)
    g_error ("%s has no value called %s", CONFAB_MODEL_VECTORS, name);
  return g_bytes_ref (found);
}

void
model_copy (const char *name, guint8 *out, gsize length)
{
  g_autoptr (GBytes) value = model_bytes (name);

  g_assert_cmpuint (g_bytes_get_size (value), ==, length);
  memcpy (out, g_bytes_get_data (value, NULL), length);
}

void
assert_is_model (const char *name, const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) value = model_bytes (name);
  g_autofree char *expected =
      confab_hex_encode (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  g_autofree char *found = confab_hex_encode (bytes, length);

  g_assert_cmpstr (found, ==, expected);
}

void
assert_bytes_are_model (const char *name, GBytes *bytes)
{
  gsize length;
  const guint8 *data;

  g_assert_nonnull (bytes);
  data = g_bytes_get_data (bytes, &length);
  assert_is_model (name, data, length);
}
