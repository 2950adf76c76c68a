/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/picture.h"

G_BEGIN_DECLS

/**
 * ConfabMailbox:
 *
 * One slot for the newest picture of one track: who puts never waits for who takes, and an untaken
 * picture gives way to a newer one. Counted; every function may be called on any thread.
 */
typedef struct _ConfabMailbox ConfabMailbox;

/* Runs on the thread that put (a streaming thread): hop to the own thread and return at once. It may take
 * from the mailbox, but not call confab_mailbox_set_notify (). */
typedef void (*ConfabMailboxNotify) (ConfabMailbox *mailbox, gpointer user_data);

/**
 * ConfabMailboxCounts:
 * @put: pictures put since the mailbox was made
 * @overwritten: of these, how many nobody took before the next came
 */
typedef struct {
  guint64 put;
  guint64 overwritten;
} ConfabMailboxCounts;

ConfabMailbox *confab_mailbox_new (void);
ConfabMailbox *confab_mailbox_ref (ConfabMailbox *self);
void confab_mailbox_unref (ConfabMailbox *self);

/* @picture: (transfer full): becomes the newest. */
void confab_mailbox_put (ConfabMailbox *self, ConfabPicture *picture);

/* Empties the slot: the track has stopped, and its last picture is not to be shown any more. The reader is
 * notified too, but learns of the stop itself elsewhere: an empty slot also means "taken already". */
void confab_mailbox_clear (ConfabMailbox *self);

/* Returns: (transfer full) (nullable): the newest picture, %NULL when there is none since the last take. */
ConfabPicture *confab_mailbox_take (ConfabMailbox *self);

/**
 * confab_mailbox_set_notify:
 * @notify: (nullable): called after every put and clear
 *
 * Once this returns, the former @notify is not running and will not run again.
 */
void
confab_mailbox_set_notify (ConfabMailbox *self, ConfabMailboxNotify notify, gpointer user_data);

/* Whether anybody looks; TRUE at first. A mailbox has one reader at a time, whose wish this is. Who fills the mailbox may save the work of decoding while nobody does, and needs a
 * moment (a key frame) once somebody does again. */
void confab_mailbox_set_wanted (ConfabMailbox *self, gboolean wanted);
gboolean confab_mailbox_is_wanted (ConfabMailbox *self);

/* @next: (nullable): where the reader puts what it takes from here; it is wanted here as long as it is wanted there. */
void confab_mailbox_follow_wish (ConfabMailbox *self, ConfabMailbox *next);

void confab_mailbox_get_counts (ConfabMailbox *self, ConfabMailboxCounts *counts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabMailbox, confab_mailbox_unref)

G_END_DECLS
