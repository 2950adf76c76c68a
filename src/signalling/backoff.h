/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When to try again: doubling from 0.5 s to 10 s, with jitter, so that a restarted service is not
 * met by all its clients in the same instant. A value; time and chance come in as parameters. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_BACKOFF_FIRST_MS 500
#define CONFAB_BACKOFF_MAX_MS 10000

typedef struct {
  guint failures;
} ConfabBackoff;

void confab_backoff_reset (ConfabBackoff *self);

/* Counts one more failure. @chance: 0 <= chance < 1. Gives ms to wait, between half of the step and
 * the whole of it. */
guint confab_backoff_next_ms (ConfabBackoff *self, double chance);

G_END_DECLS
