/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `confab-cli join`: one call, its events out and commands in. Main thread. */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

/**
 * ConfabSessionOptions:
 * @camera: @mic: (nullable): SRC
 * @save_dir: (nullable)
 * @for_s: leave after so many seconds in the meeting, or of waiting; 0: never
 * @stats_s: seconds between `stats` events; 0: on command only
 */
typedef struct {
  const char *link;
  const char *name;
  const char *camera;
  const char *mic;
  const char *save_dir;
  gboolean relay_only;
  double for_s;
  double stats_s;
} ConfabSessionOptions;

typedef struct _ConfabSession ConfabSession;

/* Begins to join; @finished gets the exit status, once, never from inside this function. */
ConfabSession *confab_session_new (ConfabClient *client, const ConfabSessionOptions *options,
                                   void (*finished) (int status, gpointer user_data),
                                   gpointer user_data, GError **error);
void confab_session_free (ConfabSession *self);

/* A line of standard input. */
void confab_session_obey (ConfabSession *self, const char *line);
/* SIGINT, SIGTERM. */
void confab_session_leave (ConfabSession *self);

G_END_DECLS
