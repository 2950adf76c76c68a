/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What support asks for, as text to copy: versions, the desktop, counts. In English, and without names, addresses,
 * host names, links or paths: whoever gets it learns nothing about the person. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabDiagnosis:
 * @renderer: @display: what GTK calls its renderer and display
 * @monitors: such as "1920x1080 at 1, 2560x1440 at 2"
 * @call: (nullable): the kind of way that media takes; %NULL while there is no call
 * @cameras: @microphones: @speakers: how many there are; -1: not known yet
 *
 * What is not the same everywhere in this process.
 */
typedef struct {
  const char *renderer, *display;
  const char *monitors;
  const char *call;
  int cameras, microphones, speakers;
} ConfabDiagnosis;

/* Returns: (transfer full) */
char *confab_diagnosis_write (const ConfabDiagnosis *facts);

G_END_DECLS
