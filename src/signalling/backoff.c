/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/backoff.h"

void
confab_backoff_reset (ConfabBackoff *self)
{
  self->failures = 0;
}

guint
confab_backoff_next_ms (ConfabBackoff *self, double chance)
{
  guint step_ms = CONFAB_BACKOFF_MAX_MS;

  if (self->failures < 5) /* 0.5 s << 5 is beyond the maximum */
    step_ms = MIN (CONFAB_BACKOFF_FIRST_MS << self->failures, CONFAB_BACKOFF_MAX_MS);
  self->failures = MIN (self->failures + 1, 5);
  return step_ms / 2 + (guint) (CLAMP (chance, 0.0, 1.0) * (step_ms / 2));
}
