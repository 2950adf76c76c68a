/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of standard input, read on a thread of their own and handed over on the main thread: the main
 * loop must never wait, and not every system can poll every kind of standard input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls @line on the main thread for every line, without its line feed, until standard input ends. To be
 * begun once; ends with the program. @line gets @user_data as long as confab_line_reader_stop () was not
 * called. */
void
confab_line_reader_start (void (*line) (const char *line, gpointer user_data), gpointer user_data);
void confab_line_reader_stop (void);

G_END_DECLS
