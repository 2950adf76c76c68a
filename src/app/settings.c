/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/settings.h"

#include <glib/gi18n.h>

#define SCHEMA "app.confab.Confab"

static GSettings *settings;

/* A build that was not installed brings its schema along. */
static GSettingsSchema *
look_up_schema (void)
{
  const char *dir = g_getenv ("CONFAB_SCHEMA_DIR");
  g_autoptr (GSettingsSchemaSource) own = NULL;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  if (dir != NULL)
    own = g_settings_schema_source_new_from_directory (dir, source, TRUE, NULL);
  if (own != NULL)
    source = own;
  return source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
}

gboolean
confab_settings_load (GError **error)
{
  g_autoptr (GSettingsSchema) schema = look_up_schema ();

  if (schema == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _ ("Confab's settings schema is missing; install Confab again"));
    return FALSE;
  }
  settings = g_settings_new_full (schema, NULL, NULL);
  return TRUE;
}

GSettings *
confab_settings_get (void)
{
  g_return_val_if_fail (settings != NULL, NULL);
  return settings;
}
