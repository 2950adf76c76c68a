/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of standard input as a value. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_COMMAND_LINE_EMPTY,
  CONFAB_COMMAND_LINE_UNKNOWN,
  CONFAB_COMMAND_LINE_BAD,     /* the command exists, its arguments are wrong */
  CONFAB_COMMAND_LINE_MISSING, /* of docs/cli.md, but not in this version */
  CONFAB_COMMAND_LINE_CHAT,
  CONFAB_COMMAND_LINE_MUTE,
  CONFAB_COMMAND_LINE_UNMUTE,
  CONFAB_COMMAND_LINE_ADMIT,
  CONFAB_COMMAND_LINE_REMOVE,
  CONFAB_COMMAND_LINE_LOCK,
  CONFAB_COMMAND_LINE_UNLOCK,
  CONFAB_COMMAND_LINE_HAND,
  CONFAB_COMMAND_LINE_CAMERA,
  CONFAB_COMMAND_LINE_MIC,
  CONFAB_COMMAND_LINE_SAFETY_NUMBER,
  CONFAB_COMMAND_LINE_CONFIRM,
  CONFAB_COMMAND_LINE_STATS,
  CONFAB_COMMAND_LINE_LEAVE,
  CONFAB_COMMAND_LINE_END,
} ConfabCommandLineKind;

typedef enum {
  CONFAB_COMMAND_WORD_NONE,
  CONFAB_COMMAND_WORD_AUDIO,
  CONFAB_COMMAND_WORD_VIDEO,
  CONFAB_COMMAND_WORD_UP,
  CONFAB_COMMAND_WORD_DOWN,
} ConfabCommandWord;

/**
 * ConfabCommandLine:
 * @name: the first word, as typed; empty for an empty line
 * @argument: what follows it, without white space at its ends; empty if nothing does
 * @word: what @argument is, where it is a fixed word
 * @usage: (nullable): how the command is used, for BAD
 */
typedef struct {
  ConfabCommandLineKind kind;
  char *name;
  char *argument;
  ConfabCommandWord word;
  const char *usage;
} ConfabCommandLine;

/* @line: without line feed, any bytes. */
void confab_command_line_parse (const char *line, ConfabCommandLine *out);
void confab_command_line_clear (ConfabCommandLine *command);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabCommandLine, confab_command_line_clear)

G_END_DECLS
