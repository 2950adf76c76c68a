/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-output.h"

#include <math.h>

struct _ConfabDirectOutput {
  ConfabPlayback *playback;
  ConfabSaver *saver; /* (nullable) */
  ConfabMailbox *video;
  GMutex lock;
  ConfabFreezeMeter meter; /* locked; of all pictures, whichever link brought them */
  ConfabLink *link;        /* (nullable): the one that is shown */
  ConfabLinkStats former;  /* the counters of those before it */
};

static gint64
now_ns (void)
{
  return g_get_monotonic_time () * 1000;
}

/* Streaming thread of the shown link. */
static void
on_picture (ConfabMailbox *from, gpointer user_data)
{
  ConfabDirectOutput *self = user_data;
  ConfabPicture *picture = confab_mailbox_take (from);

  g_mutex_lock (&self->lock);
  if (picture != NULL)
    confab_freeze_meter_picture (&self->meter, now_ns ());
  else
    confab_freeze_meter_pause (&self->meter);
  g_mutex_unlock (&self->lock);

  if (picture != NULL)
    confab_mailbox_put (self->video, picture);
  else
    confab_mailbox_clear (self->video);
}

ConfabDirectOutput *
confab_direct_output_new (ConfabPlayback *playback, ConfabSaver *saver)
{
  ConfabDirectOutput *self = g_new0 (ConfabDirectOutput, 1);

  self->playback = g_object_ref (playback);
  self->saver = saver != NULL ? g_object_ref (saver) : NULL;
  self->video = confab_mailbox_new ();
  g_mutex_init (&self->lock);
  return self;
}

static void
attach (ConfabDirectOutput *self, ConfabLink *link)
{
  self->link = g_object_ref (link);
  confab_mailbox_set_notify (confab_link_get_video (link), on_picture, self);
  confab_mailbox_follow_wish (confab_link_get_video (link), self->video);
  confab_link_set_playback (link, self->playback);
  if (self->saver != NULL)
    confab_link_set_saver (link, self->saver);
}

/* Adds what counts up; the rest tells of the last second and stays. */
static void
add_counters (ConfabLinkStats *to, const ConfabLinkStats *from)
{
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++) {
    ConfabReceiveStats *sum = &to->receive[kind];
    const ConfabReceiveStats *more = &from->receive[kind];

    sum->frames += more->frames;
    sum->concealed_ms += more->concealed_ms;
  }
}

static void
add_freezes (ConfabDirectOutput *self, ConfabReceiveStats *video)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  video->freezes = self->meter.freezes;
  video->freeze_s = (double) self->meter.frozen_ns / 1e9;
  video->max_gap_ms = (double) confab_freeze_meter_get_max_gap_ns (&self->meter, now_ns ()) / 1e6;
}

static void
detach (ConfabDirectOutput *self)
{
  g_autoptr (ConfabLink) link = g_steal_pointer (&self->link);
  ConfabLinkStats last;

  if (link == NULL)
    return;
  confab_link_snapshot_stats (link, &last);
  add_counters (&self->former, &last);
  confab_mailbox_set_notify (confab_link_get_video (link), NULL, NULL);
  confab_mailbox_follow_wish (confab_link_get_video (link), NULL);
  confab_link_set_playback (link, NULL);
  confab_link_set_saver (link, NULL);
}

void
confab_direct_output_show (ConfabDirectOutput *self, ConfabLink *link)
{
  if (self->link == link)
    return;
  /* Both at once for a moment would be an echo, none a gap: old off, new on, in one go. */
  detach (self);
  if (link != NULL)
    attach (self, link);
}

void
confab_direct_output_free (ConfabDirectOutput *self)
{
  detach (self);
  confab_mailbox_clear (self->video); /* whoever still shows it: there is nothing more */
  confab_mailbox_unref (self->video);
  g_clear_object (&self->saver);
  g_clear_object (&self->playback);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
confab_direct_output_get_stats (ConfabDirectOutput *self, ConfabLinkStats *stats)
{
  if (self->link == NULL)
    return FALSE;
  confab_link_snapshot_stats (self->link, stats);
  add_counters (stats, &self->former);
  add_freezes (self, &stats->receive[CONFAB_MEDIA_VIDEO]);
  return TRUE;
}

double
confab_direct_output_get_level_dbfs (ConfabDirectOutput *self)
{
  return self->link != NULL ? confab_link_get_level_dbfs (self->link) : (double) NAN;
}

ConfabMailbox *
confab_direct_output_get_video (ConfabDirectOutput *self)
{
  return self->video;
}

ConfabSaver *
confab_direct_output_get_saver (ConfabDirectOutput *self)
{
  return self->saver;
}
