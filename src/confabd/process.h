/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service asks of the operating system it runs under. Main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ConfabdProcessEvents: what the system may want of the program. */
typedef struct {
  void (*end) (
      gpointer user_data); /* SIGTERM, SIGINT: finish in order; a second one ends at once */
  void (*reload) (gpointer user_data); /* SIGHUP */
} ConfabdProcessEvents;

/* Listens to the system from now on. Also lets the process have as many connections as the system allows. */
void confabd_process_watch (const ConfabdProcessEvents *events, gpointer user_data);

/* Tells the service manager, if one asked (sd_notify(3)): the service answers; it is about to end. */
void confabd_process_tell_ready (void);
void confabd_process_tell_stopping (void);

G_END_DECLS
