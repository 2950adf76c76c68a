/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/muted-hint.h"

/* A longer time without news is none of listening. */
#define LONGEST_STEP_MS 250

gboolean
confab_muted_hint_hear (ConfabMutedHint *self, gint64 now_ms, double level_dbfs, gboolean muted)
{
  gint64 step_ms = self->last_ms > 0 ? MIN (now_ms - self->last_ms, LONGEST_STEP_MS) : 0;

  if (!muted) {
    *self = (ConfabMutedHint){ .last_ms = now_ms };
    return FALSE;
  }
  self->last_ms = now_ms;
  if (level_dbfs > CONFAB_SPEECH_DBFS) {
    self->loud_ms += step_ms;
    self->quiet_ms = 0;
  } else if (level_dbfs < CONFAB_PAUSE_DBFS) {
    self->quiet_ms += step_ms;
    if (self->quiet_ms >= CONFAB_PAUSE_MS)
      self->loud_ms = 0;
  }
  if (self->loud_ms < CONFAB_SPEECH_MS ||
      (self->told_ms > 0 && now_ms - self->told_ms < CONFAB_MUTED_HINT_AGAIN_MS))
    return FALSE;
  self->told_ms = now_ms;
  self->loud_ms = 0;
  return TRUE;
}
