/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-output.h"

struct _ConfabDirectOutput {
  ConfabPlayback *playback;
  ConfabSaver *saver; /* (nullable) */
  ConfabMailbox *video;
  ConfabLink *link;       /* (nullable): the one that is shown */
  ConfabLinkStats former; /* the counters of those before it */
};

/* Streaming thread of the shown link. @user_data is the person's own mailbox. */
static void
on_picture (ConfabMailbox *from, gpointer user_data)
{
  ConfabPicture *picture = confab_mailbox_take (from);

  if (picture != NULL)
    confab_mailbox_put (user_data, picture);
  else
    confab_mailbox_clear (user_data);
}

ConfabDirectOutput *
confab_direct_output_new (ConfabPlayback *playback, ConfabSaver *saver)
{
  ConfabDirectOutput *self = g_new0 (ConfabDirectOutput, 1);

  self->playback = g_object_ref (playback);
  self->saver = saver != NULL ? g_object_ref (saver) : NULL;
  self->video = confab_mailbox_new ();
  return self;
}

static void
attach (ConfabDirectOutput *self, ConfabLink *link)
{
  self->link = g_object_ref (link);
  confab_mailbox_set_notify (confab_link_get_video (link), on_picture, self->video);
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
    sum->freezes += more->freezes;
    sum->freeze_s += more->freeze_s;
    sum->max_gap_ms = MAX (sum->max_gap_ms, more->max_gap_ms);
    sum->concealed_ms += more->concealed_ms;
  }
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
  g_free (self);
}

gboolean
confab_direct_output_get_stats (ConfabDirectOutput *self, ConfabLinkStats *stats)
{
  if (self->link == NULL)
    return FALSE;
  confab_link_snapshot_stats (self->link, stats);
  add_counters (stats, &self->former);
  return TRUE;
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
