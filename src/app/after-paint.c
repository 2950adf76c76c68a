/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second tick of the frame clock: the first one is before the painting. An idle handler would wait for ever where
 * painting a spinner takes all the time there is. */
#include "app/after-paint.h"

typedef struct {
  void (*func) (gpointer user_data);
  gpointer user_data;
  gboolean ticked;
} Waiting;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Waiting *waiting = user_data;

  if (!waiting->ticked) {
    waiting->ticked = TRUE;
    return G_SOURCE_CONTINUE;
  }
  waiting->func (waiting->user_data);
  return G_SOURCE_REMOVE;
}

void
confab_after_paint (GtkWidget *widget, void (*func) (gpointer user_data), gpointer user_data)
{
  Waiting *waiting;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  waiting = g_new0 (Waiting, 1);
  waiting->func = func;
  waiting->user_data = user_data;
  gtk_widget_add_tick_callback (widget, on_tick, waiting, g_free);
}
