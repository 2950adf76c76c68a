/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/path-change.h"

void
confab_path_change_wish (ConfabPathChange *self, gint64 when_ms)
{
  if (self->building)
    return; /* what is being built is the new one */
  if (!self->wished || when_ms < self->due_ms)
    self->due_ms = when_ms;
  self->wished = TRUE;
}

void
confab_path_change_renew (ConfabPathChange *self, gint64 now_ms)
{
  if (self->building && now_ms - self->began_ms < CONFAB_PATH_CROSSED_MS)
    return;
  self->building = FALSE;
  self->wished = TRUE;
  self->due_ms = now_ms;
}

void
confab_path_change_network (ConfabPathChange *self, gint64 now_ms)
{
  /* What was begun on the old network will hardly connect: begin anew. */
  self->building = FALSE;
  self->failures = 0;
  self->wished = TRUE;
  self->due_ms = now_ms + CONFAB_PATH_SETTLE_MS;
}

void
confab_path_change_line_returned (ConfabPathChange *self, gint64 now_ms)
{
  if (!self->building && !self->wished)
    return;
  self->building = FALSE;
  self->failures = 0;
  self->wished = TRUE;
  self->due_ms = now_ms;
}

void
confab_path_change_reset (ConfabPathChange *self)
{
  *self = (ConfabPathChange){ 0 };
}

void
confab_path_change_began (ConfabPathChange *self, gint64 now_ms)
{
  self->wished = FALSE;
  self->building = TRUE;
  self->began_ms = now_ms;
  self->due_ms = now_ms + CONFAB_PATH_ATTEMPT_MS;
}

void
confab_path_change_connected (ConfabPathChange *self)
{
  confab_path_change_reset (self);
}

void
confab_path_change_failed (ConfabPathChange *self, gint64 now_ms, double chance)
{
  gint64 step_ms = CONFAB_PATH_RETRY_MAX_MS;

  if (self->failures < 5)
    step_ms = MIN (CONFAB_PATH_RETRY_FIRST_MS << self->failures, CONFAB_PATH_RETRY_MAX_MS);
  self->failures++;
  self->building = FALSE;
  self->wished = TRUE;
  self->due_ms = now_ms + step_ms / 2 + (gint64) (chance * (double) (step_ms / 2));
}

ConfabPathChangeStep
confab_path_change_due (const ConfabPathChange *self, gint64 now_ms)
{
  if (now_ms < confab_path_change_next_ms (self))
    return CONFAB_PATH_CHANGE_NONE;
  return self->building ? CONFAB_PATH_CHANGE_GIVE_UP : CONFAB_PATH_CHANGE_BUILD;
}

gint64
confab_path_change_next_ms (const ConfabPathChange *self)
{
  return self->building || self->wished ? self->due_ms : G_MAXINT64;
}
