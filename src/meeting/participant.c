/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/participant-private.h"

struct _ConfabParticipant {
  GObject parent_instance;
  ConfabPid pid;
  char pid_hex[CONFAB_PID_HEX_LENGTH + 1];
  ConfabVerifyKey ik;
  char *own_name;
  char *shown_name;
  guint role;
  guint ord;
  guint flags;
  guint caps;
  gboolean is_self;
  gboolean invited;
  gboolean responding;
  gboolean confirmed;
  gboolean diverging;
  gboolean hand_up;
  gboolean audio;
  gboolean video;
  gboolean sharing;
};

G_DEFINE_FINAL_TYPE (ConfabParticipant, confab_participant, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  PROP_ROLE,
  PROP_FLAGS,
  PROP_RESPONDING,
  PROP_CONFIRMED,
  PROP_DIVERGING,
  PROP_HAND,
  PROP_AUDIO,
  PROP_VIDEO,
  PROP_SHARING,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
confab_participant_finalize (GObject *object)
{
  ConfabParticipant *self = CONFAB_PARTICIPANT (object);

  g_free (self->own_name);
  g_free (self->shown_name);
  G_OBJECT_CLASS (confab_participant_parent_class)->finalize (object);
}

static void
confab_participant_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabParticipant *self = CONFAB_PARTICIPANT (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->shown_name);
    break;
  case PROP_ROLE:
    g_value_set_uint (value, self->role);
    break;
  case PROP_FLAGS:
    g_value_set_uint (value, self->flags);
    break;
  case PROP_RESPONDING:
    g_value_set_boolean (value, self->responding);
    break;
  case PROP_CONFIRMED:
    g_value_set_boolean (value, self->confirmed);
    break;
  case PROP_DIVERGING:
    g_value_set_boolean (value, self->diverging);
    break;
  case PROP_HAND:
    g_value_set_boolean (value, self->hand_up);
    break;
  case PROP_AUDIO:
    g_value_set_boolean (value, self->audio);
    break;
  case PROP_VIDEO:
    g_value_set_boolean (value, self->video);
    break;
  case PROP_SHARING:
    g_value_set_boolean (value, self->sharing);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_participant_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ConfabParticipant *self = CONFAB_PARTICIPANT (object);

  switch (id) {
  case PROP_AUDIO:
    confab_participant_set_audio (self, g_value_get_boolean (value));
    break;
  case PROP_VIDEO:
    confab_participant_set_video (self, g_value_get_boolean (value));
    break;
  case PROP_SHARING:
    confab_participant_set_sharing (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static GParamSpec *
new_flag (const char *name, const char *blurb, GParamFlags access)
{
  return g_param_spec_boolean (name, NULL, blurb, FALSE,
                               access | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
confab_participant_class_init (ConfabParticipantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = confab_participant_finalize;
  object_class->get_property = confab_participant_get_property;
  object_class->set_property = confab_participant_set_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, "Shown name", NULL, read);
  properties[PROP_ROLE] = g_param_spec_uint ("role", NULL, "ConfabRole", 0, CONFAB_ROLE_REMOVED,
                                             CONFAB_ROLE_PARTICIPANT, read);
  properties[PROP_FLAGS] =
      g_param_spec_uint ("flags", NULL, "ConfabEntryFlags", 0, G_MAXUINT8, 0, read);
  properties[PROP_RESPONDING] = new_flag ("responding", "Answers", G_PARAM_READABLE);
  properties[PROP_CONFIRMED] = new_flag ("confirmed", "Has answered a ping", G_PARAM_READABLE);
  properties[PROP_DIVERGING] = new_flag ("diverging", "Sees another list", G_PARAM_READABLE);
  properties[PROP_HAND] = new_flag ("hand", "Hand is up", G_PARAM_READABLE);
  properties[PROP_AUDIO] = new_flag ("audio", "Can be heard", G_PARAM_READWRITE);
  properties[PROP_VIDEO] = new_flag ("video", "Can be seen", G_PARAM_READWRITE);
  properties[PROP_SHARING] = new_flag ("sharing", "Shares a screen", G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_participant_init (ConfabParticipant *self)
{
  self->responding = TRUE;
}

ConfabParticipant *
confab_participant_new (const ConfabCheckedJoin *join, gboolean is_self)
{
  ConfabParticipant *self = g_object_new (CONFAB_TYPE_PARTICIPANT, NULL);
  g_autofree char *hex = confab_pid_to_hex (&join->join.pid);

  self->pid = join->join.pid;
  g_strlcpy (self->pid_hex, hex, sizeof self->pid_hex);
  self->ik = join->join.ik;
  self->own_name = g_strdup (join->join.name);
  self->shown_name = g_strdup (join->join.name);
  self->caps = join->join.caps;
  self->role = CONFAB_ROLE_PARTICIPANT;
  self->is_self = is_self;
  return self;
}

static void
notify (ConfabParticipant *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_flag (ConfabParticipant *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == !!value)
    return;
  *flag = !!value;
  notify (self, property);
}

static void
set_number (ConfabParticipant *self, guint *number, guint value, guint property)
{
  if (*number == value)
    return;
  *number = value;
  notify (self, property);
}

void
confab_participant_take_seat (ConfabParticipant *self, const ConfabSeat *seat)
{
  self->ord = seat->entry.ord;
  self->caps = seat->join->join.caps;
  set_number (self, &self->role, seat->entry.role, PROP_ROLE);
  set_number (self, &self->flags, seat->entry.flags, PROP_FLAGS);
  if (g_strcmp0 (self->own_name, seat->join->join.name) != 0) {
    g_free (self->own_name);
    self->own_name = g_strdup (seat->join->join.name);
  }
}

void
confab_participant_set_shown_name (ConfabParticipant *self, const char *name)
{
  if (g_strcmp0 (self->shown_name, name) == 0)
    return;
  g_free (self->shown_name);
  self->shown_name = g_strdup (name);
  notify (self, PROP_NAME);
}

const char *
confab_participant_get_own_name (ConfabParticipant *self)
{
  return self->own_name;
}

void
confab_participant_set_invited (ConfabParticipant *self, gboolean invited)
{
  self->invited = invited;
}

void
confab_participant_set_responding (ConfabParticipant *self, gboolean responding)
{
  set_flag (self, &self->responding, responding, PROP_RESPONDING);
}

void
confab_participant_set_confirmed (ConfabParticipant *self, gboolean confirmed)
{
  set_flag (self, &self->confirmed, confirmed, PROP_CONFIRMED);
}

void
confab_participant_set_diverging (ConfabParticipant *self, gboolean diverging)
{
  set_flag (self, &self->diverging, diverging, PROP_DIVERGING);
}

void
confab_participant_set_hand_up (ConfabParticipant *self, gboolean up)
{
  set_flag (self, &self->hand_up, up, PROP_HAND);
}

void
confab_participant_set_audio (ConfabParticipant *self, gboolean audio)
{
  g_return_if_fail (CONFAB_IS_PARTICIPANT (self));
  set_flag (self, &self->audio, audio, PROP_AUDIO);
}

void
confab_participant_set_video (ConfabParticipant *self, gboolean video)
{
  g_return_if_fail (CONFAB_IS_PARTICIPANT (self));
  set_flag (self, &self->video, video, PROP_VIDEO);
}

void
confab_participant_set_sharing (ConfabParticipant *self, gboolean sharing)
{
  g_return_if_fail (CONFAB_IS_PARTICIPANT (self));
  set_flag (self, &self->sharing, sharing, PROP_SHARING);
}

const ConfabPid *
confab_participant_get_pid (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), NULL);
  return &self->pid;
}

const char *
confab_participant_get_pid_hex (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), NULL);
  return self->pid_hex;
}

const char *
confab_participant_get_name (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), NULL);
  return self->shown_name;
}

ConfabRole
confab_participant_get_role (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), CONFAB_ROLE_PARTICIPANT);
  return (ConfabRole) self->role;
}

guint
confab_participant_get_ord (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), 0);
  return self->ord;
}

guint
confab_participant_get_flags (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), 0);
  return self->flags;
}

guint
confab_participant_get_caps (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), 0);
  return self->caps;
}

const ConfabVerifyKey *
confab_participant_get_ik (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), NULL);
  return &self->ik;
}

gboolean
confab_participant_is_self (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->is_self;
}

gboolean
confab_participant_is_invited (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->invited;
}

gboolean
confab_participant_is_responding (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->responding;
}

gboolean
confab_participant_is_confirmed (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->confirmed;
}

gboolean
confab_participant_is_diverging (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->diverging;
}

gboolean
confab_participant_has_hand_up (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->hand_up;
}

gboolean
confab_participant_get_audio (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->audio;
}

gboolean
confab_participant_get_video (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->video;
}

gboolean
confab_participant_get_sharing (ConfabParticipant *self)
{
  g_return_val_if_fail (CONFAB_IS_PARTICIPANT (self), FALSE);
  return self->sharing;
}
