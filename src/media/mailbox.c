/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One slot, latest wins. Any thread. */
#include "media/mailbox.h"

struct _ConfabMailbox {
  gatomicrefcount ref_count;
  gint unwanted; /* atomic */

  GMutex lock; /* guards picture, counts and next; held for moments */
  ConfabPicture *picture;
  ConfabMailboxCounts counts;
  ConfabMailbox *next; /* (nullable): whose wish counts instead */

  GMutex
      notify_lock; /* guards the two below and is held while notify runs; never taken under lock */
  ConfabMailboxNotify notify;
  gpointer notify_user_data;
};

ConfabMailbox *
confab_mailbox_new (void)
{
  ConfabMailbox *self = g_new0 (ConfabMailbox, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->notify_lock);
  return self;
}

ConfabMailbox *
confab_mailbox_ref (ConfabMailbox *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
confab_mailbox_unref (ConfabMailbox *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->picture, confab_picture_unref);
  g_clear_pointer (&self->next, confab_mailbox_unref);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->notify_lock);
  g_free (self);
}

static void
replace (ConfabMailbox *self, ConfabPicture *picture)
{
  ConfabPicture *former;

  g_mutex_lock (&self->lock);
  former = self->picture;
  self->picture = picture;
  if (picture != NULL) {
    self->counts.put++;
    if (former != NULL)
      self->counts.overwritten++;
  }
  g_mutex_unlock (&self->lock);

  /* Giving a picture back may wake the pool it came from: not under the lock. */
  g_clear_pointer (&former, confab_picture_unref);

  g_mutex_lock (&self->notify_lock);
  if (self->notify != NULL)
    self->notify (self, self->notify_user_data);
  g_mutex_unlock (&self->notify_lock);
}

void
confab_mailbox_put (ConfabMailbox *self, ConfabPicture *picture)
{
  g_return_if_fail (picture != NULL);

  replace (self, picture);
}

void
confab_mailbox_clear (ConfabMailbox *self)
{
  replace (self, NULL);
}

ConfabPicture *
confab_mailbox_take (ConfabMailbox *self)
{
  ConfabPicture *picture;

  g_mutex_lock (&self->lock);
  picture = g_steal_pointer (&self->picture);
  g_mutex_unlock (&self->lock);
  return picture;
}

void
confab_mailbox_set_notify (ConfabMailbox *self, ConfabMailboxNotify notify, gpointer user_data)
{
  g_mutex_lock (&self->notify_lock);
  self->notify = notify;
  self->notify_user_data = user_data;
  g_mutex_unlock (&self->notify_lock);
}

void
confab_mailbox_set_wanted (ConfabMailbox *self, gboolean wanted)
{
  g_atomic_int_set (&self->unwanted, !wanted);
}

gboolean
confab_mailbox_is_wanted (ConfabMailbox *self)
{
  g_autoptr (ConfabMailbox) next = NULL;

  g_mutex_lock (&self->lock);
  if (self->next != NULL)
    next = confab_mailbox_ref (self->next);
  g_mutex_unlock (&self->lock);
  return next != NULL ? confab_mailbox_is_wanted (next) : !g_atomic_int_get (&self->unwanted);
}

void
confab_mailbox_follow_wish (ConfabMailbox *self, ConfabMailbox *next)
{
  g_autoptr (ConfabMailbox) former = NULL;

  g_return_if_fail (self != next);

  g_mutex_lock (&self->lock);
  former = self->next;
  self->next = next != NULL ? confab_mailbox_ref (next) : NULL;
  g_mutex_unlock (&self->lock);
}

void
confab_mailbox_get_counts (ConfabMailbox *self, ConfabMailboxCounts *counts)
{
  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}
