/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the call and its meeting say to a visit. */
#include "app/visit-private.h"

#include <glib/gi18n.h>

/* --- what the meeting says --- */

static void
on_question (ConfabMeeting *meeting, const char *code, const char *text, ConfabVisit *self)
{
  g_signal_emit_by_name (self, "question", text);
}

/* The call has obeyed already, and says so. */
static void
on_mute_requested (ConfabMeeting *meeting, ConfabParticipant *by, guint what, ConfabVisit *self)
{
  confab_device_switch_refresh (self->microphone);
  confab_device_switch_refresh (self->camera);
}

static void
on_people_notice (ConfabPeopleActions *actions, const char *text, ConfabVisit *self)
{
  confab_visit_tell (self, text);
}

static void
on_meeting (ConfabVisit *self)
{
  ConfabMeeting *meeting = confab_call_get_meeting (self->call);

  if (meeting == NULL || meeting == self->meeting)
    return;
  g_set_object (&self->meeting, meeting);
  g_signal_connect_object (meeting, "question", G_CALLBACK (on_question), self, 0);
  g_signal_connect_object (meeting, "mute-requested", G_CALLBACK (on_mute_requested), self, 0);
  self->people_actions = confab_people_actions_new (meeting);
  g_signal_connect_object (self->people_actions, "notice", G_CALLBACK (on_people_notice), self, 0);
  g_object_notify (G_OBJECT (self), "chat");
}

/* --- what the call says --- */

static void
on_waiting (ConfabCall *call, const char *message, ConfabVisit *self)
{
  g_free (self->host_message);
  self->host_message = g_strdup (message);
  confab_visit_set_step (self, CONFAB_VISIT_WAITING);
  confab_visit_update_words (self);
}

static void
on_joined (ConfabVisit *self)
{
  confab_visit_set_step (self, CONFAB_VISIT_INSIDE);
}

static void
on_refused (ConfabCall *call, const char *code, const char *text, ConfabVisit *self)
{
  confab_visit_finish (self, _ ("You Could Not Join"), text);
}

static void
on_ended (ConfabCall *call, const char *code, const char *text, ConfabVisit *self)
{
  if (g_strcmp0 (code, "left") == 0)
    confab_visit_finish (self, _ ("You Left the Meeting"), NULL);
  else
    confab_visit_finish (self, _ ("The Meeting Is Over"), text);
}

static void
on_problem (ConfabCall *call, const char *code, const char *text, ConfabVisit *self)
{
  confab_visit_tell (self, text);
}

void
confab_visit_follow_call (ConfabVisit *self)
{
  g_signal_connect_object (self->call, "waiting", G_CALLBACK (on_waiting), self, 0);
  g_signal_connect_object (self->call, "joined", G_CALLBACK (on_joined), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "refused", G_CALLBACK (on_refused), self, 0);
  g_signal_connect_object (self->call, "ended", G_CALLBACK (on_ended), self, 0);
  g_signal_connect_object (self->call, "problem", G_CALLBACK (on_problem), self, 0);
  g_signal_connect_object (self->call, "notify::meeting", G_CALLBACK (on_meeting), self,
                           G_CONNECT_SWAPPED);
  self->call_status = confab_call_status_new (self->call);
  g_signal_connect_object (self->call_status, "changed", G_CALLBACK (confab_visit_update_words),
                           self, G_CONNECT_SWAPPED);
  confab_people_tiles_follow (self->tiles, self->call);
  confab_people_meter_follow (self->meter, self->call);
  confab_device_switch_follow (self->microphone, self->call);
  confab_device_switch_follow (self->camera, self->call);
  on_meeting (self);
}
