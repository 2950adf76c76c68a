/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: a reader (reader.h) as a live source element: one picture when it is due, one 10 ms of
 * sound when it would have been recorded, stamped with meeting time, for ever. Its pipeline is on the
 * meeting clock.
 *
 * What can't be played is an error message on the bus in the domain CONFAB_MEDIA_ERROR.
 */
#pragma once

#include <gst/gst.h>

#include "media/kind.h"

G_BEGIN_DECLS

/* Returns: (transfer floating): plays a file; opening it belongs to the change to PAUSED. */
GstElement *confab_paced_source_new_for_file (const char *path, ConfabMediaKind kind);

/* Returns: (transfer floating): the test picture or tone. */
GstElement *confab_paced_source_new_for_test (ConfabMediaKind kind);

G_END_DECLS
