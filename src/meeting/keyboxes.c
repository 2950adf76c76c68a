/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A follower opens the key box of the newest LINK, or asks for another one (docs/protocol.md 8,
 * 12.2). */
#include "meeting/meeting-private.h"

static ConfabAckStatus
open_box (ConfabMeeting *self, GBytes *bytes, ConfabMeetingEpoch **secret)
{
  const ConfabSeat *seat = confab_meeting_get_own_seat (self);
  const ConfabOwnJoin *own = confab_own_joins_find (self->own_joins, &seat->join->hash);
  ConfabKeybox box;

  if (bytes == NULL || own == NULL || !confab_keybox_decode (bytes, &box, NULL) ||
      !confab_pid_equal (&box.pid, &self->pid) ||
      !confab_tokens_is_recent (self->tokens, &box.token, self->now.local_ms))
    return CONFAB_ACK_NO_KEYBOX;
  switch (self->keys.table->keybox_open (self->keys.data, own->ek, &self->view->link,
                                         &self->view->hash, &box, secret)) {
  case CONFAB_MEETING_OPENED:
    return CONFAB_ACK_OK;
  case CONFAB_MEETING_MISMATCH:
    return CONFAB_ACK_BAD_COMMIT;
  default:
    return CONFAB_ACK_NO_KEYBOX;
  }
}

void
confab_meeting_take_keybox (ConfabMeeting *self, GBytes *box)
{
  gboolean was_wanted = self->following.key_wanted_at != CONFAB_NEVER;
  ConfabMeetingEpoch *secret = NULL;
  ConfabAckStatus status;

  if (confab_epochs_get_newest (self->epochs)->secret != NULL)
    return;
  status = open_box (self, box, &secret);
  if (status != CONFAB_ACK_OK) {
    confab_meeting_send_ack (self, status);
    self->following.key_wanted_at = self->now.local_ms + CONFAB_KEYBOX_REPEAT_MS;
    return;
  }
  confab_epochs_set_secret (self->epochs, self->view->link.n, secret);
  self->following.key_wanted_at = CONFAB_NEVER;
  /* After a first LINK the leader's HEARTBEAT asks; one that was asked for again waits for the
   * answer. */
  if (was_wanted) {
    confab_meeting_send_ack (self, CONFAB_ACK_OK);
    confab_meeting_review_held_messages (self);
  }
}
