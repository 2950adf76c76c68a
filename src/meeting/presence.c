/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pings and pongs (docs/protocol.md 12.3): a leader alone could list somebody who is not there, so
 * hosts and verified contacts are asked for a sign of life under their own key.
 */
#include "meeting/meeting-private.h"

/* A ping without answer is repeated, at first soon: the other one may not have had its key yet. */
#define FIRST_REPEAT_MS 2000
#define LAST_REPEAT_MS 30000
#define MAX_PINGED 32
/* Nobody makes another one send more than this: to one asker, and to all of them together. */
#define PONG_SPACING_MS 2000
#define PONG_TURN_MS 50

typedef struct {
  ConfabToken nonce; /* of the last ping */
  gint64 next_at;
  gint64 repeat_ms;
} Ping;

typedef struct {
  ConfabToken nonce; /* of the newest ping */
  gboolean is_owed;
  gint64 next_at;
} Pong;

struct _ConfabPresence {
  GHashTable *pings; /* ConfabPid -> Ping, of those who have not answered */
  GHashTable *pongs; /* ConfabPid -> Pong, of those who asked */
  gint64 pong_at;    /* the next one to anybody, not before */
};

ConfabPresence *
confab_presence_new (void)
{
  ConfabPresence *presence = g_new0 (ConfabPresence, 1);

  presence->pings = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, g_free);
  presence->pongs = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, g_free);
  return presence;
}

void
confab_presence_free (ConfabPresence *presence)
{
  g_hash_table_unref (presence->pings);
  g_hash_table_unref (presence->pongs);
  g_free (presence);
}

static void
want_ping (ConfabMeeting *self, const ConfabPid *pid)
{
  GHashTable *pings = self->presence->pings;
  Ping *ping;

  if (g_hash_table_contains (pings, pid) || g_hash_table_size (pings) >= MAX_PINGED)
    return;
  ping = g_new0 (Ping, 1);
  ping->next_at = self->now.local_ms;
  ping->repeat_ms = FIRST_REPEAT_MS;
  g_hash_table_insert (pings, confab_pid_copy (pid), ping);
}

void
confab_meeting_ping (ConfabMeeting *self, const ConfabPid *pid, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left || confab_roster_find (self->roster, pid) == NULL ||
      confab_pid_equal (pid, &self->pid))
    return;
  confab_meeting_enter (self, now);
  want_ping (self, pid);
  confab_meeting_exit (self);
}

void
confab_meeting_take_ping (ConfabMeeting *self, const ConfabPid *from, const ConfabToken *nonce)
{
  Pong *pong = g_hash_table_lookup (self->presence->pongs, from);

  if (pong == NULL) {
    pong = g_new0 (Pong, 1);
    pong->next_at = self->now.local_ms;
    g_hash_table_insert (self->presence->pongs, confab_pid_copy (from), pong);
  }
  pong->nonce = *nonce;
  pong->is_owed = TRUE;
}

void
confab_meeting_take_pong (ConfabMeeting *self, const ConfabPid *from, const ConfabToken *nonce)
{
  const Ping *ping = g_hash_table_lookup (self->presence->pings, from);
  ConfabParticipant *participant = confab_roster_find (self->roster, from);

  if (ping == NULL || participant == NULL || !confab_token_equal (&ping->nonce, nonce))
    return;
  g_hash_table_remove (self->presence->pings, from);
  confab_participant_set_confirmed (participant, TRUE);
}

void
confab_meeting_doubt_presence (ConfabMeeting *self)
{
  g_hash_table_remove_all (self->presence->pings);
  for (guint i = 0; i < confab_roster_get_count (self->roster); i++) {
    ConfabParticipant *participant = confab_roster_get (self->roster, i);

    if (!confab_participant_is_confirmed (participant))
      continue;
    confab_participant_set_confirmed (participant, FALSE);
    if (!confab_participant_is_self (participant))
      want_ping (self, confab_participant_get_pid (participant));
  }
}

gboolean
confab_meeting_is_host_confirmed (ConfabMeeting *self)
{
  /* Who founded it needs no proof; the same key in a later joining does, as everybody (12.1). */
  if (self->leading != NULL)
    return TRUE;
  for (guint i = 0; i < confab_roster_get_count (self->roster); i++) {
    ConfabParticipant *participant = confab_roster_get (self->roster, i);

    if (confab_participant_get_role (participant) == CONFAB_ROLE_HOST &&
        confab_participant_is_confirmed (participant))
      return TRUE;
  }
  return FALSE;
}

static void
want_hosts (ConfabMeeting *self)
{
  for (guint i = 0; i < confab_roster_get_count (self->roster); i++) {
    ConfabParticipant *participant = confab_roster_get (self->roster, i);

    if (confab_participant_get_role (participant) == CONFAB_ROLE_HOST &&
        !confab_participant_is_self (participant) && !confab_participant_is_confirmed (participant))
      want_ping (self, confab_participant_get_pid (participant));
  }
}

static void
send_ping (ConfabMeeting *self, const ConfabPid *pid, Ping *ping)
{
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;

  self->keys.table->random (self->keys.data, ping->nonce.bytes, sizeof ping->nonce.bytes);
  payload = confab_presence_payload_encode (&ping->nonce);
  if (!confab_meeting_send_message (self, CONFAB_MESSAGE_PING, pid, payload, NULL, &error))
    g_debug ("a ping could not be sent: %s", error->message);
  ping->next_at = self->now.local_ms + ping->repeat_ms;
  ping->repeat_ms = MIN (2 * ping->repeat_ms, LAST_REPEAT_MS);
}

static void
send_pong (ConfabMeeting *self, const ConfabPid *to, Pong *pong)
{
  g_autoptr (GBytes) payload = confab_presence_payload_encode (&pong->nonce);
  g_autoptr (GError) error = NULL;

  if (!confab_meeting_send_message (self, CONFAB_MESSAGE_PONG, to, payload, NULL, &error))
    g_debug ("a ping stays without answer: %s", error->message);
  pong->is_owed = FALSE;
  pong->next_at = self->now.local_ms + PONG_SPACING_MS;
  self->presence->pong_at = self->now.local_ms + PONG_TURN_MS;
}

static void
advance_pings (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer pid, value;

  g_hash_table_iter_init (&iter, self->presence->pings);
  while (g_hash_table_iter_next (&iter, &pid, &value)) {
    Ping *ping = value;

    if (confab_roster_find (self->roster, pid) == NULL)
      g_hash_table_iter_remove (&iter);
    else if (self->now.local_ms >= ping->next_at)
      send_ping (self, pid, ping);
  }
}

static void
advance_pongs (ConfabMeeting *self)
{
  GHashTableIter iter;
  gpointer pid, value;

  g_hash_table_iter_init (&iter, self->presence->pongs);
  while (g_hash_table_iter_next (&iter, &pid, &value)) {
    Pong *pong = value;

    if (confab_roster_find (self->roster, pid) == NULL)
      g_hash_table_iter_remove (&iter);
    else if (pong->is_owed && self->now.local_ms >= MAX (pong->next_at, self->presence->pong_at))
      send_pong (self, pid, pong);
  }
}

void
confab_meeting_advance_presence (ConfabMeeting *self)
{
  if (!self->may_send)
    return;
  if (self->leading == NULL)
    want_hosts (self);
  advance_pings (self);
  advance_pongs (self);
}

gint64
confab_meeting_get_presence_deadline (ConfabMeeting *self)
{
  gint64 deadline = CONFAB_NEVER;
  GHashTableIter iter;
  gpointer value;

  if (!self->may_send)
    return deadline;
  g_hash_table_iter_init (&iter, self->presence->pings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    deadline = MIN (deadline, ((const Ping *) value)->next_at);
  g_hash_table_iter_init (&iter, self->presence->pongs);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Pong *pong = value;

    if (pong->is_owed)
      deadline = MIN (deadline, MAX (pong->next_at, self->presence->pong_at));
  }
  return deadline;
}
