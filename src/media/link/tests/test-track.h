/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks for tests of links: a test picture or tone, really encoded, that can be stopped. */
#pragma once

#include <gst/gst.h>

#include "media/send/track.h"

G_BEGIN_DECLS

typedef struct _TestTrack TestTrack;

/* Runs from the start; encodes only while a link wants it. */
TestTrack *test_track_new (ConfabMediaKind kind);
void test_track_free (TestTrack *self);

ConfabTrack *test_track_get (TestTrack *self);

/* Whether any link has ever asked for it. */
gboolean test_track_was_wanted (TestTrack *self);

/* While TRUE nothing is encoded. */
void test_track_set_stopped (TestTrack *self, gboolean stopped);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestTrack, test_track_free)

G_END_DECLS
