/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receiving sealed messages (docs/protocol.md 11.3, 12.2 "claim"). */
#include "meeting/messages.h"

/* How long and how many messages wait for their LINK or key box: a key box is repeated after 3
 * s. */
#define HOLD_MS 10000
#define HELD_MAX 64
#define HELD_OF_ONE_MAX 16

static ConfabSenderState *
get_sender (ConfabMessages *messages, const ConfabPid *pid)
{
  ConfabSenderState *sender = g_hash_table_lookup (messages->senders, pid);

  if (sender == NULL) {
    sender = g_new0 (ConfabSenderState, 1);
    g_hash_table_insert (messages->senders, confab_pid_copy (pid), sender);
  }
  return sender;
}

static ConfabSequence *
get_sequence (ConfabMessages *messages, const ConfabMessageHead *head)
{
  ConfabSenderState *sender = get_sender (messages, &head->from);

  return head->scope == CONFAB_SCOPE_GROUP ? &sender->group : &sender->pair;
}

static guint
count_held_of (ConfabMessages *messages, const ConfabPid *from)
{
  guint count = 0;

  for (GList *link = messages->held.head; link != NULL; link = link->next) {
    ConfabMessageHead head;

    if (confab_message_head_decode (((const ConfabHeldMessage *) link->data)->message, &head,
                                    NULL) &&
        confab_pid_equal (&head.from, from))
      count++;
  }
  return count;
}

/* Who sent it is not proven yet: nobody gets more than a few places, nor any for longer than once. */
static void
hold (ConfabMeeting *self, GBytes *message, const ConfabPid *from, gint64 until)
{
  ConfabHeldMessage *held;

  if (g_queue_get_length (&self->messages->held) >= HELD_MAX ||
      count_held_of (self->messages, from) >= HELD_OF_ONE_MAX || until <= self->now.local_ms) {
    g_debug ("too many messages wait for their key, dropping one");
    return;
  }
  held = g_new0 (ConfabHeldMessage, 1);
  held->message = g_bytes_ref (message);
  held->until = until;
  g_queue_push_tail (&self->messages->held, held);
}

/* Somebody's message fits another LINK n: ours is shown, and whoever signed for both is found
 * out. */
static void
take_claim (ConfabMeeting *self, const ConfabMessageHead *head, const ConfabEpoch *epoch,
            gboolean is_proven)
{
  ConfabParticipant *sender = confab_roster_find (self->roster, &head->from);

  if (g_hash_table_add (self->messages->claimed, GUINT_TO_POINTER (head->n)))
    confab_meeting_send (
        self, confab_carrier_new_statement (CONFAB_CARRIER_FORK, epoch->view->step->link),
        CONFAB_ROUTE_ANYWHERE, NULL);
  if (is_proven && sender != NULL)
    confab_participant_set_diverging (sender, TRUE);
  else
    confab_meeting_count_bad_data (self, "a message fits another LINK");
}

static void
show_missing (ConfabMeeting *self, ConfabParticipant *from, const ConfabMessageHead *head,
              guint64 first)
{
  ConfabChatLine line = { .from = from,
                          .to = head->scope == CONFAB_SCOPE_PAIR ? &self->pid : NULL,
                          .seq = first,
                          .last_seq = head->seq - 1,
                          .time_ms = self->now.wall_ms };
  g_autoptr (ConfabChatMessage) message = confab_chat_message_new (&line);

  confab_chat_log_add (self->chat_log, message);
  confab_meeting_tell (self, CONFAB_SIGNAL_CHAT, message);
}

/* (transfer full) (nullable): what there is to show. */
static ConfabChatMessage *
read_chat (ConfabMeeting *self, ConfabParticipant *from, const ConfabMessageHead *head,
           GBytes *payload)
{
  g_autofree char *text = confab_chat_payload_decode (payload, NULL);
  ConfabChatLine line = { .from = from,
                          .to = head->scope == CONFAB_SCOPE_PAIR ? &self->pid : NULL,
                          .seq = head->seq,
                          .last_seq = head->seq,
                          .text = text,
                          .time_ms = self->now.wall_ms };

  return text != NULL ? confab_chat_message_new (&line) : NULL;
}

static void
take_chat (ConfabMeeting *self, ConfabParticipant *from, const ConfabMessageHead *head,
           GBytes *payload, gboolean is_late)
{
  g_autoptr (ConfabChatMessage) message = read_chat (self, from, head, payload);

  if (message == NULL) {
    confab_meeting_count_bad_data (self, "a chat message is malformed");
    return;
  }
  if (is_late)
    confab_chat_log_fill (self->chat_log, &head->from, head->scope == CONFAB_SCOPE_GROUP, head->seq,
                          message);
  else
    confab_chat_log_add (self->chat_log, message);
  confab_meeting_tell (self, CONFAB_SIGNAL_CHAT, message);
}

static void
take_hand (ConfabMeeting *self, ConfabParticipant *from, GBytes *payload)
{
  gboolean up;

  if (confab_hand_payload_decode (payload, &up, NULL))
    confab_participant_set_hand_up (from, up);
}

static void
take_presence (ConfabMeeting *self, const ConfabMessageHead *head, GBytes *payload)
{
  ConfabToken nonce;

  if (head->scope != CONFAB_SCOPE_PAIR || !confab_presence_payload_decode (payload, &nonce, NULL))
    return;
  if (head->kind == CONFAB_MESSAGE_PING)
    confab_meeting_take_ping (self, &head->from, &nonce);
  else
    confab_meeting_take_pong (self, &head->from, &nonce);
}

/* The right that @head's kind needs; 0: none. */
static guint
get_right (const ConfabMessageHead *head)
{
  switch (head->kind) {
  case CONFAB_MESSAGE_CHAT:
    return head->scope == CONFAB_SCOPE_GROUP ? CONFAB_RIGHT_CHAT_ALL : CONFAB_RIGHT_CHAT_ONE;
  case CONFAB_MESSAGE_HAND:
    return CONFAB_RIGHT_REACT;
  default:
    return 0;
  }
}

static gboolean
is_covered (const ConfabMessageHead *head, const ConfabLinkView *view)
{
  const ConfabSeat *seat = confab_link_view_find_present (view, &head->from);
  guint right = get_right (head);

  return right == 0 || confab_seat_has_right (view, seat, (ConfabRights) right);
}

static void
take_payload (ConfabMeeting *self, const ConfabMessageHead *head, const ConfabEpoch *epoch,
              GBytes *payload)
{
  ConfabParticipant *from = confab_roster_find (self->roster, &head->from);
  ConfabSequence *sequence = get_sequence (self->messages, head);
  guint64 first_missing;
  gboolean is_late =
      confab_sequence_take (sequence, head->seq, &first_missing) == CONFAB_SEQUENCE_LATE;

  confab_meeting_hear_from (self, &head->from);
  if (first_missing < head->seq)
    show_missing (self, from, head, first_missing);
  if (is_late && head->kind != CONFAB_MESSAGE_CHAT)
    confab_chat_log_fill (self->chat_log, &head->from, head->scope == CONFAB_SCOPE_GROUP, head->seq,
                          NULL);
  if (!is_covered (head, epoch->view)) {
    g_debug ("ignoring a message that its sender has no right to send");
    return;
  }
  switch (head->kind) {
  case CONFAB_MESSAGE_CHAT:
    take_chat (self, from, head, payload, is_late);
    break;
  case CONFAB_MESSAGE_HAND:
    take_hand (self, from, payload);
    break;
  case CONFAB_MESSAGE_PING:
  case CONFAB_MESSAGE_PONG:
    take_presence (self, head, payload);
    break;
  default:
    g_debug ("ignoring a message of kind %u", head->kind);
  }
}

/* Opens a message of an epoch we know, from somebody who is in its roster and in ours. */
static void
open_message (ConfabMeeting *self, const ConfabMessageHead *head, const ConfabEpoch *epoch,
              GBytes *message, gint64 hold_until)
{
  gboolean is_pair = head->scope == CONFAB_SCOPE_PAIR;
  gboolean same_tag = memcmp (head->link_tag, epoch->view->hash.bytes, sizeof head->link_tag) == 0;
  g_autoptr (GBytes) payload = NULL;
  ConfabMeetingMsgKey key;

  if (!is_pair && !same_tag) {
    take_claim (self, head, epoch, FALSE);
    return;
  }
  if (!confab_meeting_find_msg_key (self, epoch, &head->from, is_pair ? &self->pid : NULL, &key)) {
    if (!is_pair && epoch->secret == NULL)
      hold (self, message, &head->from, hold_until);
    return;
  }
  switch (self->keys.table->msg_open (self->keys.data, &key, message, &payload)) {
  case CONFAB_MEETING_OPENED:
    take_payload (self, head, epoch, payload);
    break;
  case CONFAB_MEETING_MISMATCH:
    take_claim (self, head, epoch, is_pair);
    break;
  case CONFAB_MEETING_UNREADABLE:
    if (same_tag)
      confab_meeting_count_bad_data (self, "a message can not be opened");
    else
      take_claim (self, head, epoch, FALSE);
    break;
  }
}

/* For us, by somebody else, and not seen before. Its number is proven only by opening it. */
static gboolean
is_news (ConfabMeeting *self, const ConfabMessageHead *head)
{
  if (confab_pid_equal (&head->from, &self->pid))
    return FALSE;
  if (head->scope == CONFAB_SCOPE_PAIR && !confab_pid_equal (&head->to, &self->pid))
    return FALSE;
  return confab_sequence_peek (get_sequence (self->messages, head), head->seq) !=
         CONFAB_SEQUENCE_REPEAT;
}

static void
take_message (ConfabMeeting *self, GBytes *message, gint64 hold_until)
{
  const ConfabEpoch *epoch;
  ConfabMessageHead head;

  if (self->view == NULL)
    return;
  if (!confab_message_head_decode (message, &head, NULL) ||
      !confab_charter_owns (self->charter, &head.meeting)) {
    confab_meeting_count_bad_data (self, "a message is malformed or of another meeting");
    return;
  }
  if (head.n > self->view->link.n) {
    hold (self, message, &head.from, hold_until);
    confab_meeting_want_sync (self);
    return;
  }
  /* Who was removed is not read any more, whatever key it was sealed with (8.2). */
  if (confab_link_view_find_present (self->view, &head.from) == NULL) {
    g_debug ("dropping a message of somebody who is not in the meeting");
    return;
  }
  epoch = confab_epochs_find (self->epochs, head.n);
  if (epoch == NULL || confab_link_view_find_present (epoch->view, &head.from) == NULL) {
    g_debug ("dropping a message of an epoch that is over");
    return;
  }
  if (is_news (self, &head))
    open_message (self, &head, epoch, message, hold_until);
}

void
confab_meeting_take_message (ConfabMeeting *self, GBytes *message)
{
  take_message (self, message, self->now.local_ms + HOLD_MS);
}

void
confab_meeting_review_held_messages (ConfabMeeting *self)
{
  GQueue waiting = self->messages->held;
  ConfabHeldMessage *held;

  g_queue_init (&self->messages->held);
  while ((held = g_queue_pop_head (&waiting)) != NULL) {
    take_message (self, held->message, held->until);
    g_bytes_unref (held->message);
    g_free (held);
  }
}
