/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meetings that this profile was in lately, kept in a file of the profile: the links in it let people in, so
 * it stays with the person (docs/decisions/0007). Main thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_RECENT_MEETING (confab_recent_meeting_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRecentMeeting, confab_recent_meeting, CONFAB, RECENT_MEETING, GObject)

/* The invitation. Holds the room's secret: never log it. */
const char *confab_recent_meeting_get_link (ConfabRecentMeeting *self);
const char *confab_recent_meeting_get_room (ConfabRecentMeeting *self);
/* Of the service, as the link writes it: HOST[:PORT]. */
const char *confab_recent_meeting_get_host (ConfabRecentMeeting *self);
/* When this profile was last let in: wall clock, ms since 1970. */
gint64 confab_recent_meeting_get_visited_ms (ConfabRecentMeeting *self);

#define CONFAB_RECENT_MEETINGS_MAX 20

/**
 * ConfabRecentMeetings:
 *
 * A GListModel of ConfabRecentMeeting, the latest first, at most CONFAB_RECENT_MEETINGS_MAX. Changes are written in
 * the background, at the latest in confab_client_drain(); what can't be written is logged and stays true until the
 * program ends. An emptied list is taken off the disk also where a new file has no room.
 *
 * Property "remembering" (boolean, writable, with notify): FALSE empties the list and keeps it empty.
 */
#define CONFAB_TYPE_RECENT_MEETINGS (confab_recent_meetings_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRecentMeetings, confab_recent_meetings, CONFAB, RECENT_MEETINGS,
                      GObject)

gboolean confab_recent_meetings_get_remembering (ConfabRecentMeetings *self);
void confab_recent_meetings_set_remembering (ConfabRecentMeetings *self, gboolean remembering);

/* (nullable): what was wrong with the file when it was opened, and where it is now */
const char *confab_recent_meetings_get_trouble (ConfabRecentMeetings *self);

/* Puts the room of @link in front; a room that is in the list already takes its new link. What is no link is left
 * out. @now_ms: wall clock. */
void confab_recent_meetings_add (ConfabRecentMeetings *self, const char *link, gint64 now_ms);

/* Returns: (transfer none) (nullable): the one of this room */
ConfabRecentMeeting *
confab_recent_meetings_find (ConfabRecentMeetings *self, const char *host, const char *room);

void confab_recent_meetings_remove (ConfabRecentMeetings *self, ConfabRecentMeeting *meeting);

/* Returns: (transfer full) (element-type ConfabRecentMeeting): what was in the list, to put it back */
GPtrArray *confab_recent_meetings_clear (ConfabRecentMeetings *self);

/* Takes removals back: @meetings go where their time puts them, unless their room is in the list again. */
void confab_recent_meetings_put_back (ConfabRecentMeetings *self, GPtrArray *meetings);

G_END_DECLS
