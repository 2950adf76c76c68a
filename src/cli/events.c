/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/events.h"

#include <math.h>
#include <stdio.h>

static gint64 start_us;

void
confab_events_start (void)
{
  start_us = g_get_monotonic_time ();
}

void
confab_events_begin (ConfabJsonLine *line, const char *event)
{
  double t = (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;

  confab_json_line_init (line);
  confab_json_line_string (line, "event", event);
  confab_json_line_number (line, "t", t, 3);
}

void
confab_events_print (ConfabJsonLine *line)
{
  g_autofree char *text = confab_json_line_finish (line);

  fputs (text, stdout);
  fflush (stdout);
}

static void
add_pid (ConfabJsonLine *line, const char *key, const ConfabPid *pid_or_null)
{
  g_autofree char *hex = NULL;

  if (pid_or_null != NULL && !confab_pid_is_none (pid_or_null))
    hex = confab_pid_to_hex (pid_or_null);
  confab_json_line_string (line, key, hex);
}

static const char *
role_word (ConfabRole role)
{
  switch (role) {
  case CONFAB_ROLE_HOST:
    return "host";
  case CONFAB_ROLE_COHOST:
    return "cohost";
  default:
    return "participant";
  }
}

static const char *
type_word (gboolean e2ee)
{
  return e2ee ? "e2ee" : "transport";
}

void
confab_events_waiting (const char *room, const char *message)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "waiting");
  confab_json_line_string (&line, "room", room);
  confab_json_line_string (&line, "message", message);
  confab_events_print (&line);
}

void
confab_events_joined (ConfabCall *call)
{
  ConfabMeeting *meeting = confab_call_get_meeting (call);
  ConfabRoster *roster = confab_meeting_get_roster (meeting);
  ConfabParticipant *me = confab_roster_find (roster, confab_meeting_get_pid (meeting));
  ConfabJsonLine line;

  confab_events_begin (&line, "joined");
  confab_json_line_string (&line, "room", confab_call_get_room (call));
  add_pid (&line, "pid", confab_meeting_get_pid (meeting));
  confab_json_line_string (&line, "name", me != NULL ? confab_participant_get_name (me) : NULL);
  confab_json_line_string (&line, "role", role_word (confab_meeting_get_role (meeting)));
  confab_json_line_string (&line, "type", type_word (confab_meeting_is_e2ee (meeting)));
  confab_json_line_int (&line, "participants", confab_roster_get_count (roster));
  confab_events_print (&line);
}

void
confab_events_word (const char *event, const char *code, const char *text)
{
  ConfabJsonLine line;

  confab_events_begin (&line, event);
  confab_json_line_string (&line, "code", code);
  confab_json_line_string (&line, "text", text);
  confab_events_print (&line);
}

void
confab_events_participant (ConfabParticipant *person, const char *state)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "participant");
  add_pid (&line, "pid", confab_participant_get_pid (person));
  confab_json_line_string (&line, "name", confab_participant_get_name (person));
  confab_json_line_string (&line, "state", state);
  confab_json_line_string (&line, "role", role_word (confab_participant_get_role (person)));
  confab_json_line_bool (&line, "audio", confab_participant_get_audio (person));
  confab_json_line_bool (&line, "video", confab_participant_get_video (person));
  confab_json_line_bool (&line, "sharing", confab_participant_get_sharing (person));
  confab_json_line_bool (&line, "hand", confab_participant_has_hand_up (person));
  confab_events_print (&line);
}

static const char *
kind_word (ConfabMediaKind kind)
{
  static const char *const words[] = { "audio", "video", "screen" };

  return words[kind];
}

static void
add_size (ConfabJsonLine *line, guint width, guint height)
{
  confab_json_line_number (line, "width", width > 0 ? (double) width : NAN, 0);
  confab_json_line_number (line, "height", height > 0 ? (double) height : NAN, 0);
}

void
confab_events_track (const ConfabCallTrack *track)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "track");
  add_pid (&line, "pid", &track->pid);
  confab_json_line_string (&line, "kind", kind_word (track->kind));
  confab_json_line_string (&line, "state", track->started ? "started" : "stopped");
  add_size (&line, track->width, track->height);
  confab_events_print (&line);
}

void
confab_events_link (const ConfabCallPath *path)
{
  static const char *const kinds[] = { "direct", "mesh", "sfu" };
  static const char *const states[] = { "connecting", "connected", "reconnecting", "failed",
                                        "closed" };
  ConfabJsonLine line;

  confab_events_begin (&line, "link");
  confab_json_line_string (&line, "kind", kinds[path->kind]);
  confab_json_line_string (&line, "state", states[path->state]);
  add_pid (&line, "pid", &path->pid);
  confab_json_line_string (&line, "local", path->local);
  confab_json_line_string (&line, "remote", path->remote);
  confab_json_line_string (&line, "transport", path->transport);
  confab_events_print (&line);
}

void
confab_events_safety_number (const ConfabPid *pid, const char *number)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "safety-number");
  add_pid (&line, "pid", pid);
  confab_json_line_string (&line, "number", number);
  confab_json_line_bool (&line, "verified", FALSE); /* nobody has a verified mark in this version */
  confab_events_print (&line);
}

void
confab_events_chat (ConfabChatMessage *message)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "chat");
  add_pid (&line, "from", confab_chat_message_get_from (message));
  add_pid (&line, "to", confab_chat_message_get_to (message));
  confab_json_line_string (&line, "text", confab_chat_message_get_text (message));
  confab_json_line_string (&line, "id", confab_chat_message_get_id (message));
  confab_events_print (&line);
}

static const char *
security_word (ConfabSecurity state)
{
  switch (state) {
  case CONFAB_SECURITY_OK:
    return "ok";
  case CONFAB_SECURITY_STALLED:
    return "stalled";
  case CONFAB_SECURITY_FORK:
    return "fork";
  case CONFAB_SECURITY_UNPROTECTED:
    return "unprotected";
  case CONFAB_SECURITY_WAITING:
  case CONFAB_SECURITY_UNCONFIRMED:
    break;
  }
  return "waiting";
}

static void
add_security (ConfabJsonLine *line, const ConfabCallSecurity *security)
{
  confab_json_line_string (line, "type", type_word (security->e2ee));
  confab_json_line_string (line, "state", security_word (security->state));
  confab_json_line_string (line, "code", security->code);
  confab_json_line_int (line, "epoch", security->epoch);
  add_pid (line, "leader", &security->leader);
}

char *
confab_events_describe_security (const ConfabCallSecurity *security)
{
  ConfabJsonLine line;

  confab_json_line_init (&line);
  add_security (&line, security);
  return confab_json_line_finish (&line);
}

void
confab_events_security (const ConfabCallSecurity *security)
{
  ConfabJsonLine line;

  confab_events_begin (&line, "security");
  add_security (&line, security);
  confab_events_print (&line);
}
