/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The object: its life, its properties, and the frame of every public call. */
#include "meeting/meeting.h"

#include "meeting/leader.h"
#include "meeting/meeting-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (ConfabMeeting, confab_meeting, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_SECURITY,
  PROP_EPOCH,
  PROP_LEADER,
  PROP_ROLE,
  PROP_LOCKED,
  PROP_RECORDING,
  PROP_MAY_SEND,
  PROP_CONNECTED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static guint
get_link_flags (ConfabMeeting *self)
{
  return self->view != NULL ? self->view->link.flags : 0;
}

static void
confab_meeting_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabMeeting *self = CONFAB_MEETING (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_SECURITY:
    g_value_set_int (value, self->security);
    break;
  case PROP_EPOCH:
    g_value_set_uint (value, confab_meeting_get_epoch (self));
    break;
  case PROP_LEADER:
    g_value_set_string (value, confab_meeting_get_leader (self));
    break;
  case PROP_ROLE:
    g_value_set_uint (value, confab_meeting_get_role (self));
    break;
  case PROP_LOCKED:
    g_value_set_boolean (value, confab_meeting_is_locked (self));
    break;
  case PROP_RECORDING:
    g_value_set_boolean (value, (get_link_flags (self) & CONFAB_LINK_RECORDING) != 0);
    break;
  case PROP_MAY_SEND:
    g_value_set_boolean (value, self->may_send);
    break;
  case PROP_CONNECTED:
    g_value_set_boolean (value, self->connected);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* Secrets go as soon as the meeting is over, not only with its last reference. */
static void
wipe (ConfabMeeting *self)
{
  g_clear_pointer (&self->leading, confab_leading_free);
  g_clear_pointer (&self->epochs, confab_epochs_free);
  g_clear_pointer (&self->own_joins, confab_own_joins_free);
}

static void
confab_meeting_dispose (GObject *object)
{
  ConfabMeeting *self = CONFAB_MEETING (object);

  wipe (self);
  confab_meeting_forget_news (self);
  g_clear_object (&self->roster);
  g_clear_object (&self->waiting_room);
  g_clear_object (&self->chat_log);
  G_OBJECT_CLASS (confab_meeting_parent_class)->dispose (object);
}

static void
confab_meeting_finalize (GObject *object)
{
  ConfabMeeting *self = CONFAB_MEETING (object);

  g_clear_pointer (&self->view, confab_link_view_unref);
  g_ptr_array_unref (self->history);
  g_clear_pointer (&self->joining.base, confab_link_view_unref);
  g_clear_pointer (&self->joining.lineage, confab_lineage_unref);
  g_clear_pointer (&self->joining.seen, confab_link_step_unref);
  g_clear_pointer (&self->joining.doubtful, confab_charter_free);
  g_clear_pointer (&self->following.held_heartbeat, g_bytes_unref);
  g_clear_pointer (&self->charter, confab_charter_free);
  confab_join_book_free (self->book);
  confab_tokens_free (self->tokens);
  confab_messages_free (self->messages);
  confab_presence_free (self->presence);
  confab_direct_links_free (self->direct);
  g_hash_table_unref (self->command_seqs);
  g_free (self->name);
  G_OBJECT_CLASS (confab_meeting_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, "ConfabMeetingState", CONFAB_MEETING_IDLE,
                        CONFAB_MEETING_LEFT, CONFAB_MEETING_IDLE, read);
  properties[PROP_SECURITY] =
      g_param_spec_int ("security", NULL, "ConfabSecurity", CONFAB_SECURITY_WAITING,
                        CONFAB_SECURITY_UNPROTECTED, CONFAB_SECURITY_WAITING, read);
  properties[PROP_EPOCH] =
      g_param_spec_uint ("epoch", NULL, "n of the newest LINK", 0, G_MAXUINT32, 0, read);
  properties[PROP_LEADER] =
      g_param_spec_string ("leader", NULL, "pid of the leader, hex", NULL, read);
  properties[PROP_ROLE] = g_param_spec_uint ("role", NULL, "Own ConfabRole", 0, CONFAB_ROLE_REMOVED,
                                             CONFAB_ROLE_PARTICIPANT, read);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, "Nobody is let in", FALSE, read);
  properties[PROP_RECORDING] =
      g_param_spec_boolean ("recording", NULL, "Is being recorded", FALSE, read);
  properties[PROP_MAY_SEND] =
      g_param_spec_boolean ("may-send", NULL, "Media and messages may be sent", FALSE, read);
  properties[PROP_CONNECTED] =
      g_param_spec_boolean ("connected", NULL, "The line to the service is up", FALSE, read);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static void
confab_meeting_class_init (ConfabMeetingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_meeting_get_property;
  object_class->dispose = confab_meeting_dispose;
  object_class->finalize = confab_meeting_finalize;
  install_properties (object_class);
  confab_meeting_install_signals (object_class);
}

static void
confab_meeting_init (ConfabMeeting *self)
{
  g_queue_init (&self->news);
  self->book = confab_join_book_new ();
  self->tokens = confab_tokens_new ();
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_view_unref);
  self->roster = confab_roster_new ();
  self->waiting_room = confab_roster_new ();
  self->chat_log = confab_chat_log_new ();
  self->messages = confab_messages_new ();
  self->presence = confab_presence_new ();
  self->direct = confab_direct_links_new ();
  self->command_seqs = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
  self->joining.next_ack_at = CONFAB_NEVER;
  self->following.unknown_n_stop_at = CONFAB_NEVER;
  self->following.return_again_at = CONFAB_NEVER;
  self->following.key_wanted_at = CONFAB_NEVER;
  self->faults.bad_data_over_at = CONFAB_NEVER;
  self->faults.invalid_stop_at = CONFAB_NEVER;
  self->faults.invalid_leave_at = CONFAB_NEVER;
  self->faults.fork_leave_at = CONFAB_NEVER;
  for (guint i = 0; i < G_N_ELEMENTS (self->faults.bad_data_at); i++)
    self->faults.bad_data_at[i] = G_MININT64 / 2;
}

ConfabMeeting *
confab_meeting_new (const ConfabMeetingConfig *config)
{
  ConfabMeeting *self;
  g_autofree char *hex = NULL;

  g_return_val_if_fail (confab_name_check (config->name, strlen (config->name), NULL), NULL);

  self = g_object_new (CONFAB_TYPE_MEETING, NULL);
  self->keys.table = config->keys;
  self->keys.data = config->keys_data;
  self->room = config->room;
  self->has_of = config->of != NULL;
  if (config->of != NULL)
    self->of = *config->of;
  self->name = g_strdup (config->name);
  self->caps = config->caps;
  self->service_on_loopback = config->service_on_loopback;
  self->keys.table->random (self->keys.data, self->pid.bytes, sizeof self->pid.bytes);
  self->keys.table->get_public_keys (self->keys.data, &self->ik, &self->sk);
  self->epochs = confab_epochs_new (self->keys.table);
  self->own_joins = confab_own_joins_new (self->keys.table);
  hex = confab_pid_to_hex (&self->pid);
  g_strlcpy (self->pid_hex, hex, sizeof self->pid_hex);
  return self;
}

void
confab_meeting_enter (ConfabMeeting *self, ConfabMeetingTime now)
{
  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  self->depth++;
  self->now.local_ms = MAX (self->now.local_ms, now.local_ms);
  self->now.wall_ms = now.wall_ms;
}

/* Does what is due by now. */
static void
advance (ConfabMeeting *self)
{
  confab_epochs_expire (self->epochs, self->now.local_ms);
  confab_own_joins_expire (self->own_joins, self->now.local_ms);
  confab_meeting_advance_faults (self);
  confab_meeting_advance_joining (self);
  if (self->leading != NULL)
    confab_meeting_advance_leading (self);
  else
    confab_meeting_advance_following (self);
  confab_meeting_renew_own_key (self);
  confab_meeting_advance_messages (self);
  confab_meeting_advance_presence (self);
}

void
confab_meeting_exit (ConfabMeeting *self)
{
  if (self->depth == 1) {
    gboolean could_send = self->may_send;

    if (!self->left)
      advance (self);
    confab_meeting_settle (self);
    /* What waited for this: pings, messages that a dead line swallowed. */
    if (self->may_send && !could_send)
      advance (self);
    if (self->left)
      wipe (self);
  }
  self->depth--;
  g_object_thaw_notify (G_OBJECT (self));
  if (self->depth == 0)
    confab_meeting_tell_all (self);
  g_object_unref (self);
}

static void
notify_if (ConfabMeeting *self, guint property, gboolean changed)
{
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static guint
get_role_in (ConfabMeeting *self, const ConfabLinkView *view)
{
  const ConfabSeat *own = view != NULL ? confab_link_view_find (view, &self->pid) : NULL;

  return own != NULL ? own->entry.role : CONFAB_ROLE_PARTICIPANT;
}

void
confab_meeting_notify_link (ConfabMeeting *self, const ConfabLinkView *old)
{
  const ConfabLinkView *new = self->view;
  guint changed_flags = new->link.flags ^ (old != NULL ? old->link.flags : 0);

  notify_if (self, PROP_EPOCH, TRUE);
  notify_if (self, PROP_LEADER,
             old == NULL || !confab_pid_equal (&old->link.leader_pid, &new->link.leader_pid));
  notify_if (self, PROP_ROLE, get_role_in (self, old) != get_role_in (self, new));
  notify_if (self, PROP_LOCKED, (changed_flags & CONFAB_LINK_LOCKED) != 0);
  notify_if (self, PROP_RECORDING, (changed_flags & CONFAB_LINK_RECORDING) != 0);
}

void
confab_meeting_end_here (ConfabMeeting *self, const char *code, const char *text)
{
  if (self->left)
    return;
  g_message ("the meeting is over for us: %s", code);
  confab_meeting_tell (self, CONFAB_SIGNAL_ENDED, code, text);
  self->left = TRUE;
}

void
confab_meeting_receive (ConfabMeeting *self, const ConfabCarrier *carrier,
                        const ConfabPid *from_direct, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));
  g_return_if_fail (carrier != NULL);

  if (self->left)
    return;
  confab_meeting_enter (self, now);
  confab_meeting_dispatch (self, carrier, from_direct);
  confab_meeting_exit (self);
}

void
confab_meeting_tick (ConfabMeeting *self, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left)
    return;
  confab_meeting_enter (self, now);
  confab_meeting_exit (self);
}

gint64
confab_meeting_get_next_deadline (ConfabMeeting *self)
{
  gint64 deadline = CONFAB_NEVER;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), CONFAB_NEVER);

  if (self->left)
    return deadline;
  deadline = MIN (deadline, confab_epochs_get_deadline (self->epochs, self->now.local_ms));
  deadline = MIN (deadline, confab_own_joins_get_deadline (self->own_joins));
  deadline = MIN (deadline, confab_meeting_get_faults_deadline (self));
  deadline = MIN (deadline, confab_meeting_get_joining_deadline (self));
  deadline = MIN (deadline, self->leading != NULL ? confab_meeting_get_leading_deadline (self)
                                                  : confab_meeting_get_following_deadline (self));
  deadline = MIN (deadline, confab_meeting_get_renewal_deadline (self));
  deadline = MIN (deadline, confab_meeting_get_messages_deadline (self));
  deadline = MIN (deadline, confab_meeting_get_presence_deadline (self));
  return MIN (deadline, confab_meeting_get_state_deadline (self));
}

void
confab_meeting_take_line (ConfabMeeting *self, gboolean connected)
{
  if (self->connected == !!connected)
    return;
  self->connected = !!connected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
  if (connected)
    return;
  confab_meeting_lose_line (self);
  if (self->leading != NULL)
    confab_leading_lose_line (self);
}

void
confab_meeting_set_connected (ConfabMeeting *self, gboolean connected, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left)
    return;
  confab_meeting_enter (self, now);
  confab_meeting_take_line (self, connected);
  confab_meeting_exit (self);
}

void
confab_meeting_notify_shown (ConfabMeeting *self, gboolean state, gboolean security,
                             gboolean may_send)
{
  notify_if (self, PROP_STATE, state);
  notify_if (self, PROP_SECURITY, security);
  notify_if (self, PROP_MAY_SEND, may_send);
}
