/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interrupt.h"

#include <glib-unix.h>

static void (*handler) (gpointer user_data);
static gpointer handler_data;

static gboolean
on_signal (gpointer user_data)
{
  handler (handler_data);
  return G_SOURCE_CONTINUE;
}

void
confab_interrupt_watch (void (*interrupted) (gpointer user_data), gpointer user_data)
{
  handler = interrupted;
  handler_data = user_data;
  g_unix_signal_add (SIGINT, on_signal, NULL);
  g_unix_signal_add (SIGTERM, on_signal, NULL);
}
