/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which carrier is whose business. What makes no sense from the service or a peer is dropped
 * here. */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"

void
confab_meeting_hear_from (ConfabMeeting *self, const ConfabPid *pid)
{
  ConfabParticipant *participant = confab_roster_find (self->roster, pid);

  if (participant != NULL)
    confab_participant_set_responding (participant, TRUE);
}

/* The service's hint; whoever is heard afterwards answers again. */
static void
take_peer_hint (ConfabMeeting *self, const ConfabPeerHint *hint)
{
  ConfabParticipant *participant = confab_roster_find (self->roster, &hint->pid);

  if (participant != NULL && !confab_participant_is_self (participant))
    confab_participant_set_responding (participant, hint->online);
}

static void
take_join (ConfabMeeting *self, GBytes *statement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCheckedJoin) join = confab_checked_join_check (self->charter, statement, &error);

  if (join == NULL) {
    confab_meeting_count_bad_data (self, error->message);
    return;
  }
  confab_join_book_add (self->book, join);
  if (self->leading != NULL && !confab_pid_equal (&join->join.pid, &self->pid))
    confab_leading_take_join (self, join);
}

static void
take_link (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box)
{
  if (self->leading != NULL)
    confab_leading_take_echo (self, step);
  else if (self->view != NULL)
    confab_meeting_take_step (self, step, box, FALSE);
  else
    confab_meeting_take_waiting_step (self, step, box);
}

/* What needs a meeting that is known. */
static void
dispatch_statement (ConfabMeeting *self, const ConfabCarrier *carrier, const ConfabPid *from_direct)
{
  switch (carrier->type) {
  case CONFAB_CARRIER_JOIN:
    take_join (self, carrier->statement);
    break;
  case CONFAB_CARRIER_LINK:
    take_link (self, carrier->link.step, carrier->link.box);
    break;
  case CONFAB_CARRIER_SYNC:
    confab_meeting_take_sync (self, &carrier->sync);
    break;
  case CONFAB_CARRIER_HEARTBEAT:
    confab_meeting_take_heartbeat (self, carrier->statement);
    break;
  case CONFAB_CARRIER_ACK:
    if (self->leading != NULL)
      confab_leading_take_ack (self, carrier->statement);
    break;
  case CONFAB_CARRIER_COMMAND:
    confab_meeting_take_command (self, carrier->statement);
    break;
  case CONFAB_CARRIER_SDP:
    confab_meeting_take_sdp (self, &carrier->sdp);
    break;
  case CONFAB_CARRIER_ICE_CANDIDATE:
    confab_meeting_take_candidate (self, &carrier->candidate, from_direct);
    break;
  case CONFAB_CARRIER_MESSAGE:
    confab_meeting_take_message (self, carrier->message.msg);
    break;
  case CONFAB_CARRIER_RENEW:
    confab_meeting_take_renew (self, &carrier->to, from_direct);
    break;
  case CONFAB_CARRIER_FORK:
    confab_meeting_take_fork_evidence (self, carrier->statement);
    break;
  default:
    g_debug ("ignoring %s", confab_carrier_type_to_string (carrier->type));
  }
}

void
confab_meeting_dispatch (ConfabMeeting *self, const ConfabCarrier *carrier,
                         const ConfabPid *from_direct)
{
  switch (carrier->type) {
  case CONFAB_CARRIER_WELCOME:
    confab_meeting_take_line (self, TRUE);
    confab_meeting_resume (self, &carrier->welcome);
    break;
  case CONFAB_CARRIER_GENESIS:
    confab_meeting_take_genesis (self, &carrier->genesis);
    break;
  case CONFAB_CARRIER_ERROR:
    confab_meeting_take_refusal (self, &carrier->error);
    break;
  case CONFAB_CARRIER_PEER:
    take_peer_hint (self, &carrier->peer);
    break;
  default:
    if (self->charter != NULL)
      dispatch_statement (self, carrier, from_direct);
  }
}
