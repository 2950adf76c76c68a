/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HEARTBEATs, as a follower takes them (docs/protocol.md 10.2). */
#include "meeting/meeting-private.h"

/* Decoded, of this meeting, and signed by the leader we follow. */
static gboolean
open_heartbeat (ConfabMeeting *self, GBytes *statement, ConfabHeartbeatStatement *out)
{
  const ConfabSeat *leader = confab_link_view_find (self->view, &self->view->link.leader_pid);
  g_autoptr (GBytes) body = NULL;

  if (leader == NULL)
    return FALSE;
  body = confab_charter_open (self->charter, statement, CONFAB_STATEMENT_HEARTBEAT,
                              &leader->join->join.sk);
  return body != NULL && confab_heartbeat_decode (body, out, NULL) &&
         confab_charter_owns (self->charter, &out->meeting);
}

static void
answer (ConfabMeeting *self)
{
  const ConfabSeat *own = confab_meeting_get_own_seat (self);
  gboolean has_key = confab_epochs_get_newest (self->epochs)->secret != NULL;

  if (confab_seat_is_present (own))
    confab_meeting_send_ack (self, has_key ? CONFAB_ACK_OK : CONFAB_ACK_NO_KEYBOX);
}

static void
hold (ConfabMeeting *self, GBytes *statement)
{
  g_bytes_ref (statement);
  g_clear_pointer (&self->following.held_heartbeat, g_bytes_unref);
  self->following.held_heartbeat = statement;
  if (self->following.unknown_n_stop_at == CONFAB_NEVER)
    self->following.unknown_n_stop_at = self->now.local_ms + CONFAB_UNKNOWN_N_STOP_MS;
  confab_meeting_want_sync (self);
}

/* It is of the LINK we have. */
static void
take_fitting (ConfabMeeting *self, GBytes *statement, const ConfabHeartbeatStatement *heartbeat,
              gint64 age)
{
  if (!confab_digest_equal (&heartbeat->link_hash, &self->view->hash)) {
    confab_meeting_take_fork (self, statement);
    return;
  }
  if (heartbeat->flags != self->view->link.flags) {
    confab_meeting_count_bad_data (self, "a HEARTBEAT has not the flags of its LINK");
    return;
  }
  if (confab_liveness_take_heartbeat (&self->liveness, heartbeat->hb, age, self->now.local_ms))
    confab_epochs_set_active (self->epochs, MIN (heartbeat->active_n, heartbeat->n));
  confab_meeting_hear_from (self, &self->view->link.leader_pid);
  answer (self);
}

void
confab_meeting_take_heartbeat (ConfabMeeting *self, GBytes *statement)
{
  ConfabHeartbeatStatement heartbeat;
  gint64 age;

  if (self->view == NULL || self->leading != NULL)
    return;
  if (!open_heartbeat (self, statement, &heartbeat)) {
    confab_meeting_count_bad_data (self, "a HEARTBEAT is not the leader's");
    return;
  }
  if (heartbeat.term != self->view->link.term || heartbeat.hb <= self->liveness.last_hb)
    return;
  age = confab_liveness_measure (&self->liveness, heartbeat.time_ms, self->now.local_ms);
  if (heartbeat.n > self->view->link.n) {
    hold (self, statement);
  } else if (heartbeat.n == self->view->link.n) {
    take_fitting (self, statement, &heartbeat, age);
  } else {
    /* The leader does not know yet that its LINK counts: our answer says so. */
    self->liveness.last_hb = heartbeat.hb;
    answer (self);
  }
}

void
confab_meeting_review_held_heartbeat (ConfabMeeting *self)
{
  g_autoptr (GBytes) held = g_steal_pointer (&self->following.held_heartbeat);
  ConfabHeartbeatStatement heartbeat;

  if (held == NULL)
    return;
  if (open_heartbeat (self, held, &heartbeat) && heartbeat.n > self->view->link.n) {
    self->following.held_heartbeat = g_steal_pointer (&held);
    return;
  }
  self->following.unknown_n_stop_at = CONFAB_NEVER;
  confab_meeting_take_heartbeat (self, held);
}
