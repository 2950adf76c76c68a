/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/visit-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (ConfabVisit, confab_visit, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STEP,
  PROP_LINK,
  PROP_ROOM,
  PROP_CHAT,
  PROP_STATUS,
  PROP_PATH,
  PROP_TROUBLE,
  PROP_REACH,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, SIGNAL_QUESTION, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_text (ConfabVisit *self, char **field, const char *text, int property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
confab_visit_set_room (ConfabVisit *self, const char *room)
{
  set_text (self, &self->room, room, PROP_ROOM);
}

void
confab_visit_set_link (ConfabVisit *self, const char *link)
{
  set_text (self, &self->link, link, PROP_LINK);
}

/* --- what is said --- */

static const char *
status_words (ConfabVisit *self, gboolean alone)
{
  switch (self->step) {
  case CONFAB_VISIT_CREATING:
    return _ ("Preparing your meeting…");
  case CONFAB_VISIT_ARRIVING:
    return _ ("Connecting to the meeting service…");
  case CONFAB_VISIT_WAITING:
    return self->host_message != NULL ? self->host_message
                                      : _ ("Waiting for the host to let you in…");
  case CONFAB_VISIT_INSIDE:
    return alone ? _ ("Waiting for others") : NULL;
  case CONFAB_VISIT_LEAVING:
    return _ ("Leaving…");
  default:
    return NULL;
  }
}

/* (transfer full) (nullable): that a link leads nowhere explains why the service does not answer. */
static char *
trouble_words (ConfabVisit *self)
{
  const char *of_host = self->host != NULL ? confab_embedded_host_get_trouble (self->host) : NULL;

  if (self->step != CONFAB_VISIT_INSIDE)
    return NULL;
  return of_host != NULL ? g_strdup (of_host) : confab_call_status_dup_trouble (self->call_status);
}

void
confab_visit_update_words (ConfabVisit *self)
{
  gboolean alone = self->call_status == NULL || confab_call_status_is_alone (self->call_status);
  g_autofree char *path =
      self->call_status != NULL ? confab_call_status_dup_path (self->call_status) : g_strdup ("");
  g_autofree char *trouble = trouble_words (self);

  if (self->host != NULL)
    set_text (self, &self->reach, confab_embedded_host_get_reach (self->host), PROP_REACH);
  set_text (self, &self->path, path, PROP_PATH);
  set_text (self, &self->trouble, trouble, PROP_TROUBLE);
  set_text (self, &self->status, status_words (self, alone), PROP_STATUS);
}

void
confab_visit_set_step (ConfabVisit *self, ConfabVisitStep step)
{
  if (self->step == step || self->step == CONFAB_VISIT_OVER)
    return;
  self->step = step;
  confab_visit_update_words (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

void
confab_visit_set_volume (ConfabVisit *self, double volume)
{
  confab_playback_set_volume (confab_client_get_playback (self->client), volume);
}

static void
on_host_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabVisit) self = user_data;

  confab_embedded_host_stop_finish (CONFAB_EMBEDDED_HOST (source), result);
  confab_visit_set_step (self, CONFAB_VISIT_OVER);
}

void
confab_visit_finish (ConfabVisit *self, const char *title, const char *text)
{
  if (self->over_title != NULL)
    return;
  g_clear_handle_id (&self->parting, g_source_remove);
  confab_visit_set_volume (self, 1);
  self->over_title = g_strdup (title);
  self->over_text = g_strdup (text);
  confab_talk_close (self->talk);
  confab_device_switch_close (self->camera);
  confab_device_switch_close (self->microphone);
  if (self->host == NULL) {
    confab_visit_set_step (self, CONFAB_VISIT_OVER);
    return;
  }
  confab_visit_set_step (self, CONFAB_VISIT_LEAVING);
  confab_embedded_host_stop_async (self->host, on_host_stopped, g_object_ref (self));
}

/* Whoever leaves need not hear what becomes of the connection. */
static void
notice (ConfabVisit *self, const char *text)
{
  if (self->step < CONFAB_VISIT_PARTING)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

/* --- what the meeting says --- */

static void
on_question (ConfabMeeting *meeting, const char *code, const char *text, ConfabVisit *self)
{
  g_signal_emit (self, signals[SIGNAL_QUESTION], 0, text);
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
  notice (self, text);
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT]);
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

/* What the meeting warns of as long as it lasts is part of "trouble": no need to say it in passing too. */
static void
on_problem (ConfabCall *call, const char *code, const char *text, ConfabVisit *self)
{
  const GSignalInvocationHint *within =
      self->meeting != NULL ? g_signal_get_invocation_hint (self->meeting) : NULL;

  if (within == NULL || within->signal_id != g_signal_lookup ("warning", CONFAB_TYPE_MEETING))
    notice (self, text);
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

/* --- the visit --- */

static void
on_switch_notice (ConfabDeviceSwitch *device, const char *text, ConfabVisit *self)
{
  notice (self, text);
}

static void
on_unheard (ConfabVisit *self)
{
  if (self->step == CONFAB_VISIT_INSIDE)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0,
                   _ ("Nobody hears you: your microphone is off. Press M, or hold the space bar "
                      "while you speak"));
}

/* @from_lobby: (nullable). Returns: (transfer full) */
static ConfabDeviceSwitch *
add_switch (ConfabVisit *self, ConfabMediaKind kind, ConfabDevices *devices,
            ConfabDeviceSwitch *from_lobby)
{
  ConfabDeviceSwitch *device =
      from_lobby != NULL
          ? g_object_ref (from_lobby)
          : confab_device_switch_new (confab_client_get_capture (self->client), kind, devices);

  g_signal_connect_object (device, "notice", G_CALLBACK (on_switch_notice), self, 0);
  g_signal_connect_object (device, "notify::on", G_CALLBACK (confab_people_tiles_refresh_own),
                           self->tiles, G_CONNECT_SWAPPED);
  return device;
}

static void
on_leave_action (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_visit_part (CONFAB_VISIT (user_data));
}

static void
on_stay_action (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_visit_stay (CONFAB_VISIT (user_data));
}

static void
confab_visit_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabVisit *self = CONFAB_VISIT (object);

  switch (id) {
  case PROP_STEP:
    g_value_set_int (value, (int) self->step);
    break;
  case PROP_LINK:
    g_value_set_string (value, self->link);
    break;
  case PROP_ROOM:
    g_value_set_string (value, self->room);
    break;
  case PROP_CHAT:
    g_value_set_object (value, confab_visit_get_chat (self));
    break;
  case PROP_STATUS:
    g_value_set_string (value, self->status);
    break;
  case PROP_PATH:
    g_value_set_string (value, self->path);
    break;
  case PROP_TROUBLE:
    g_value_set_string (value, self->trouble);
    break;
  case PROP_REACH:
    g_value_set_string (value, self->reach);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_visit_dispose (GObject *object)
{
  ConfabVisit *self = CONFAB_VISIT (object);

  g_clear_handle_id (&self->parting, g_source_remove);
  g_clear_object (&self->people_actions);
  g_clear_object (&self->meter);
  g_clear_object (&self->talk);
  g_clear_object (&self->microphone);
  g_clear_object (&self->camera);
  g_clear_object (&self->tiles);
  g_clear_object (&self->call_status);
  g_clear_object (&self->host);
  g_clear_object (&self->meeting);
  g_clear_object (&self->call);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (confab_visit_parent_class)->dispose (object);
}

static void
confab_visit_finalize (GObject *object)
{
  ConfabVisit *self = CONFAB_VISIT (object);

  g_free (self->name);
  g_free (self->link);
  g_free (self->room);
  g_free (self->host_message);
  g_free (self->status);
  g_free (self->path);
  g_free (self->trouble);
  g_free (self->reach);
  g_free (self->over_title);
  g_free (self->over_text);
  G_OBJECT_CLASS (confab_visit_parent_class)->finalize (object);
}

static void
confab_visit_class_init (ConfabVisitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_visit_get_property;
  object_class->dispose = confab_visit_dispose;
  object_class->finalize = confab_visit_finalize;

  properties[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, CONFAB_VISIT_IDLE,
                                            CONFAB_VISIT_OVER, CONFAB_VISIT_IDLE, readable);
  properties[PROP_LINK] = g_param_spec_string ("link", NULL, NULL, NULL, readable);
  properties[PROP_ROOM] = g_param_spec_string ("room", NULL, NULL, NULL, readable);
  properties[PROP_CHAT] = g_param_spec_object ("chat", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, readable);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", readable);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, readable);
  properties[PROP_REACH] = g_param_spec_string ("reach", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_VISIT, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_QUESTION] = g_signal_new ("question", CONFAB_TYPE_VISIT, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_visit_init (ConfabVisit *self)
{
  self->path = g_strdup ("");
  self->cancellable = g_cancellable_new ();
}

ConfabVisit *
confab_visit_new (ConfabClient *client, const ConfabVisitOptions *options)
{
  ConfabVisit *self = g_object_new (CONFAB_TYPE_VISIT, NULL);

  self->client = g_object_ref (client);
  self->name = g_strdup (options->name);
  self->tiles = confab_people_tiles_new (confab_client_get_capture (client), options->name);
  self->meter =
      confab_people_meter_new (G_LIST_MODEL (self->tiles), confab_client_get_capture (client));
  self->microphone = add_switch (self, CONFAB_MEDIA_AUDIO, options->devices, options->microphone);
  self->camera = add_switch (self, CONFAB_MEDIA_VIDEO, options->devices, options->camera);
  confab_people_tiles_refresh_own (self->tiles);
  self->talk = confab_talk_new (confab_client_get_capture (client), self->microphone);
  g_signal_connect_object (self->talk, "unheard", G_CALLBACK (on_unheard), self, G_CONNECT_SWAPPED);
  return self;
}

/* Who is about to leave is not heard any more, whatever key they press. */
static gboolean
may_speak (ConfabVisit *self)
{
  return self->step < CONFAB_VISIT_PARTING;
}

void
confab_visit_hold_to_talk (ConfabVisit *self, gboolean held)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (!held || may_speak (self))
    confab_talk_hold (self->talk, held);
}

void
confab_visit_toggle_microphone (ConfabVisit *self)
{
  gboolean on = FALSE;

  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (!may_speak (self))
    return;
  g_object_get (self->microphone, "on", &on, NULL);
  g_object_set (self->microphone, "on", !on, NULL);
}

gboolean
confab_visit_send_chat (ConfabVisit *self, const char *text, GError **error)
{
  g_return_val_if_fail (CONFAB_IS_VISIT (self), FALSE);

  if (self->meeting == NULL || self->step != CONFAB_VISIT_INSIDE) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                 _ ("Nothing can be written yet: wait until you are in the meeting"));
    return FALSE;
  }
  return confab_meeting_send_chat (self->meeting, NULL, text, confab_meeting_time_now (), error);
}

ConfabVisitStep
confab_visit_get_step (ConfabVisit *self)
{
  return self->step;
}

const char *
confab_visit_get_link (ConfabVisit *self)
{
  return self->link;
}

const char *
confab_visit_get_room (ConfabVisit *self)
{
  return self->room;
}

GListModel *
confab_visit_get_chat (ConfabVisit *self)
{
  return self->meeting != NULL ? G_LIST_MODEL (confab_meeting_get_chat_log (self->meeting)) : NULL;
}

ConfabMeeting *
confab_visit_get_meeting (ConfabVisit *self)
{
  return self->meeting;
}

char *
confab_visit_dup_path_kind (ConfabVisit *self)
{
  return self->call_status != NULL ? confab_call_status_dup_path_kind (self->call_status) : NULL;
}

const char *
confab_visit_get_status (ConfabVisit *self)
{
  return self->status;
}

const char *
confab_visit_get_path (ConfabVisit *self)
{
  return self->path;
}

const char *
confab_visit_get_trouble (ConfabVisit *self)
{
  return self->trouble;
}

const char *
confab_visit_get_reach (ConfabVisit *self)
{
  return self->reach;
}

GListModel *
confab_visit_get_tiles (ConfabVisit *self)
{
  return G_LIST_MODEL (self->tiles);
}

GListModel *
confab_visit_get_waiting (ConfabVisit *self)
{
  return self->meeting != NULL ? G_LIST_MODEL (confab_meeting_get_waiting_room (self->meeting))
                               : NULL;
}

void
confab_visit_pin (ConfabVisit *self, const ConfabPid *pid)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  confab_people_meter_pin (self->meter, pid);
}

GActionGroup *
confab_visit_get_people_actions (ConfabVisit *self)
{
  return self->people_actions != NULL ? confab_people_actions_get_group (self->people_actions)
                                      : NULL;
}

GSimpleActionGroup *
confab_visit_dup_actions (ConfabVisit *self)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) microphone =
      g_property_action_new ("microphone", self->microphone, "on");
  g_autoptr (GPropertyAction) camera = g_property_action_new ("camera", self->camera, "on");
  g_autoptr (GSimpleAction) leave = g_simple_action_new ("leave", NULL);
  g_autoptr (GSimpleAction) stay = g_simple_action_new ("stay", NULL);

  g_signal_connect_object (leave, "activate", G_CALLBACK (on_leave_action), self, 0);
  g_signal_connect_object (stay, "activate", G_CALLBACK (on_stay_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (stay));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (microphone));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (camera));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (leave));
  return actions;
}

gboolean
confab_visit_is_own_meeting (ConfabVisit *self)
{
  return self->own_meeting;
}

const char *
confab_visit_get_over_title (ConfabVisit *self)
{
  return self->over_title;
}

const char *
confab_visit_get_over_text (ConfabVisit *self)
{
  return self->over_text;
}
