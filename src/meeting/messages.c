/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending sealed messages (docs/protocol.md 11.3). */
#include "meeting/messages.h"

#include "meeting/meeting-error.h"

#include <glib/gi18n-lib.h>

/* A line that hangs is noticed when it has been silent for so long (13): what was sent in that time may be
 * lost and goes out again under its old number. */
#define RESEND_WINDOW_MS CONFAB_SERVICE_SILENCE_MS
#define SENT_MAX 256
/* So many of those a second, beside what is said meanwhile: the service allows 50 (13). */
#define RESEND_PER_TURN 20
#define RESEND_TURN_MS 1000

static void
sent_message_free (ConfabSentMessage *sent)
{
  g_clear_pointer (&sent->payload, g_bytes_unref);
  g_clear_pointer (&sent->view, confab_link_view_unref);
  g_free (sent);
}

static void
held_message_free (ConfabHeldMessage *held)
{
  g_clear_pointer (&held->message, g_bytes_unref);
  g_free (held);
}

ConfabMessages *
confab_messages_new (void)
{
  ConfabMessages *messages = g_new0 (ConfabMessages, 1);

  messages->pair_seqs = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, g_free);
  messages->senders = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, g_free);
  messages->claimed = g_hash_table_new (NULL, NULL);
  messages->resend_from = CONFAB_NEVER;
  g_queue_init (&messages->held);
  g_queue_init (&messages->sent);
  return messages;
}

void
confab_messages_free (ConfabMessages *messages)
{
  g_queue_clear_full (&messages->held, (GDestroyNotify) held_message_free);
  g_queue_clear_full (&messages->sent, (GDestroyNotify) sent_message_free);
  g_hash_table_unref (messages->pair_seqs);
  g_hash_table_unref (messages->senders);
  g_hash_table_unref (messages->claimed);
  g_free (messages);
}

gboolean
confab_seat_has_right (const ConfabLinkView *view, const ConfabSeat *seat, ConfabRights right)
{
  return seat->entry.role <= CONFAB_ROLE_COHOST || (view->link.rights & right) != 0;
}

gboolean
confab_meeting_find_msg_key (ConfabMeeting *self, const ConfabEpoch *epoch, const ConfabPid *from,
                             const ConfabPid *to, ConfabMeetingMsgKey *key)
{
  const ConfabSeat *sender = confab_link_view_find_present (epoch->view, from);
  const ConfabSeat *own = confab_link_view_find_present (epoch->view, &self->pid);
  const ConfabSeat *receiver = to != NULL ? confab_link_view_find_present (epoch->view, to) : NULL;
  const ConfabOwnJoin *own_join;

  if (sender == NULL || own == NULL)
    return FALSE;
  *key = (ConfabMeetingMsgKey){ .gen = self->charter->tag.gen,
                                .link_hash = epoch->view->hash,
                                .from = *from,
                                .from_sk = sender->join->join.sk };
  if (to == NULL) {
    key->epoch = epoch->secret;
    return epoch->secret != NULL;
  }
  own_join = confab_own_joins_find (self->own_joins, &own->join->hash);
  if (receiver == NULL || own_join == NULL)
    return FALSE;
  key->own_ek = own_join->ek;
  key->to = *to;
  key->from_ek = sender->join->join.ek;
  key->to_ek = receiver->join->join.ek;
  return TRUE;
}

/* Seals @sent for @epoch, whose key is the current one. FALSE: it can not be sent. */
static gboolean
seal_and_send (ConfabMeeting *self, const ConfabEpoch *epoch, const ConfabSentMessage *sent,
               ConfabRoute route)
{
  const ConfabPid *to = sent->to_all ? NULL : &sent->to;
  g_autoptr (GBytes) message = NULL;
  ConfabMessageHead head = { .meeting = self->charter->tag, .kind = (guint8) sent->kind };
  ConfabMeetingMsgKey key;

  if (!confab_meeting_find_msg_key (self, epoch, &self->pid, to, &key))
    return FALSE;
  head.scope = sent->to_all ? CONFAB_SCOPE_GROUP : CONFAB_SCOPE_PAIR;
  head.n = epoch->view->link.n;
  head.from = self->pid;
  head.to = sent->to;
  head.seq = sent->seq;
  message = self->keys.table->msg_seal (self->keys.data, &key, &head, sent->payload);
  if (message == NULL)
    return FALSE;
  confab_meeting_send (self, confab_carrier_new_message (message, &sent->to), route, to);
  return TRUE;
}

static guint64 *
get_seq (ConfabMessages *messages, const ConfabPid *to)
{
  guint64 *seq;

  if (to == NULL)
    return &messages->group_seq;
  seq = g_hash_table_lookup (messages->pair_seqs, to);
  if (seq == NULL) {
    seq = g_new0 (guint64, 1);
    g_hash_table_insert (messages->pair_seqs, confab_pid_copy (to), seq);
  }
  return seq;
}

/* A lost ping is repeated with a new nonce, and a late pong says nothing. */
static gboolean
is_worth_keeping (const ConfabSentMessage *sent)
{
  return sent->kind != CONFAB_MESSAGE_PING && sent->kind != CONFAB_MESSAGE_PONG;
}

static void
remember (ConfabMessages *messages, ConfabSentMessage *sent)
{
  if (!is_worth_keeping (sent)) {
    sent_message_free (sent);
    return;
  }
  g_queue_push_tail (&messages->sent, sent);
  if (g_queue_get_length (&messages->sent) > SENT_MAX)
    sent_message_free (g_queue_pop_head (&messages->sent));
}

gboolean
confab_meeting_send_message (ConfabMeeting *self, ConfabMessageKind kind, const ConfabPid *to,
                             GBytes *payload, guint64 *seq, GError **error)
{
  const ConfabEpoch *epoch = confab_epochs_get_sending (self->epochs, self->now.local_ms);
  guint64 *counter = get_seq (self->messages, to);
  ConfabSentMessage *sent;

  if (!self->may_send || epoch == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("Nothing can be sent at the moment; try again when the meeting "
                                   "goes on"));
  sent = g_new0 (ConfabSentMessage, 1);
  sent->kind = kind;
  sent->to_all = to == NULL;
  sent->to = to != NULL ? *to : CONFAB_PID_NONE;
  sent->seq = *counter + 1;
  sent->payload = g_bytes_ref (payload);
  sent->sent_at = self->now.local_ms;
  sent->view = confab_link_view_ref (epoch->view);
  if (!seal_and_send (self, epoch, sent, CONFAB_ROUTE_ANYWHERE)) {
    sent_message_free (sent);
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("The message could not be encrypted for its receiver; they may "
                                   "have left"));
  }
  *counter = sent->seq;
  if (seq != NULL)
    *seq = sent->seq;
  remember (self->messages, sent);
  return TRUE;
}

void
confab_meeting_lose_line (ConfabMeeting *self)
{
  self->messages->resend_from =
      MIN (self->messages->resend_from, self->now.local_ms - RESEND_WINDOW_MS);
}

/* Whether all who can open what is sealed for @view were there when @sent was written. */
static gboolean
is_meant_for (const ConfabSentMessage *sent, const ConfabLinkView *view)
{
  for (guint i = 0; i < view->n_seats; i++) {
    const ConfabSeat *seat = &view->seats[i];

    if (confab_seat_is_present (seat) &&
        confab_link_view_find_present (sent->view, &seat->entry.pid) == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
want_again (ConfabMeeting *self, gint64 from, ConfabRoute route)
{
  for (GList *link = self->messages->sent.head; link != NULL; link = link->next) {
    ConfabSentMessage *sent = link->data;

    if (sent->sent_at < from || (sent->is_due && sent->route == CONFAB_ROUTE_ANYWHERE))
      continue;
    sent->is_due = TRUE;
    sent->route = route;
  }
}

static gboolean
can_go (ConfabMeeting *self, const ConfabSentMessage *sent)
{
  return sent->is_due && (self->connected || sent->route == CONFAB_ROUTE_DIRECT);
}

static gboolean
has_due (ConfabMeeting *self)
{
  for (GList *link = self->messages->sent.head; link != NULL; link = link->next) {
    if (can_go (self, link->data))
      return TRUE;
  }
  return FALSE;
}

static void
send_due (ConfabMeeting *self)
{
  const ConfabEpoch *epoch = confab_epochs_get_sending (self->epochs, self->now.local_ms);
  guint left = RESEND_PER_TURN;

  if (epoch == NULL || !self->may_send || self->now.local_ms < self->messages->resend_at)
    return;
  for (GList *link = self->messages->sent.head; link != NULL && left > 0; link = link->next) {
    ConfabSentMessage *sent = link->data;

    if (!can_go (self, sent))
      continue;
    sent->is_due = FALSE;
    if (!sent->to_all || is_meant_for (sent, epoch->view)) {
      seal_and_send (self, epoch, sent, sent->route);
      left--;
    }
  }
  if (left < RESEND_PER_TURN)
    self->messages->resend_at = self->now.local_ms + RESEND_TURN_MS;
}

void
confab_meeting_open_direct (ConfabMeeting *self, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left)
    return;
  confab_meeting_enter (self, now);
  want_again (self, self->now.local_ms - RESEND_WINDOW_MS, CONFAB_ROUTE_DIRECT);
  confab_meeting_exit (self);
}

static void
forget_sent (ConfabMessages *messages, gint64 before)
{
  const ConfabSentMessage *oldest;

  while ((oldest = g_queue_peek_head (&messages->sent)) != NULL && oldest->sent_at < before &&
         !oldest->is_due)
    sent_message_free (g_queue_pop_head (&messages->sent));
}

void
confab_meeting_advance_messages (ConfabMeeting *self)
{
  ConfabMessages *messages = self->messages;
  const ConfabHeldMessage *oldest;

  while ((oldest = g_queue_peek_head (&messages->held)) != NULL &&
         oldest->until <= self->now.local_ms)
    held_message_free (g_queue_pop_head (&messages->held));
  if (messages->resend_from != CONFAB_NEVER && self->connected && self->may_send) {
    want_again (self, messages->resend_from, CONFAB_ROUTE_ANYWHERE);
    messages->resend_from = CONFAB_NEVER;
  }
  send_due (self);
  if (messages->resend_from == CONFAB_NEVER)
    forget_sent (messages, self->now.local_ms - RESEND_WINDOW_MS);
}

gint64
confab_meeting_get_messages_deadline (ConfabMeeting *self)
{
  return self->may_send && has_due (self) ? self->messages->resend_at : CONFAB_NEVER;
}

void
confab_meeting_forget_messages_of (ConfabMeeting *self, const ConfabPid *pid)
{
  g_hash_table_remove (self->messages->senders, pid);
  g_hash_table_remove (self->messages->pair_seqs, pid);
}
