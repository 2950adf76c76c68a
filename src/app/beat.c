/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/beat.h"

gint64
confab_beat_arrived (ConfabBeat *self, gconstpointer tile, guint weight, gint64 now_us)
{
  if (self->leader == NULL || self->leader == tile || weight > self->weight) {
    self->leader = tile;
    self->weight = weight;
    return now_us;
  }
  if (self->waiting_since_us == 0) {
    self->waiting_since_us = now_us;
    self->heir = tile;
    self->heir_weight = weight;
  }
  return self->waiting_since_us + CONFAB_BEAT_PATIENCE_US;
}

void
confab_beat_painted (ConfabBeat *self, gint64 now_us)
{
  if (self->waiting_since_us != 0 && now_us >= self->waiting_since_us + CONFAB_BEAT_PATIENCE_US) {
    self->leader = self->heir;
    self->weight = self->heir_weight;
  }
  self->heir = NULL;
  self->waiting_since_us = 0;
}

void
confab_beat_forget (ConfabBeat *self, gconstpointer tile)
{
  if (self->leader == tile) {
    self->leader = NULL;
    self->weight = 0;
  }
  /* Its picture need not be painted any more, but others may have come after it: they wait no longer for
   * that. */
  if (self->heir == tile)
    self->heir = NULL;
}
