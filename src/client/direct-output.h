/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen and heard of one person, whichever link brings it: the same mailbox, loudspeaker and
 * saved files across links. Main thread. */
#pragma once

#include "media/media.h"

G_BEGIN_DECLS

typedef struct _ConfabDirectOutput ConfabDirectOutput;

/* @saver: (nullable) */
ConfabDirectOutput *confab_direct_output_new (ConfabPlayback *playback, ConfabSaver *saver);

/* Detaches from the link that is shown. */
void confab_direct_output_free (ConfabDirectOutput *self);

/* From now on @link (nullable) is seen and heard, and the one before no longer. */
void confab_direct_output_show (ConfabDirectOutput *self, ConfabLink *link);

/* What is shown, its counters through all links so far; a picture that stood still from one link to the next is a
 * freeze like any other. FALSE if there is no link. */
gboolean confab_direct_output_get_stats (ConfabDirectOutput *self, ConfabLinkStats *stats);

/* As confab_link_get_level_dbfs () has it. */
double confab_direct_output_get_level_dbfs (ConfabDirectOutput *self);

/* (transfer none) */
ConfabMailbox *confab_direct_output_get_video (ConfabDirectOutput *self);
/* (transfer none) (nullable) */
ConfabSaver *confab_direct_output_get_saver (ConfabDirectOutput *self);

G_END_DECLS
