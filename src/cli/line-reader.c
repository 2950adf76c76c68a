/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/line-reader.h"

#include <stdio.h>
#include <string.h>

/* A chat text has at most 4096 code points; what is longer is cut, and refused as too long later. */
#define MAX_LINE_BYTES 32768

/* Main thread. */
static void (*line_handler) (const char *line, gpointer user_data);
static gpointer handler_data;

static gboolean
on_line (gpointer user_data)
{
  if (line_handler != NULL)
    line_handler (user_data, handler_data);
  return G_SOURCE_REMOVE;
}

static void
skip_rest_of_line (void)
{
  int c;

  do
    c = getchar ();
  while (c != EOF && c != '\n');
}

/* Reader thread. Not g_main_context_invoke(): while the program ends nobody runs the main context, and the
 * line would be obeyed right here. */
static void
hand_over (const char *line)
{
  g_autoptr (GSource) idle = g_idle_source_new ();

  g_source_set_priority (idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (idle, on_line, g_strdup (line), g_free);
  g_source_attach (idle, NULL);
}

/* Reader thread. */
static gpointer
read_lines (gpointer unused)
{
  g_autofree char *buffer = g_malloc (MAX_LINE_BYTES);

  while (fgets (buffer, MAX_LINE_BYTES, stdin) != NULL) {
    gsize length = strlen (buffer);

    if (length == MAX_LINE_BYTES - 1 && buffer[length - 1] != '\n')
      skip_rest_of_line ();
    buffer[strcspn (buffer, "\r\n")] = '\0';
    hand_over (buffer);
  }
  return NULL;
}

void
confab_line_reader_start (void (*line) (const char *line, gpointer user_data), gpointer user_data)
{
  g_autoptr (GThread) reader = NULL;

  line_handler = line;
  handler_data = user_data;
  reader = g_thread_new ("stdin", read_lines, NULL);
}

void
confab_line_reader_stop (void)
{
  line_handler = NULL;
}
