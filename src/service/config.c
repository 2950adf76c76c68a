/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration as a whole: reading it by the table of keys, and what must fit together. */
#include "service/config-keys.h"
#include "service/ini-lines.h"

#include "protocol/protocol.h"
#include "service/address-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More than any configuration needs; a file larger than this is something else. */
#define MAX_CONFIG_BYTES ((gsize) 1024 * 1024)

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, sentence);
  return FALSE;
}

static char *
resolve_path (const char *folder, const char *path)
{
  return g_path_is_absolute (path) ? g_strdup (path) : g_build_filename (folder, path, NULL);
}

/* The first line, so that a file made by an editor or by `openssl rand -hex 32 >` will do. */
static char *
read_secret (const char *path, GError **error)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) problem = NULL;

  if (!g_file_get_contents (path, &contents, NULL, &problem)) {
    refuse (error, problem->message);
    return NULL;
  }
  contents[strcspn (contents, "\r\n")] = '\0';
  return g_steal_pointer (&contents);
}

static gboolean
read_list (const ConfabConfigKey *key, const char *text, GStrv *field, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*g_strstrip (parts[i]) == '\0')
      continue;
    if (!key->check (parts[i], error))
      return FALSE;
    g_strv_builder_add (list, parts[i]);
  }
  g_strfreev (*field);
  *field = g_strv_builder_end (list);
  return TRUE;
}

static gboolean
read_text (const ConfabConfigKey *key, char *text, char **field, GError **error)
{
  g_autofree char *owned = text;

  if (owned == NULL || (key->check != NULL && !key->check (owned, error)))
    return FALSE;
  g_free (*field);
  *field = g_steal_pointer (&owned);
  return TRUE;
}

static gboolean
read_count (const ConfabConfigKey *key, const char *text, guint *field, GError **error)
{
  guint64 count;
  g_autofree char *sentence = NULL;

  if (g_ascii_string_to_unsigned (text, 10, key->least, key->most, &count, NULL)) {
    *field = (guint) count;
    return TRUE;
  }
  sentence =
      g_strdup_printf (_ ("“%s” is a whole number from %u to %u"), key->key, key->least, key->most);
  return refuse (error, sentence);
}

static gboolean
read_value (const ConfabConfigKey *key, const char *text, const char *folder,
            ConfabServiceConfig *config, GError **error)
{
  gpointer field = confab_config_key_field (key, config);
  g_autofree char *path = NULL;

  switch (key->kind) {
  case CONFAB_CONFIG_TEXT:
    return read_text (key, g_strdup (text), field, error);
  case CONFAB_CONFIG_FILE:
    if (key->check != NULL && !key->check (text, error))
      return FALSE;
    return read_text (key, resolve_path (folder, text), field, error);
  case CONFAB_CONFIG_SECRET_FILE:
    path = resolve_path (folder, text);
    return read_text (key, read_secret (path, error), field, error);
  case CONFAB_CONFIG_LIST:
    return read_list (key, text, field, error);
  case CONFAB_CONFIG_COUNT:
    return read_count (key, text, field, error);
  default:
    g_return_val_if_reached (FALSE);
  }
}

static gboolean
read_line (const ConfabIniLine *line, GKeyFile *file, const char *folder,
           ConfabServiceConfig *config, GError **error)
{
  const ConfabConfigKey *key = confab_config_key_find (line->group, line->key);
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) problem = NULL;

  if (key != NULL) {
    text = g_key_file_get_string (file, line->group, line->key, &problem);
    if (problem != NULL) /* a bad escape comes with an error and a text */
      return refuse (error, problem->message);
    return read_value (key, g_strstrip (text), folder, config, error);
  }
  if (confab_config_group_exists (line->group))
    sentence = g_strdup_printf (_ ("There is no key “%s” in [%s]; confabd.ini.sample lists all"),
                                line->key, line->group);
  else
    sentence =
        g_strdup_printf (_ ("There is no group [%s]; confabd.ini.sample lists all"), line->group);
  return refuse (error, sentence);
}

static gboolean
read_lines (GPtrArray *lines, GKeyFile *file, const char *path, ConfabServiceConfig *config,
            GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < lines->len; i++) {
    const ConfabIniLine *line = lines->pdata[i];
    g_autoptr (GError) problem = NULL;

    if (!read_line (line, file, folder, config, &problem)) {
      g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, "%s:%u: %s", path,
                   line->line, problem->message);
      return FALSE;
    }
  }
  return TRUE;
}

ConfabServiceConfig *
confab_service_config_parse (const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (GPtrArray) lines = confab_ini_lines_scan (text, length, path, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (ConfabServiceConfig) config = confab_service_config_new ();
  g_autoptr (GError) problem = NULL;

  if (lines == NULL)
    return NULL;
  if (length > 0 && !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &problem)) {
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, "%s: %s", path,
                 problem->message);
    return NULL;
  }
  if (!read_lines (lines, file, path, config, error))
    return NULL;
  if (confab_ini_lines_find (lines, "turn", "secret") != 0 &&
      confab_ini_lines_find (lines, "turn", "secret-file") != 0) {
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, "%s:%u: %s", path,
                 confab_ini_lines_find (lines, "turn", "secret-file"),
                 _ ("“secret” and “secret-file” are two ways to say the same; keep one"));
    return NULL;
  }
  return g_steal_pointer (&config);
}

ConfabServiceConfig *
confab_service_config_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) problem = NULL;

  if (!g_file_get_contents (path, &text, &length, &problem)) {
    refuse (error, problem->message);
    return NULL;
  }
  if (length > MAX_CONFIG_BYTES) {
    g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG,
                 _ ("%s: This is too large to be a configuration"), path);
    return NULL;
  }
  return confab_service_config_parse (text, length, path, error);
}

static gboolean
check_list (const ConfabConfigKey *key, GStrv list, GError **error)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (!key->check (list[i], error))
      return FALSE;
  return TRUE;
}

/* A struct filled by hand goes by the same rules as a file. */
static gboolean
check_value (const ConfabConfigKey *key, ConfabServiceConfig *config, GError **error)
{
  gpointer field = confab_config_key_field (key, config);
  guint count;

  if (key->kind == CONFAB_CONFIG_LIST)
    return check_list (key, *(GStrv *) field, error);
  if (key->kind != CONFAB_CONFIG_COUNT)
    return *(char **) field == NULL || key->check (*(char **) field, error);
  count = *(guint *) field;
  if (count >= key->least && count <= key->most)
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG,
               _ ("“%s” is a whole number from %u to %u"), key->key, key->least, key->most);
  return FALSE;
}

static gboolean
needs_turn_secret (const ConfabServiceConfig *config)
{
  for (guint i = 0; config->ice_urls != NULL && config->ice_urls[i] != NULL; i++)
    if (g_str_has_prefix (config->ice_urls[i], "turn"))
      return TRUE;
  return FALSE;
}

/* Plain HTTP would show names and who meets whom to the network, and let it forge the rest. */
static gboolean
check_transport (const ConfabServiceConfig *config, GError **error)
{
  g_autoptr (GSocketAddress) address = confab_listen_address_parse (config->listen);
  gboolean has_proxy = config->proxies != NULL && config->proxies[0] != NULL;

  if ((config->certificate_file == NULL) != (config->key_file == NULL))
    return refuse (error, _ ("TLS needs both: a certificate and its key ([tls] certificate, key)"));
  if (config->certificate_file != NULL || config->self_signed || has_proxy ||
      confab_address_is_loopback (address))
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_LISTEN,
               _ ("Without TLS this service answers this computer only, and %s can be reached from "
                  "others. Give it a certificate ([tls] certificate, key), name the proxy in front "
                  "of it ([proxy] addresses), or listen on 127.0.0.1"),
               config->listen);
  return FALSE;
}

gboolean
confab_service_config_check (const ConfabServiceConfig *config, GError **error)
{
  if (config->listen == NULL || config->state_dir == NULL)
    return refuse (error, _ ("The address to listen on or the folder for the database is missing "
                             "([service] listen, state)"));
  for (guint i = 0; i < confab_n_config_keys; i++)
    if (!check_value (&confab_config_keys[i], (ConfabServiceConfig *) config, error))
      return FALSE;
  if (needs_turn_secret (config) && config->turn_secret == NULL)
    return refuse (error, _ ("TURN servers are named, but not the secret they share with this "
                             "service ([turn] secret or secret-file)"));
  return check_transport (config, error);
}

gboolean
confab_service_config_try_files (const ConfabServiceConfig *config, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GError) problem = NULL;

  if (config->certificate_file == NULL)
    return TRUE;
  certificate =
      g_tls_certificate_new_from_files (config->certificate_file, config->key_file, &problem);
  if (certificate != NULL)
    return TRUE;
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CERTIFICATE,
               _ ("The TLS certificate %s or its key %s can not be used: %s"),
               config->certificate_file, config->key_file, problem->message);
  return FALSE;
}
