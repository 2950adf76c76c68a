/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/recent-meetings-private.h"

#include "client/service-link.h"

struct _ConfabRecentMeeting {
  GObject parent_instance;
  char *link;
  char *host, *room;
  gint64 visited_ms;
};

G_DEFINE_FINAL_TYPE (ConfabRecentMeeting, confab_recent_meeting, G_TYPE_OBJECT)

static void
confab_recent_meeting_finalize (GObject *object)
{
  ConfabRecentMeeting *self = CONFAB_RECENT_MEETING (object);

  g_free (self->link);
  g_free (self->host);
  g_free (self->room);
  G_OBJECT_CLASS (confab_recent_meeting_parent_class)->finalize (object);
}

static void
confab_recent_meeting_class_init (ConfabRecentMeetingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_recent_meeting_finalize;
}

static void
confab_recent_meeting_init (ConfabRecentMeeting *self)
{
}

ConfabRecentMeeting *
confab_recent_meeting_new (const char *link, gint64 visited_ms)
{
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, NULL);
  ConfabRecentMeeting *self;

  if (invitation == NULL)
    return NULL;
  self = g_object_new (CONFAB_TYPE_RECENT_MEETING, NULL);
  self->link = g_strdup (link);
  self->host = g_strdup (invitation->authority);
  self->room = g_strdup (invitation->room);
  self->visited_ms = visited_ms;
  return self;
}

const char *
confab_recent_meeting_get_link (ConfabRecentMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETING (self), NULL);
  return self->link;
}

const char *
confab_recent_meeting_get_room (ConfabRecentMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETING (self), NULL);
  return self->room;
}

const char *
confab_recent_meeting_get_host (ConfabRecentMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETING (self), NULL);
  return self->host;
}

gint64
confab_recent_meeting_get_visited_ms (ConfabRecentMeeting *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETING (self), 0);
  return self->visited_ms;
}
