/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/recent-meetings.h"

G_BEGIN_DECLS

/* @link: an invitation; @visited_ms: wall clock.
 * Returns: (transfer full) (nullable): %NULL if @link is none */
ConfabRecentMeeting *confab_recent_meeting_new (const char *link, gint64 visited_ms);

/* @dir: folder of a profile that is locked. A file that can't be understood is renamed, never written over; "trouble"
 * says so. Never fails. */
void confab_recent_meetings_open_async (const char *dir, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
/* Returns: (transfer full) */
ConfabRecentMeetings *confab_recent_meetings_open_finish (GAsyncResult *result);

/* Calls back when all that was changed until now is on the disk, or could not be put there. */
void confab_recent_meetings_flush_async (ConfabRecentMeetings *self, GAsyncReadyCallback callback,
                                         gpointer user_data);

G_END_DECLS
