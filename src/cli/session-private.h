/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/command.h"
#include "cli/session.h"

G_BEGIN_DECLS

struct _ConfabSession {
  ConfabClient *client;
  ConfabCall *call;
  ConfabMeeting *meeting;
  void (*finished) (int status, gpointer user_data);
  gpointer user_data;

  GHashTable *announced; /* set of ConfabParticipant, whose `joined` was printed */
  char *security;        /* (nullable): the last `security` event's members */
  GQueue unnumbered;     /* of ConfabParticipant, whose `safety-number` is not printed yet */
  guint numbers_source;
  gboolean joined;
  gboolean failed; /* something a script has to know went wrong */

  double for_s;
  guint for_source;
  guint stats_source;
};

/* Prints `error`; @failure: the exit status will say so. */
void
confab_session_report (ConfabSession *self, const char *code, const char *text, gboolean failure);

/* Carries out what @command says. */
void confab_session_carry_out (ConfabSession *self, const ConfabCommandLine *command);

G_END_DECLS
