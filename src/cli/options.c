/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "base/base.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (confab_cli_error, confab_cli_error)

/* A day of 24 h in seconds, times 365: what is longer is a slip of the finger. */
#define MAX_SECONDS (365.0 * 86400.0)

static const struct {
  const char *name;
  ConfabCliCommand command;
  guint n_arguments;
} commands[] = {
  { "create", CONFAB_CLI_CREATE, 0 },     { "join", CONFAB_CLI_JOIN, 1 },
  { "check", CONFAB_CLI_CHECK, 1 },       { "devices", CONFAB_CLI_DEVICES, 0 },
  { "identity", CONFAB_CLI_IDENTITY, 0 }, { "safety-number", CONFAB_CLI_SAFETY_NUMBER, 2 },
  { "--version", CONFAB_CLI_VERSION, 0 }, { "--help", CONFAB_CLI_HELP, 0 },
};

/* Of docs/cli.md, but not in this version: said as such, not as a slip. */
static const char *const missing_commands[] = { "crowd", "effects", "recordings", "windows", NULL };

static const char usage[] =
    "confab-cli create [--service URL] [--profile DIR] [--room ID] [--e2ee|--transport]\n"
    "                  [--waiting-room] [--certificate SHA256]\n"
    "confab-cli join LINK [--name N] [--camera SRC] [--mic SRC] [--profile DIR] [--for SECONDS]\n"
    "                [--stats SECONDS] [--save DIR] [--relay-only]\n"
    "confab-cli check LINK\n"
    "confab-cli devices\n"
    "confab-cli identity [--profile DIR]\n"
    "confab-cli safety-number KEY1 KEY2\n"
    "\n"
    "SRC: none, test, default, a device's name, or a file (y4m, mp4, webm, wav, ogg).\n"
    "join reads commands from standard input: chat TEXT, mute audio|video, unmute audio|video,\n"
    "stats, admit WHO, remove WHO, lock, unlock, hand up|down, leave, end.\n";

const char *
confab_cli_options_usage (void)
{
  return usage;
}

void
confab_cli_options_clear (ConfabCliOptions *options)
{
  g_strfreev (options->arguments);
  g_free (options->profile);
  g_free (options->service);
  g_free (options->room);
  g_clear_pointer (&options->certificate, g_bytes_unref);
  g_free (options->name);
  g_free (options->camera);
  g_free (options->mic);
  g_free (options->save_dir);
}

/* What the option parser fills beside the options themselves. */
typedef struct {
  gboolean e2ee;
  char *share, *background, *record, *password, *certificate;
  char **rest;
} Extra;

static void
extra_clear (Extra *extra)
{
  g_free (extra->share);
  g_free (extra->background);
  g_free (extra->record);
  g_free (extra->password);
  g_free (extra->certificate);
  g_strfreev (extra->rest);
}

static gboolean
parse_entries (const GOptionEntry *entries, char **arguments, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) copy = g_strdupv (arguments);

  g_autoptr (GError) reason = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse_strv (context, &copy, &reason))
    return TRUE;
  g_set_error (error, CONFAB_CLI_ERROR, 0, _ ("%s; see confab-cli --help"), reason->message);
  return FALSE;
}

static gboolean
parse_create (char **arguments, ConfabCliOptions *o, Extra *extra, GError **error)
{
  const GOptionEntry entries[] = {
    { "service", 0, 0, G_OPTION_ARG_STRING, &o->service, NULL, NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &o->profile, NULL, NULL },
    { "room", 0, 0, G_OPTION_ARG_STRING, &o->room, NULL, NULL },
    { "e2ee", 0, 0, G_OPTION_ARG_NONE, &extra->e2ee, NULL, NULL },
    { "transport", 0, 0, G_OPTION_ARG_NONE, &o->transport, NULL, NULL },
    { "waiting-room", 0, 0, G_OPTION_ARG_NONE, &o->waiting_room, NULL, NULL },
    { "certificate", 0, 0, G_OPTION_ARG_STRING, &extra->certificate, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &extra->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  return parse_entries (entries, arguments, error);
}

static gboolean
parse_join (char **arguments, ConfabCliOptions *o, Extra *extra, GError **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &o->name, NULL, NULL },
    { "camera", 0, 0, G_OPTION_ARG_FILENAME, &o->camera, NULL, NULL },
    { "mic", 0, 0, G_OPTION_ARG_FILENAME, &o->mic, NULL, NULL },
    { "share", 0, 0, G_OPTION_ARG_STRING, &extra->share, NULL, NULL },
    { "background", 0, 0, G_OPTION_ARG_STRING, &extra->background, NULL, NULL },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &extra->record, NULL, NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &o->profile, NULL, NULL },
    { "password", 0, 0, G_OPTION_ARG_STRING, &extra->password, NULL, NULL },
    { "for", 0, 0, G_OPTION_ARG_DOUBLE, &o->for_s, NULL, NULL },
    { "stats", 0, 0, G_OPTION_ARG_DOUBLE, &o->stats_s, NULL, NULL },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &o->save_dir, NULL, NULL },
    { "relay-only", 0, 0, G_OPTION_ARG_NONE, &o->relay_only, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &extra->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  return parse_entries (entries, arguments, error);
}

static gboolean
parse_other (char **arguments, ConfabCliOptions *o, Extra *extra, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &o->profile, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &extra->rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  return parse_entries (entries, arguments, error);
}

static gboolean
check_missing (const Extra *extra, GError **error)
{
  const struct {
    const char *name;
    const char *value;
  } missing[] = {
    { "--share", extra->share },
    { "--background", extra->background },
    { "--record", extra->record },
    { "--password", extra->password },
  };

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++) {
    if (missing[i].value == NULL)
      continue;
    g_set_error (error, CONFAB_CLI_ERROR, 0, _ ("%s is not available in this version"),
                 missing[i].name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_seconds (const char *option, double seconds, GError **error)
{
  if (seconds >= 0 && seconds <= MAX_SECONDS)
    return TRUE;
  g_set_error (error, CONFAB_CLI_ERROR, 0, _ ("%s takes a number of seconds"), option);
  return FALSE;
}

/* A path that is not there would otherwise be tried as a device's name, in the middle of a meeting. */
static gboolean
check_source (const char *option, const char *source, GError **error)
{
  if (source == NULL || strchr (source, G_DIR_SEPARATOR) == NULL ||
      g_file_test (source, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  g_set_error (error, CONFAB_CLI_ERROR, 0, _ ("%s: there is no file %s"), option, source);
  return FALSE;
}

/* As "openssl x509 -fingerprint -sha256" prints it, or without the colons. */
static gboolean
read_certificate (ConfabCliOptions *o, const Extra *extra, GError **error)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *hex = NULL;
  guint8 sha256[CONFAB_DIGEST_BYTES];

  if (extra->certificate == NULL)
    return TRUE;
  parts = g_strsplit (extra->certificate, ":", -1);
  joined = g_strjoinv ("", parts);
  hex = g_ascii_strdown (joined, -1);
  if (confab_hex_decode (hex, sha256, sizeof sha256)) {
    o->certificate = g_bytes_new (sha256, sizeof sha256);
    return TRUE;
  }
  g_set_error_literal (error, CONFAB_CLI_ERROR, 0,
                       _ ("--certificate takes 64 digits of 0-9 and a-f, as “openssl x509 "
                          "-fingerprint -sha256” prints them"));
  return FALSE;
}

static gboolean
check_values (ConfabCliOptions *o, const Extra *extra, GError **error)
{
  if (extra->e2ee && o->transport) {
    g_set_error_literal (error, CONFAB_CLI_ERROR, 0,
                         _ ("A meeting is either --e2ee or --transport, not both"));
    return FALSE;
  }
  return check_missing (extra, error) && read_certificate (o, extra, error) &&
         check_seconds ("--for", o->for_s, error) && check_seconds ("--stats", o->stats_s, error) &&
         check_source ("--camera", o->camera, error) && check_source ("--mic", o->mic, error);
}

static gboolean
take_arguments (ConfabCliOptions *o, Extra *extra, guint wanted, GError **error)
{
  guint given = extra->rest != NULL ? g_strv_length (extra->rest) : 0;

  if (given != wanted) {
    g_set_error_literal (error, CONFAB_CLI_ERROR, 0,
                         given < wanted ? _ ("Something is missing; see confab-cli --help")
                                        : _ ("That is one word too many; see confab-cli --help"));
    return FALSE;
  }
  o->arguments = extra->rest != NULL ? g_steal_pointer (&extra->rest) : g_new0 (char *, 1);
  return TRUE;
}

static gboolean
find_command (const char *name, ConfabCliCommand *command, guint *n_arguments, GError **error)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++) {
    if (g_str_equal (name, commands[i].name)) {
      *command = commands[i].command;
      *n_arguments = commands[i].n_arguments;
      return TRUE;
    }
  }
  if (name != NULL && g_strv_contains (missing_commands, name))
    g_set_error (error, CONFAB_CLI_ERROR, 0, _ ("“%s” is not available in this version"), name);
  else
    g_set_error_literal (error, CONFAB_CLI_ERROR, 0,
                         _ ("Say what to do: create, join LINK, check LINK, devices, identity or "
                            "safety-number KEY1 KEY2; see confab-cli --help"));
  return FALSE;
}

gboolean
confab_cli_options_parse (char **arguments, ConfabCliOptions *options, GError **error)
{
  Extra extra = { 0 };
  guint n_arguments;
  gboolean good;

  memset (options, 0, sizeof *options);
  if (!find_command (arguments[0] != NULL ? arguments[1] : NULL, &options->command, &n_arguments,
                     error))
    return FALSE;
  /* The command stands where the option parser expects the program's name. */
  if (options->command == CONFAB_CLI_CREATE)
    good = parse_create (arguments + 1, options, &extra, error);
  else if (options->command == CONFAB_CLI_JOIN)
    good = parse_join (arguments + 1, options, &extra, error);
  else
    good = parse_other (arguments + 1, options, &extra, error);
  good = good && check_values (options, &extra, error) &&
         take_arguments (options, &extra, n_arguments, error);
  extra_clear (&extra);
  return good;
}
