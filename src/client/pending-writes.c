/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/pending-writes.h"

static guint n_pending;

void
confab_pending_writes_enter (void)
{
  n_pending++;
}

void
confab_pending_writes_leave (void)
{
  g_return_if_fail (n_pending > 0);

  n_pending--;
}

static gboolean
on_time_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
confab_pending_writes_wait (guint timeout_ms)
{
  gboolean over = FALSE;
  guint timeout;

  if (n_pending == 0)
    return TRUE;
  timeout = g_timeout_add (timeout_ms, on_time_over, &over);
  while (n_pending > 0 && !over)
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (timeout);
  return n_pending == 0;
}
