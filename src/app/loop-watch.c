/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/loop-watch.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

#define WORTH_TELLING_US 20000

static FILE *file;
static GPollFunc wait;
static gint64 began_us, woke_us, woke_cpu_us;

static gint64
cpu_us (void)
{
  struct timespec used;

  return clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used) == 0
             ? used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000
             : 0;
}

/* Between two waits is work. */
static int
watched_wait (GPollFD *fds, guint n_fds, int timeout_ms)
{
  gint64 now_us = g_get_monotonic_time ();
  int ready;

  if (woke_us != 0 && now_us - woke_us >= WORTH_TELLING_US) {
    g_fprintf (file, "%.3f %.1f %.1f\n", (double) (woke_us - began_us) / 1e6,
               (double) (now_us - woke_us) / 1e3, (double) (cpu_us () - woke_cpu_us) / 1e3);
    fflush (file);
  }
  ready = wait (fds, n_fds, timeout_ms);
  woke_us = g_get_monotonic_time ();
  woke_cpu_us = cpu_us ();
  return ready;
}

void
confab_loop_watch_begin (void)
{
  const char *path = g_getenv ("CONFAB_LOOP_LOG");
  GMainContext *context = g_main_context_default ();

  file = path != NULL ? g_fopen (path, "we") : NULL;
  if (file == NULL)
    return;
  began_us = g_get_monotonic_time ();
  wait = g_main_context_get_poll_func (context);
  g_main_context_set_poll_func (context, watched_wait);
}
