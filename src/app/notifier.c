/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/notifier.h"

#include <glib/gi18n.h>

#define TEXT_MAX_CHARACTERS 200

struct _ConfabNotifier {
  GObject parent_instance;
  GtkApplication *application; /* not owned: it owns this */
  ConfabWindow *window;
  GSettings *settings;
  ConfabVisit *visit;     /* (nullable) */
  ConfabMeeting *meeting; /* (nullable): the visit's, once its lists are watched */
  GHashTable *told;       /* ids of what was sent and not taken back */
};

G_DEFINE_FINAL_TYPE (ConfabNotifier, confab_notifier, G_TYPE_OBJECT)

/* --- telling --- */

/* The setting decides whether, the window whether it is needed. */
static gboolean
may_tell (ConfabNotifier *self, const char *setting)
{
  return !gtk_window_is_active (GTK_WINDOW (self->window)) &&
         g_settings_get_boolean (self->settings, setting);
}

/* Takes @notification. */
static void
tell (ConfabNotifier *self, const char *id, GNotification *notification)
{
  g_autoptr (GNotification) owned = notification;

  g_application_send_notification (G_APPLICATION (self->application), id, owned);
  g_hash_table_add (self->told, g_strdup (id));
}

static void
withdraw (ConfabNotifier *self, const char *id)
{
  if (g_hash_table_remove (self->told, id))
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

void
confab_notifier_withdraw_all (ConfabNotifier *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (CONFAB_IS_NOTIFIER (self));

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
    g_hash_table_iter_remove (&iter);
  }
}

static GNotification *
new_notification (const char *title, const char *body)
{
  GNotification *notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show");
  return notification;
}

/* The same for what happens in the meeting, which whoever leaves need not hear. */
static gboolean
may_tell_of_meeting (ConfabNotifier *self, const char *setting)
{
  return confab_visit_get_step (self->visit) < CONFAB_VISIT_PARTING && may_tell (self, setting);
}

static void
tell_joined (ConfabNotifier *self, ConfabParticipant *participant)
{
  g_autofree char *title = NULL;

  if (!may_tell_of_meeting (self, "notify-joined"))
    return;
  title = g_strdup_printf (_ ("%s joined the meeting"), confab_participant_get_name (participant));
  tell (self, "joined", new_notification (title, confab_visit_get_room (self->visit)));
}

/* (transfer full) */
static char *
door_id (ConfabParticipant *participant)
{
  return g_strconcat ("door-", confab_participant_get_pid_hex (participant), NULL);
}

static void
tell_waiting (ConfabNotifier *self, ConfabParticipant *participant)
{
  g_autofree char *id = door_id (participant);
  g_autofree char *title = NULL;
  GNotification *notification;

  if (!may_tell_of_meeting (self, "notify-door"))
    return;
  title = g_strdup_printf (_ ("%s asks to be let in"), confab_participant_get_name (participant));
  notification = new_notification (title, confab_visit_get_room (self->visit));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_add_button_with_target (notification, _ ("Let In"), "app.admit", "s",
                                         confab_participant_get_pid_hex (participant));
  g_notification_add_button (notification, _ ("Show"), "app.show");
  tell (self, id, notification);
}

/* Without the setting nothing of the text leaves the meeting: notifications are seen over shoulders and kept. */
static void
tell_message (ConfabNotifier *self, ConfabChatMessage *message)
{
  gboolean with_text = g_settings_get_boolean (self->settings, "notify-chat-text");
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  GNotification *notification;

  if (!may_tell_of_meeting (self, "notify-chat"))
    return;
  title = g_strdup_printf (_ ("New message from %s"), confab_chat_message_get_from_name (message));
  if (with_text)
    text = g_utf8_substring (
        confab_chat_message_get_text (message), 0,
        MIN (TEXT_MAX_CHARACTERS, g_utf8_strlen (confab_chat_message_get_text (message), -1)));
  notification = new_notification (title, text);
  g_notification_set_default_action (notification, "app.show-chat");
  g_notification_add_button (notification, _ ("Show Chat"), "app.show-chat");
  tell (self, "chat", notification);
}

static void
tell_trouble (ConfabNotifier *self)
{
  const char *trouble = confab_visit_get_trouble (self->visit);

  if (trouble == NULL)
    withdraw (self, "trouble");
  else if (may_tell (self, "notify-meeting"))
    tell (self, "trouble", new_notification (_ ("Trouble in the meeting"), trouble));
}

/* What one ended oneself is no news. */
static void
tell_over (ConfabNotifier *self)
{
  GNotification *notification;

  if (confab_visit_get_over_text (self->visit) == NULL || !may_tell (self, "notify-meeting"))
    return;
  notification = new_notification (confab_visit_get_over_title (self->visit),
                                   confab_visit_get_over_text (self->visit));
  if (confab_visit_get_link (self->visit) != NULL)
    g_notification_add_button (notification, _ ("Join Again"), "app.again");
  tell (self, "over", notification);
}

/* --- what the meeting says --- */

/* Who was there before oneself is no news either. */
static gboolean
came_later (ConfabNotifier *self, ConfabParticipant *participant)
{
  ConfabRoster *roster = confab_meeting_get_roster (self->meeting);
  ConfabParticipant *own = confab_roster_find (roster, confab_meeting_get_pid (self->meeting));

  return own != NULL && participant != own &&
         confab_participant_get_ord (participant) > confab_participant_get_ord (own);
}

static void
on_joined (ConfabMeeting *meeting, ConfabParticipant *participant, ConfabNotifier *self)
{
  g_autofree char *id = door_id (participant);

  withdraw (self, id);
  if (came_later (self, participant))
    tell_joined (self, participant);
}

static void
on_waiting (ConfabMeeting *meeting, ConfabParticipant *participant, ConfabNotifier *self)
{
  tell_waiting (self, participant);
}

/* Somebody gave up waiting, or was let in or sent away in another way. */
static void
on_waiting_room_changed (GListModel *waiting_room, guint position, guint removed, guint added,
                         ConfabNotifier *self)
{
  GHashTableIter iter;
  gpointer id;

  if (removed == 0)
    return;
  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    ConfabPid pid;

    if (g_str_has_prefix (id, "door-") &&
        (!confab_hex_decode ((char *) id + strlen ("door-"), pid.bytes, sizeof pid.bytes) ||
         confab_roster_find (CONFAB_ROSTER (waiting_room), &pid) == NULL)) {
      g_application_withdraw_notification (G_APPLICATION (self->application), id);
      g_hash_table_iter_remove (&iter);
    }
  }
}

static void
on_message (ConfabMeeting *meeting, ConfabChatMessage *message, ConfabNotifier *self)
{
  if (!confab_chat_message_is_own (message) && !confab_chat_message_is_missing (message))
    tell_message (self, message);
}

static void
drop_meeting (ConfabNotifier *self)
{
  if (self->meeting == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->meeting, self);
  g_signal_handlers_disconnect_by_data (confab_meeting_get_waiting_room (self->meeting), self);
  g_clear_object (&self->meeting);
}

static void
on_meeting (ConfabNotifier *self)
{
  ConfabMeeting *meeting = confab_visit_get_meeting (self->visit);

  if (meeting == NULL || meeting == self->meeting)
    return;
  drop_meeting (self);
  self->meeting = g_object_ref (meeting);
  g_signal_connect_object (meeting, "participant-joined", G_CALLBACK (on_joined), self, 0);
  g_signal_connect_object (meeting, "admission-requested", G_CALLBACK (on_waiting), self, 0);
  g_signal_connect_object (meeting, "chat", G_CALLBACK (on_message), self, 0);
  g_signal_connect_object (confab_meeting_get_waiting_room (meeting), "items-changed",
                           G_CALLBACK (on_waiting_room_changed), self, 0);
}

static void
drop_visit (ConfabNotifier *self)
{
  drop_meeting (self);
  if (self->visit != NULL)
    g_signal_handlers_disconnect_by_data (self->visit, self);
  g_clear_object (&self->visit);
}

static void
on_step (ConfabNotifier *self)
{
  if (confab_visit_get_step (self->visit) != CONFAB_VISIT_OVER)
    return;
  confab_notifier_withdraw_all (self);
  tell_over (self);
  drop_visit (self);
}

void
confab_notifier_follow (ConfabNotifier *self, ConfabVisit *visit)
{
  g_return_if_fail (CONFAB_IS_NOTIFIER (self));

  drop_visit (self);
  confab_notifier_withdraw_all (self);
  self->visit = g_object_ref (visit);
  g_signal_connect_object (visit, "notify::step", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (visit, "notify::trouble", G_CALLBACK (tell_trouble), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (visit, "notify::chat", G_CALLBACK (on_meeting), self, G_CONNECT_SWAPPED);
  on_meeting (self);
}

/* --- what its buttons do --- */

static void
show_window (ConfabNotifier *self)
{
  confab_notifier_withdraw_all (
      self); /* seen, even if the desktop keeps the window behind others */
  confab_window_present (self->window);
}

static void
on_show (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  show_window (CONFAB_NOTIFIER (user_data));
}

static void
on_show_chat (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabNotifier *self = CONFAB_NOTIFIER (user_data);

  show_window (self);
  confab_window_show_chat (self->window);
}

/* A notification may outlive its meeting, even the program: then there is nobody to let in. */
static void
on_admit (GSimpleAction *action, GVariant *target, gpointer user_data)
{
  ConfabNotifier *self = CONFAB_NOTIFIER (user_data);
  const char *hex = g_variant_get_string (target, NULL);
  g_autofree char *id = g_strconcat ("door-", hex, NULL);
  g_autoptr (GError) error = NULL;
  ConfabPid pid;

  withdraw (self, id);
  if (self->meeting == NULL || !confab_hex_decode (hex, pid.bytes, sizeof pid.bytes) ||
      confab_roster_find (confab_meeting_get_waiting_room (self->meeting), &pid) == NULL) {
    confab_window_present (self->window);
    confab_window_show_notice (self->window, _ ("Nobody waits to be let in any more"));
  } else if (!confab_meeting_admit (self->meeting, &pid, confab_meeting_time_now (), &error)) {
    confab_window_present (self->window);
    confab_window_show_notice (self->window, error->message);
  }
}

static void
on_active (ConfabNotifier *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self->window)))
    confab_notifier_withdraw_all (self);
}

/* --- the object --- */

static void
confab_notifier_dispose (GObject *object)
{
  ConfabNotifier *self = CONFAB_NOTIFIER (object);

  drop_visit (self);
  g_clear_object (&self->window);
  g_clear_pointer (&self->told, g_hash_table_unref);
  G_OBJECT_CLASS (confab_notifier_parent_class)->dispose (object);
}

static void
confab_notifier_class_init (ConfabNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_notifier_dispose;
}

static void
confab_notifier_init (ConfabNotifier *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ConfabNotifier *
confab_notifier_new (GtkApplication *application, ConfabWindow *window, GSettings *settings)
{
  static const GActionEntry entries[] = {
    { .name = "show", .activate = on_show },
    { .name = "show-chat", .activate = on_show_chat },
    { .name = "admit", .activate = on_admit, .parameter_type = "s" },
  };
  ConfabNotifier *self = g_object_new (CONFAB_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->window = g_object_ref (window);
  self->settings = settings;
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_active), self,
                           G_CONNECT_SWAPPED);
  return self;
}
