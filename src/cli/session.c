/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/events.h"
#include "cli/session-private.h"

#include <glib/gi18n.h>

void
confab_session_report (ConfabSession *self, const char *code, const char *text, gboolean failure)
{
  confab_events_word ("error", code, text);
  self->failed = self->failed || failure;
}

static void print_security (ConfabSession *self);

/* --- people --- */

static gboolean
is_self (ConfabParticipant *person)
{
  return confab_participant_is_self (person);
}

static void
on_person_changed (ConfabSession *self, GParamSpec *pspec, ConfabParticipant *person)
{
  if (g_hash_table_contains (self->announced, person))
    confab_events_participant (person, "updated");
}

/* Safety numbers and the meeting code are thousands of hashes each: made when the link is not waiting. */
static gboolean
on_numbers (gpointer user_data)
{
  ConfabSession *self = user_data;
  g_autoptr (ConfabParticipant) person = g_queue_pop_head (&self->unnumbered);
  g_autofree char *number = NULL;

  if (person == NULL) {
    self->numbers_source = 0;
    print_security (self);
    return G_SOURCE_REMOVE;
  }
  number = confab_call_dup_safety_number (self->call, confab_participant_get_pid (person));
  if (number != NULL)
    confab_events_safety_number (confab_participant_get_pid (person), number);
  return G_SOURCE_CONTINUE;
}

static void
schedule_numbers (ConfabSession *self)
{
  if (self->numbers_source == 0)
    self->numbers_source = g_idle_add_full (G_PRIORITY_LOW, on_numbers, self, NULL);
}

static void
announce (ConfabSession *self, ConfabParticipant *person)
{
  static const char *const watched[] = { "notify::audio", "notify::hand", "notify::sharing",
                                         "notify::video" };

  if (is_self (person) || !g_hash_table_add (self->announced, g_object_ref (person)))
    return;
  confab_events_participant (person, "joined");
  g_queue_push_tail (&self->unnumbered, g_object_ref (person));
  schedule_numbers (self);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_swapped (person, watched[i], G_CALLBACK (on_person_changed), self);
}

static void
on_participant_joined (ConfabMeeting *meeting, ConfabParticipant *person, ConfabSession *self)
{
  if (self->joined)
    announce (self, person);
}

static void
on_participant_updated (ConfabMeeting *meeting, ConfabParticipant *person, ConfabSession *self)
{
  if (g_hash_table_contains (self->announced, person))
    confab_events_participant (person, "updated");
}

static void
on_participant_left (ConfabMeeting *meeting, ConfabParticipant *person, int reason,
                     ConfabSession *self)
{
  if (!g_hash_table_contains (self->announced, person))
    return;
  g_signal_handlers_disconnect_by_data (person, self);
  confab_events_participant (person, "left");
  g_hash_table_remove (self->announced, person);
}

static void
on_admission_requested (ConfabMeeting *meeting, ConfabParticipant *person, ConfabSession *self)
{
  confab_events_participant (person, "waiting");
}

/* --- the meeting --- */

static void
print_security (ConfabSession *self)
{
  ConfabCallSecurity security;
  char *members;

  if (confab_call_get_state (self->call) != CONFAB_CALL_JOINED || !self->joined)
    return;
  confab_call_get_security (self->call, &security);
  members = confab_events_describe_security (&security);
  if (g_strcmp0 (members, self->security) != 0)
    confab_events_security (&security);
  g_free (self->security);
  self->security = members;
}

static void
on_chat (ConfabMeeting *meeting, ConfabChatMessage *message, ConfabSession *self)
{
  if (confab_chat_message_is_missing (message))
    confab_session_report (self, "message-missing", _ ("A message is missing here"), FALSE);
  else
    confab_events_chat (message);
}

static void
on_question (ConfabMeeting *meeting, const char *code, const char *text, ConfabSession *self)
{
  g_autofree char *asked = g_strdup_printf (_ ("%s (answer “confirm” or “leave”)"), text);

  confab_session_report (self, code, asked, FALSE);
}

/* --- the call --- */

static gboolean
on_stats (gpointer user_data)
{
  ConfabSession *self = user_data;

  confab_events_stats (self->call);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_time_is_up (gpointer user_data)
{
  ConfabSession *self = user_data;

  self->for_source = 0;
  confab_call_leave (self->call);
  return G_SOURCE_REMOVE;
}

static void
count_from_now (ConfabSession *self)
{
  g_clear_handle_id (&self->for_source, g_source_remove);
  if (self->for_s > 0)
    self->for_source = g_timeout_add ((guint) (self->for_s * 1000), on_time_is_up, self);
}

static void
on_waiting (ConfabCall *call, const char *message, ConfabSession *self)
{
  confab_events_waiting (confab_call_get_room (call), message);
}

static void
on_joined (ConfabCall *call, ConfabSession *self)
{
  GListModel *people = G_LIST_MODEL (confab_meeting_get_roster (self->meeting));

  self->joined = TRUE;
  confab_events_joined (call);
  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (ConfabParticipant) person = g_list_model_get_item (people, i);

    announce (self, person);
  }
  schedule_numbers (self);
  count_from_now (self);
}

static void
finish (ConfabSession *self, const char *event, const char *code, const char *text, gboolean good)
{
  confab_events_word (event, code, text);
  self->finished (good && !self->failed ? 0 : 1, self->user_data);
}

static void
on_refused (ConfabCall *call, const char *code, const char *text, ConfabSession *self)
{
  finish (self, "refused", code, text, FALSE);
}

/* Leaving, and a host who ends the meeting, are how a meeting is meant to end; for who never got in it is none. */
static void
on_ended (ConfabCall *call, const char *code, const char *text, ConfabSession *self)
{
  if (!self->joined) {
    finish (self, "refused", "not-admitted",
            _ ("Nobody let you in before you left; ask the host to start the meeting"), FALSE);
    return;
  }
  finish (self, "ended", code, text,
          g_str_equal (code, "left") || g_str_equal (code, "meeting-ended"));
}

/* What passes by itself is told, but no reason for a script to fail. */
static gboolean
is_failure (const char *code)
{
  static const char *const failures[] = { "link-manipulated", "output", NULL };

  return g_strv_contains (failures, code);
}

static void
on_problem (ConfabCall *call, const char *code, const char *text, ConfabSession *self)
{
  confab_session_report (self, code, text, is_failure (code));
}

static void
on_warning (ConfabMeeting *meeting, const char *code, const char *text, ConfabSession *self)
{
  confab_session_report (self, code, text, is_failure (code));
}

static void
on_path_changed (ConfabCall *call, const ConfabCallPath *path, ConfabSession *self)
{
  confab_events_link (path);
}

static void
on_track_changed (ConfabCall *call, const ConfabCallTrack *track, ConfabSession *self)
{
  confab_events_track (track);
}

static void
on_answering_changed (ConfabCall *call, const ConfabPid *pid, gboolean answering,
                      ConfabSession *self)
{
  ConfabParticipant *person = confab_roster_find (confab_meeting_get_roster (self->meeting), pid);
  g_autofree char *text = NULL;

  if (answering || person == NULL)
    return; /* that it does again is told by `link` */
  text = g_strdup_printf (_ ("%s does not answer"), confab_participant_get_name (person));
  confab_session_report (self, "no-answer", text, FALSE);
}

/* --- devices --- */

static void
on_source_failed (ConfabCapture *capture, guint kind, const GError *error, ConfabSession *self)
{
  confab_session_report (self, kind == CONFAB_MEDIA_AUDIO ? "mic-failed" : "camera-failed",
                         error->message, TRUE);
}

static void
follow (ConfabSession *self)
{
  ConfabCapture *capture = confab_client_get_capture (self->client);
  ConfabMeeting *meeting = self->meeting;
  ConfabCall *call = self->call;

  g_signal_connect (meeting, "participant-joined", G_CALLBACK (on_participant_joined), self);
  g_signal_connect (meeting, "participant-updated", G_CALLBACK (on_participant_updated), self);
  g_signal_connect (meeting, "participant-left", G_CALLBACK (on_participant_left), self);
  g_signal_connect (meeting, "admission-requested", G_CALLBACK (on_admission_requested), self);
  g_signal_connect (meeting, "chat", G_CALLBACK (on_chat), self);
  g_signal_connect (meeting, "question", G_CALLBACK (on_question), self);
  g_signal_connect (meeting, "warning", G_CALLBACK (on_warning), self);
  g_signal_connect (call, "waiting", G_CALLBACK (on_waiting), self);
  g_signal_connect (call, "joined", G_CALLBACK (on_joined), self);
  g_signal_connect (call, "refused", G_CALLBACK (on_refused), self);
  g_signal_connect (call, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect (call, "problem", G_CALLBACK (on_problem), self);
  g_signal_connect (call, "path-changed", G_CALLBACK (on_path_changed), self);
  g_signal_connect (call, "track-changed", G_CALLBACK (on_track_changed), self);
  g_signal_connect (call, "answering-changed", G_CALLBACK (on_answering_changed), self);
  g_signal_connect_swapped (call, "security-changed", G_CALLBACK (schedule_numbers), self);
  g_signal_connect (capture, "source-failed", G_CALLBACK (on_source_failed), self);
  g_signal_connect (capture, "source-lost", G_CALLBACK (on_source_failed), self);
}

static void
begin_timers (ConfabSession *self, const ConfabSessionOptions *options)
{
  self->for_s = options->for_s;
  count_from_now (self);
  if (options->stats_s > 0)
    self->stats_source = g_timeout_add ((guint) (options->stats_s * 1000), on_stats, self);
}

ConfabSession *
confab_session_new (ConfabClient *client, const ConfabSessionOptions *options,
                    void (*finished) (int status, gpointer user_data), gpointer user_data,
                    GError **error)
{
  ConfabJoinOptions join = {
    .name = options->name,
    .relay_only = options->relay_only,
    .save_dir = options->save_dir,
  };
  ConfabCall *call = confab_client_join (client, options->link, &join, error);
  ConfabSession *self;

  if (call == NULL)
    return NULL;
  self = g_new0 (ConfabSession, 1);
  self->client = g_object_ref (client);
  self->call = call;
  self->meeting = g_object_ref (confab_call_get_meeting (call));
  self->finished = finished;
  self->user_data = user_data;
  self->announced = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  follow (self);
  confab_capture_set_camera (confab_client_get_capture (client), options->camera);
  confab_capture_set_microphone (confab_client_get_capture (client), options->mic);
  begin_timers (self, options);
  return self;
}

static void
forget_person (gpointer person, gpointer value, gpointer self)
{
  g_signal_handlers_disconnect_by_data (person, self);
}

void
confab_session_free (ConfabSession *self)
{
  g_clear_handle_id (&self->for_source, g_source_remove);
  g_clear_handle_id (&self->stats_source, g_source_remove);
  g_clear_handle_id (&self->numbers_source, g_source_remove);
  g_queue_clear_full (&self->unnumbered, g_object_unref);
  g_signal_handlers_disconnect_by_data (confab_client_get_capture (self->client), self);
  g_signal_handlers_disconnect_by_data (self->meeting, self);
  g_signal_handlers_disconnect_by_data (self->call, self);
  g_hash_table_foreach (self->announced, forget_person, self);
  g_hash_table_unref (self->announced);
  g_object_unref (self->meeting);
  g_object_unref (self->call);
  g_object_unref (self->client);
  g_free (self->security);
  g_free (self);
}

void
confab_session_leave (ConfabSession *self)
{
  confab_call_leave (self->call);
}

void
confab_session_obey (ConfabSession *self, const char *line)
{
  g_auto (ConfabCommandLine) command;

  confab_command_line_parse (line, &command);
  confab_session_carry_out (self, &command);
}
