/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include <string.h>

typedef enum { TAKES_NOTHING, TAKES_TEXT, TAKES_KIND, TAKES_DIRECTION } Argument;

static const struct {
  const char *name;
  ConfabCommandLineKind kind;
  Argument argument;
  const char *usage;
} commands[] = {
  { "chat", CONFAB_COMMAND_LINE_CHAT, TAKES_TEXT, "chat TEXT" },
  { "mute", CONFAB_COMMAND_LINE_MUTE, TAKES_KIND, "mute audio|video" },
  { "unmute", CONFAB_COMMAND_LINE_UNMUTE, TAKES_KIND, "unmute audio|video" },
  { "admit", CONFAB_COMMAND_LINE_ADMIT, TAKES_TEXT, "admit WHO" },
  { "remove", CONFAB_COMMAND_LINE_REMOVE, TAKES_TEXT, "remove WHO" },
  { "lock", CONFAB_COMMAND_LINE_LOCK, TAKES_NOTHING, "lock" },
  { "unlock", CONFAB_COMMAND_LINE_UNLOCK, TAKES_NOTHING, "unlock" },
  { "hand", CONFAB_COMMAND_LINE_HAND, TAKES_DIRECTION, "hand up|down" },
  { "camera", CONFAB_COMMAND_LINE_CAMERA, TAKES_TEXT, "camera SRC" },
  { "mic", CONFAB_COMMAND_LINE_MIC, TAKES_TEXT, "mic SRC" },
  { "safety-number", CONFAB_COMMAND_LINE_SAFETY_NUMBER, TAKES_TEXT, "safety-number WHO" },
  { "confirm", CONFAB_COMMAND_LINE_CONFIRM, TAKES_NOTHING, "confirm" },
  { "stats", CONFAB_COMMAND_LINE_STATS, TAKES_NOTHING, "stats" },
  { "leave", CONFAB_COMMAND_LINE_LEAVE, TAKES_NOTHING, "leave" },
  { "end", CONFAB_COMMAND_LINE_END, TAKES_NOTHING, "end" },
  { "share", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "share SRC|stop" },
  { "record", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "record start|stop|pause" },
  { "consent", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "consent yes|no|unrecorded" },
  { "control", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "control request|grant|revoke|…" },
  { "background", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "background SPEC" },
  { "view", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "view WHO WIDTHxHEIGHT" },
  { "verify", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "verify WHO" },
  { "role", CONFAB_COMMAND_LINE_MISSING, TAKES_TEXT, "role WHO ROLE" },
};

static ConfabCommandWord
read_word (Argument takes, const char *argument)
{
  if (takes == TAKES_KIND && g_str_equal (argument, "audio"))
    return CONFAB_COMMAND_WORD_AUDIO;
  if (takes == TAKES_KIND && g_str_equal (argument, "video"))
    return CONFAB_COMMAND_WORD_VIDEO;
  if (takes == TAKES_DIRECTION && g_str_equal (argument, "up"))
    return CONFAB_COMMAND_WORD_UP;
  if (takes == TAKES_DIRECTION && g_str_equal (argument, "down"))
    return CONFAB_COMMAND_WORD_DOWN;
  return CONFAB_COMMAND_WORD_NONE;
}

static gboolean
fits (Argument takes, const ConfabCommandLine *command)
{
  switch (takes) {
  case TAKES_NOTHING:
    return *command->argument == '\0';
  case TAKES_TEXT:
    return *command->argument != '\0';
  default:
    return command->word != CONFAB_COMMAND_WORD_NONE;
  }
}

static void
look_up (ConfabCommandLine *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (!g_str_equal (command->name, commands[i].name))
      continue;
    command->usage = commands[i].usage;
    command->word = read_word (commands[i].argument, command->argument);
    command->kind = commands[i].kind;
    if (command->kind != CONFAB_COMMAND_LINE_MISSING && !fits (commands[i].argument, command))
      command->kind = CONFAB_COMMAND_LINE_BAD;
    return;
  }
  command->kind = CONFAB_COMMAND_LINE_UNKNOWN;
}

void
confab_command_line_parse (const char *line, ConfabCommandLine *out)
{
  g_autofree char *text = g_strstrip (g_utf8_make_valid (line, -1));
  gsize name_length = strcspn (text, " \t");

  memset (out, 0, sizeof *out);
  out->name = g_strndup (text, name_length);
  out->argument = g_strdup (g_strchug (text + name_length));
  if (*out->name == '\0')
    out->kind = CONFAB_COMMAND_LINE_EMPTY;
  else
    look_up (out);
}

void
confab_command_line_clear (ConfabCommandLine *command)
{
  g_free (command->name);
  g_free (command->argument);
}
