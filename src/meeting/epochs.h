/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The epochs of a meeting that are alive: which secret is sent with, which are still read
 * (docs/protocol.md 8.1). All times are local monotonic ms. No clock of its own.
 */
#pragma once

#include "meeting/link-view.h"

G_BEGIN_DECLS

/**
 * ConfabEpoch:
 * @view: the LINK that made it
 * @secret: (nullable): NULL as long as no key box was opened
 * @use_at: from here on the sender uses it whatever the leader says
 * @stop_at: without its secret nothing is sent from here on (12.2)
 * @drop_at: when it is forgotten; G_MAXINT64 while it is the newest
 */
typedef struct {
  ConfabLinkView *view;
  ConfabMeetingEpoch *secret;
  gint64 use_at;
  gint64 stop_at;
  gint64 drop_at;
} ConfabEpoch;

typedef struct _ConfabEpochs ConfabEpochs;

ConfabEpochs *confab_epochs_new (const ConfabMeetingKeys *keys);
/* Wipes every secret. */
void confab_epochs_free (ConfabEpochs *epochs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabEpochs, confab_epochs_free)

/* A LINK came into force at @now. @secret: (transfer full) (nullable). Times the end of the earlier
 * ones.
 * @age: how long it has been on its way, ms: who gets it late has less time left for the key
 *   before. */
void confab_epochs_add (ConfabEpochs *epochs, ConfabLinkView *view, ConfabMeetingEpoch *secret,
                        gint64 age, gint64 now);
/* @secret: (transfer full): of epoch @n, which has none; wiped if @n is not alive. */
void confab_epochs_set_secret (ConfabEpochs *epochs, guint32 n, ConfabMeetingEpoch *secret);
/* HEARTBEAT.active_n; never goes back. */
void confab_epochs_set_active (ConfabEpochs *epochs, guint32 active_n);
guint32 confab_epochs_get_active (const ConfabEpochs *epochs);

/* All (transfer none) (nullable). */
const ConfabEpoch *confab_epochs_get_newest (const ConfabEpochs *epochs);
const ConfabEpoch *confab_epochs_find (const ConfabEpochs *epochs, guint32 n);
/* With what to send at @now; NULL: send nothing. */
const ConfabEpoch *confab_epochs_get_sending (const ConfabEpochs *epochs, gint64 now);
gboolean confab_epochs_has_secret (const ConfabEpochs *epochs);

/* Forgets what is over at @now. */
void confab_epochs_expire (ConfabEpochs *epochs, gint64 now);
gint64 confab_epochs_get_deadline (const ConfabEpochs *epochs, gint64 now);

G_END_DECLS
