/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/people-actions.h"

#define MUTE_AUDIO 1 /* docs/protocol.md 9.3 */

struct _ConfabPeopleActions {
  GObject parent_instance;
  ConfabMeeting *meeting;
  ConfabParticipant *self_participant; /* (nullable): once one is in the roster */
  GSimpleActionGroup *group;
};

G_DEFINE_FINAL_TYPE (ConfabPeopleActions, confab_people_actions, G_TYPE_OBJECT)

enum { SIGNAL_NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
tell (ConfabPeopleActions *self, const GError *error)
{
  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
}

/* --- with a person --- */

typedef gboolean (*PersonFunc) (ConfabMeeting *meeting, const ConfabPid *pid, ConfabMeetingTime now,
                                GError **error);

static void
do_with_person (ConfabPeopleActions *self, GVariant *pid_hex, PersonFunc func)
{
  g_autoptr (GError) error = NULL;
  ConfabPid pid;

  if (!confab_pid_from_hex (g_variant_get_string (pid_hex, NULL), &pid))
    return;
  func (self->meeting, &pid, confab_meeting_time_now (), &error);
  tell (self, error);
}

static gboolean
mute (ConfabMeeting *meeting, const ConfabPid *pid, ConfabMeetingTime now, GError **error)
{
  return confab_meeting_mute (meeting, pid, MUTE_AUDIO, now, error);
}

static void
on_let_in (GSimpleAction *action, GVariant *pid_hex, gpointer user_data)
{
  do_with_person (user_data, pid_hex, confab_meeting_admit);
}

static void
on_remove (GSimpleAction *action, GVariant *pid_hex, gpointer user_data)
{
  do_with_person (user_data, pid_hex, confab_meeting_remove);
}

static void
on_mute (GSimpleAction *action, GVariant *pid_hex, gpointer user_data)
{
  do_with_person (user_data, pid_hex, mute);
}

static void
on_mute_all (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabPeopleActions *self = user_data;
  g_autoptr (GError) error = NULL;

  mute (self->meeting, NULL, confab_meeting_time_now (), &error);
  tell (self, error);
}

/* --- switches --- */

static void
on_hand (GSimpleAction *action, GVariant *up, gpointer user_data)
{
  ConfabPeopleActions *self = user_data;
  g_autoptr (GError) error = NULL;

  confab_meeting_raise_hand (self->meeting, g_variant_get_boolean (up), confab_meeting_time_now (),
                             &error);
  tell (self, error);
}

static void
on_lock (GSimpleAction *action, GVariant *locked, gpointer user_data)
{
  ConfabPeopleActions *self = user_data;
  g_autoptr (GError) error = NULL;

  confab_meeting_set_locked (self->meeting, g_variant_get_boolean (locked),
                             confab_meeting_time_now (), &error);
  tell (self, error);
}

/* --- what the meeting says --- */

static GSimpleAction *
find (ConfabPeopleActions *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->group), name));
}

static void
show_locked (ConfabPeopleActions *self)
{
  g_simple_action_set_state (find (self, "lock"),
                             g_variant_new_boolean (confab_meeting_is_locked (self->meeting)));
}

static void
show_hand (ConfabPeopleActions *self)
{
  gboolean up =
      self->self_participant != NULL && confab_participant_has_hand_up (self->self_participant);

  g_simple_action_set_state (find (self, "hand"), g_variant_new_boolean (up));
}

static void
show_role (ConfabPeopleActions *self)
{
  static const char *const of_hosts[] = { "let-in", "mute", "remove", "mute-all", "lock" };
  gboolean inside = self->self_participant != NULL;
  gboolean host = inside && confab_meeting_get_role (self->meeting) <= CONFAB_ROLE_COHOST;

  for (guint i = 0; i < G_N_ELEMENTS (of_hosts); i++)
    g_simple_action_set_enabled (find (self, of_hosts[i]), host);
  g_simple_action_set_enabled (find (self, "hand"), inside);
}

static void
on_roster_changed (ConfabPeopleActions *self)
{
  ConfabParticipant *own = confab_roster_find (confab_meeting_get_roster (self->meeting),
                                               confab_meeting_get_pid (self->meeting));

  if (g_set_object (&self->self_participant, own) && own != NULL)
    g_signal_connect_object (own, "notify::hand", G_CALLBACK (show_hand), self, G_CONNECT_SWAPPED);
  show_role (self);
  show_hand (self);
}

static void
confab_people_actions_dispose (GObject *object)
{
  ConfabPeopleActions *self = CONFAB_PEOPLE_ACTIONS (object);

  g_clear_object (&self->self_participant);
  g_clear_object (&self->meeting);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (confab_people_actions_parent_class)->dispose (object);
}

static void
confab_people_actions_class_init (ConfabPeopleActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_people_actions_dispose;

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_PEOPLE_ACTIONS, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_people_actions_init (ConfabPeopleActions *self)
{
  static const GActionEntry entries[] = {
    { .name = "let-in", .activate = on_let_in, .parameter_type = "s" },
    { .name = "mute", .activate = on_mute, .parameter_type = "s" },
    { .name = "remove", .activate = on_remove, .parameter_type = "s" },
    { .name = "mute-all", .activate = on_mute_all },
    { .name = "hand", .state = "false", .change_state = on_hand },
    { .name = "lock", .state = "false", .change_state = on_lock },
  };

  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries),
                                   self);
}

ConfabPeopleActions *
confab_people_actions_new (ConfabMeeting *meeting)
{
  ConfabPeopleActions *self = g_object_new (CONFAB_TYPE_PEOPLE_ACTIONS, NULL);

  self->meeting = g_object_ref (meeting);
  g_signal_connect_object (meeting, "notify::locked", G_CALLBACK (show_locked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (meeting, "notify::role", G_CALLBACK (show_role), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_meeting_get_roster (meeting), "items-changed",
                           G_CALLBACK (on_roster_changed), self, G_CONNECT_SWAPPED);
  show_locked (self);
  on_roster_changed (self);
  return self;
}

GActionGroup *
confab_people_actions_get_group (ConfabPeopleActions *self)
{
  return G_ACTION_GROUP (self->group);
}
