/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as a value. No I/O but for looking whether a named file is there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_CLI_CREATE,
  CONFAB_CLI_JOIN,
  CONFAB_CLI_CHECK,
  CONFAB_CLI_DEVICES,
  CONFAB_CLI_IDENTITY,
  CONFAB_CLI_SAFETY_NUMBER,
  CONFAB_CLI_VERSION,
  CONFAB_CLI_HELP,
} ConfabCliCommand;

/* Strings are %NULL where not given. */
typedef struct {
  ConfabCliCommand command;
  GStrv arguments; /* LINK, or KEY1 KEY2; as many as the command takes */
  char *profile;
  char *service;
  char *room;
  gboolean transport;
  gboolean waiting_room;
  GBytes *certificate; /* SHA-256 of the service's */
  char *name;
  char *camera;
  char *mic;
  char *save_dir;
  gboolean relay_only;
  double for_s;
  double stats_s;
} ConfabCliOptions;

void confab_cli_options_clear (ConfabCliOptions *options);

/* @arguments: %NULL-terminated, with the program's name. FALSE with a sentence in @error. */
gboolean confab_cli_options_parse (char **arguments, ConfabCliOptions *options, GError **error);

/* What --help prints. */
const char *confab_cli_options_usage (void);

#define CONFAB_CLI_ERROR (confab_cli_error_quark ())
GQuark confab_cli_error_quark (void);

G_END_DECLS
