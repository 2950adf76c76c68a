/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of standard input do. */
#include "cli/events.h"
#include "cli/session-private.h"

#include <glib/gi18n.h>

static void
report_error (ConfabSession *self, const char *code, GError *error)
{
  if (error != NULL)
    confab_session_report (self, code, error->message, TRUE);
  g_clear_error (&error);
}

/* Of two who call themselves "Ada" the later one is shown as "Ada (2)"; who of them is meant by "Ada" is open. */
static gboolean
goes_by (ConfabParticipant *person, const char *who)
{
  const char *name = confab_participant_get_name (person);
  const char *rest = g_str_has_prefix (name, who) ? name + strlen (who) : NULL;

  return rest != NULL && (*rest == '\0' || (g_str_has_prefix (rest, " (") &&
                                            strspn (rest + 2, "0123456789") == strlen (rest) - 3));
}

/* WHO is a pid or a name. Returns: (transfer container): all whom it fits */
static GPtrArray *
find_people (ConfabRoster *roster, const char *who)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  ConfabPid pid;
  gboolean is_pid = confab_pid_from_hex (who, &pid);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (roster)); i++) {
    g_autoptr (ConfabParticipant) person = g_list_model_get_item (G_LIST_MODEL (roster), i);

    if (is_pid ? confab_pid_equal (confab_participant_get_pid (person), &pid)
               : goes_by (person, who))
      g_ptr_array_add (found, g_steal_pointer (&person));
  }
  return found;
}

/* Anybody can take the name of somebody who is expected, so no name is guessed at. */
static void
report_ambiguous (ConfabSession *self, const char *who, GPtrArray *people)
{
  g_autoptr (GString) pids = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < people->len; i++) {
    g_autofree char *hex = confab_pid_to_hex (confab_participant_get_pid (people->pdata[i]));

    g_string_append_printf (pids, " %s", hex);
  }
  /* TRANSLATORS: the second %s is a list of the numbers of participants, with a space before each */
  text =
      g_strdup_printf (_ ("More than one is called “%s”; say which by number:%s"), who, pids->str);
  confab_session_report (self, "ambiguous-person", text, TRUE);
}

/* Returns: (transfer full) (nullable): %NULL after an `error` event */
static ConfabParticipant *
require_person (ConfabSession *self, ConfabRoster *roster, const char *who)
{
  g_autoptr (GPtrArray) people = find_people (roster, who);
  g_autofree char *text = NULL;

  if (people->len == 1)
    return g_object_ref (people->pdata[0]);
  if (people->len > 1) {
    report_ambiguous (self, who, people);
    return NULL;
  }
  text = g_strdup_printf (_ ("There is nobody called “%s” here"), who);
  confab_session_report (self, "unknown-person", text, TRUE);
  return NULL;
}

static void
send_chat (ConfabSession *self, const char *text)
{
  GError *error = NULL;

  confab_meeting_send_chat (self->meeting, NULL, text, confab_meeting_time_now (), &error);
  report_error (self, "chat-failed", error);
}

static void
set_muted (ConfabSession *self, ConfabCommandWord what, gboolean muted)
{
  ConfabMediaKind kind =
      what == CONFAB_COMMAND_WORD_AUDIO ? CONFAB_MEDIA_AUDIO : CONFAB_MEDIA_VIDEO;
  GError *error = NULL;

  confab_call_set_muted (self->call, kind, muted, &error);
  report_error (self, "mute-failed", error);
}

static void
admit (ConfabSession *self, const char *who)
{
  g_autoptr (ConfabParticipant) person =
      require_person (self, confab_meeting_get_waiting_room (self->meeting), who);
  GError *error = NULL;

  if (person == NULL)
    return;
  confab_meeting_admit (self->meeting, confab_participant_get_pid (person),
                        confab_meeting_time_now (), &error);
  report_error (self, "admit-failed", error);
}

static void
remove_person (ConfabSession *self, const char *who)
{
  g_autoptr (ConfabParticipant) person =
      require_person (self, confab_meeting_get_roster (self->meeting), who);
  GError *error = NULL;

  if (person == NULL)
    return;
  confab_meeting_remove (self->meeting, confab_participant_get_pid (person),
                         confab_meeting_time_now (), &error);
  report_error (self, "remove-failed", error);
}

static void
set_locked (ConfabSession *self, gboolean locked)
{
  GError *error = NULL;

  confab_meeting_set_locked (self->meeting, locked, confab_meeting_time_now (), &error);
  report_error (self, "lock-failed", error);
}

static void
raise_hand (ConfabSession *self, gboolean up)
{
  GError *error = NULL;

  confab_meeting_raise_hand (self->meeting, up, confab_meeting_time_now (), &error);
  report_error (self, "hand-failed", error);
}

static void
print_safety_number (ConfabSession *self, const char *who)
{
  g_autoptr (ConfabParticipant) person =
      require_person (self, confab_meeting_get_roster (self->meeting), who);
  g_autofree char *number = NULL;

  if (person == NULL)
    return;
  number = confab_call_dup_safety_number (self->call, confab_participant_get_pid (person));
  confab_events_safety_number (confab_participant_get_pid (person), number);
}

static void
end_meeting (ConfabSession *self)
{
  GError *error = NULL;

  confab_meeting_end (self->meeting, confab_meeting_time_now (), &error);
  report_error (self, "end-failed", error);
}

static void
refuse_command (ConfabSession *self, const ConfabCommandLine *command)
{
  g_autofree char *text = NULL;

  switch (command->kind) {
  case CONFAB_COMMAND_LINE_MISSING:
    text = g_strdup_printf (_ ("“%s” is not available in this version"), command->name);
    confab_session_report (self, "not-available", text, TRUE);
    break;
  case CONFAB_COMMAND_LINE_BAD:
    text = g_strdup_printf (_ ("It is used like this: %s"), command->usage);
    confab_session_report (self, "bad-command", text, TRUE);
    break;
  default:
    text = g_strdup_printf (_ ("There is no command “%s”"), command->name);
    confab_session_report (self, "bad-command", text, TRUE);
  }
}

static gboolean
needs_meeting (ConfabCommandLineKind kind)
{
  switch (kind) {
  case CONFAB_COMMAND_LINE_CHAT:
  case CONFAB_COMMAND_LINE_ADMIT:
  case CONFAB_COMMAND_LINE_REMOVE:
  case CONFAB_COMMAND_LINE_LOCK:
  case CONFAB_COMMAND_LINE_UNLOCK:
  case CONFAB_COMMAND_LINE_HAND:
  case CONFAB_COMMAND_LINE_SAFETY_NUMBER:
  case CONFAB_COMMAND_LINE_END:
    return TRUE;
  default:
    return FALSE;
  }
}

/* In the meeting: people, words, rights. */
static void
act_in_meeting (ConfabSession *self, const ConfabCommandLine *command)
{
  switch (command->kind) {
  case CONFAB_COMMAND_LINE_CHAT:
    send_chat (self, command->argument);
    break;
  case CONFAB_COMMAND_LINE_ADMIT:
    admit (self, command->argument);
    break;
  case CONFAB_COMMAND_LINE_REMOVE:
    remove_person (self, command->argument);
    break;
  case CONFAB_COMMAND_LINE_LOCK:
  case CONFAB_COMMAND_LINE_UNLOCK:
    set_locked (self, command->kind == CONFAB_COMMAND_LINE_LOCK);
    break;
  case CONFAB_COMMAND_LINE_HAND:
    raise_hand (self, command->word == CONFAB_COMMAND_WORD_UP);
    break;
  case CONFAB_COMMAND_LINE_SAFETY_NUMBER:
    print_safety_number (self, command->argument);
    break;
  default:
    end_meeting (self);
  }
}

void
confab_session_carry_out (ConfabSession *self, const ConfabCommandLine *command)
{
  ConfabCapture *capture = confab_client_get_capture (self->client);

  if (needs_meeting (command->kind)) {
    if (self->joined)
      act_in_meeting (self, command);
    else
      confab_session_report (self, "not-joined", _ ("You are not in the meeting yet"), TRUE);
    return;
  }
  switch (command->kind) {
  case CONFAB_COMMAND_LINE_EMPTY:
    break;
  case CONFAB_COMMAND_LINE_MUTE:
  case CONFAB_COMMAND_LINE_UNMUTE:
    set_muted (self, command->word, command->kind == CONFAB_COMMAND_LINE_MUTE);
    break;
  case CONFAB_COMMAND_LINE_CAMERA:
    confab_capture_set_camera (capture, command->argument);
    break;
  case CONFAB_COMMAND_LINE_MIC:
    confab_capture_set_microphone (capture, command->argument);
    break;
  case CONFAB_COMMAND_LINE_CONFIRM:
    confab_meeting_confirm (self->meeting, confab_meeting_time_now ());
    break;
  case CONFAB_COMMAND_LINE_STATS:
    confab_events_stats (self->call);
    break;
  case CONFAB_COMMAND_LINE_LEAVE:
    confab_call_leave (self->call);
    break;
  default:
    refuse_command (self, command);
  }
}
