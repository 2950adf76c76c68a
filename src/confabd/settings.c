/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confabd/settings.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *config_file;
  char *listen;
  char *state_dir;
  gboolean version;
  GStrv words;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config_file);
  g_free (options->listen);
  g_free (options->state_dir);
  g_strfreev (options->words);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 'c', 0, G_OPTION_ARG_FILENAME, &options->config_file,
      N_ ("Read this file instead of " CONFABD_CONFIG_FILE), N_ ("FILE") },
    { "listen", 'l', 0, G_OPTION_ARG_STRING, &options->listen,
      N_ ("Listen here; port 0 takes a free one"), N_ ("HOST:PORT") },
    { "state", 's', 0, G_OPTION_ARG_FILENAME, &options->state_dir,
      N_ ("Keep the database in this folder"), N_ ("DIR") },
    { "version", 'v', 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version and exit"),
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[check-config]");

  g_option_context_set_summary (
      context, _ ("The meeting service of Confab: rooms, signalling and credentials for TURN.\n"
                  "With “check-config” it only says whether the configuration can be used."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

/* The only word there is; anything else is a mistake better said than ignored. */
static gboolean
read_words (const Options *options, gboolean *only_check, GError **error)
{
  *only_check = FALSE;
  if (options->words == NULL)
    return TRUE;
  if (options->words[1] == NULL && g_str_equal (options->words[0], "check-config")) {
    *only_check = TRUE;
    return TRUE;
  }
  g_set_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG,
               _ ("confabd does not know “%s”; confabd --help says what it knows"),
               options->words[0]);
  return FALSE;
}

/* systemd names the folder it made for us; by hand it is one of the user's own. */
static char *
default_state_dir (void)
{
  const char *given = g_getenv ("STATE_DIRECTORY");

  if (given != NULL && *given != '\0')
    return g_strdup (given);
  return g_build_filename (g_get_user_data_dir (), "confabd", NULL);
}

static gboolean
load_config (ConfabdSettings *settings, const Options *options, GError **error)
{
  if (options->config_file != NULL)
    settings->config_file = g_strdup (options->config_file);
  else if (g_file_test (CONFABD_CONFIG_FILE, G_FILE_TEST_EXISTS))
    settings->config_file = g_strdup (CONFABD_CONFIG_FILE);

  settings->config = settings->config_file != NULL
                         ? confab_service_config_load (settings->config_file, error)
                         : confab_service_config_new ();
  return settings->config != NULL;
}

static void
override (char **field, char **value)
{
  if (*value == NULL)
    return;
  g_free (*field);
  *field = g_steal_pointer (value);
}

gboolean
confabd_settings_read (ConfabdSettings *settings, int *argc, char ***argv, GError **error)
{
  g_auto (Options) options = { 0 };

  if (!parse_options (&options, argc, argv, error) ||
      !read_words (&options, &settings->only_check, error))
    return FALSE;
  settings->only_version = options.version;
  if (options.version)
    return TRUE;
  if (!load_config (settings, &options, error))
    return FALSE;

  override (&settings->config->listen, &options.listen);
  override (&settings->config->state_dir, &options.state_dir);
  if (settings->config->state_dir == NULL)
    settings->config->state_dir = default_state_dir ();
  return confab_service_config_check (settings->config, error) &&
         (!settings->only_check || confab_service_config_try_files (settings->config, error));
}

void
confabd_settings_clear (ConfabdSettings *settings)
{
  g_clear_pointer (&settings->config, confab_service_config_free);
  g_clear_pointer (&settings->config_file, g_free);
}
