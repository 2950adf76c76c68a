/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/clock-wait.h"

#include "media/meeting-clock.h"

void
confab_clock_wait_init (ConfabClockWait *self)
{
  *self = (ConfabClockWait){ 0 };
  g_mutex_init (&self->lock);
}

void
confab_clock_wait_clear (ConfabClockWait *self)
{
  g_mutex_clear (&self->lock);
}

gboolean
confab_clock_wait_until (ConfabClockWait *self, GstClockTime meeting_time)
{
  GstClock *clock = confab_meeting_clock_get ();
  GstClockTime epoch = confab_meeting_clock_epoch ();
  gboolean interrupted;

  g_mutex_lock (&self->lock);
  if (!self->interrupted) {
    GstClockID id = gst_clock_new_single_shot_id (clock, epoch + meeting_time);

    self->waiting = id;
    g_mutex_unlock (&self->lock);
    gst_clock_id_wait (id, NULL);
    g_mutex_lock (&self->lock);
    self->waiting = NULL;
    gst_clock_id_unref (id);
  }
  interrupted = self->interrupted;
  g_mutex_unlock (&self->lock);
  return !interrupted;
}

void
confab_clock_wait_interrupt (ConfabClockWait *self, gboolean interrupted)
{
  g_mutex_lock (&self->lock);
  self->interrupted = interrupted;
  if (interrupted && self->waiting != NULL)
    gst_clock_id_unschedule (self->waiting);
  g_mutex_unlock (&self->lock);
}
