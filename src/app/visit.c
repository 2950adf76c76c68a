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

void
confab_visit_set_words (ConfabVisit *self, const ConfabVisitWords *words)
{
  set_text (self, &self->reach, words->reach, PROP_REACH);
  set_text (self, &self->path, words->path, PROP_PATH);
  set_text (self, &self->trouble, words->trouble, PROP_TROUBLE);
  set_text (self, &self->status, words->status, PROP_STATUS);
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
confab_visit_tell (ConfabVisit *self, const char *text)
{
  if (self->step < CONFAB_VISIT_PARTING)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

static void
on_switch_notice (ConfabDeviceSwitch *device, const char *text, ConfabVisit *self)
{
  confab_visit_tell (self, text);
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
