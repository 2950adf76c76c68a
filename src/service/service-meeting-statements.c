/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements that pass through the service: whose they are, and that nobody else made them. */
#include "service/service-meeting-private.h"

#include "crypto/crypto.h"

static gboolean
is_of_meeting (const ConfabServiceMeeting *meeting, const ConfabMeetingTag *tag)
{
  return confab_meeting_tag_equal (tag, &meeting->founding.tag);
}

/* The SK of somebody who is known; never NULL for one whose standing is waiting or better. */
static const ConfabVerifyKey *
find_sk (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  const ConfabKnownJoin *known = g_hash_table_lookup (meeting->newest, pid);

  return known != NULL ? &known->join.sk : NULL;
}

/* (out) (transfer full) the body of a statement that @pid signed. */
static ConfabRefusal
verify (const ConfabServiceMeeting *meeting, const ConfabPid *pid, GBytes *statement,
        ConfabStatementType type, GBytes **body)
{
  const ConfabVerifyKey *sk = find_sk (meeting, pid);
  g_autoptr (GError) error = NULL;

  if (sk == NULL)
    return CONFAB_REFUSED_JOIN_FIRST;
  if (!confab_statement_verify (statement, type, sk, body, &error))
    return confab_refusal_of_statement_error (error);
  return CONFAB_ACCEPTED;
}

/* Its n may be one that the service has not seen, as LINKs go over data channels too, or the one before the
 * newest: a LINK counts for its leader only when it came back. */
ConfabRefusal
confab_service_meeting_take_heartbeat (ConfabServiceMeeting *meeting, GBytes *statement,
                                       gint64 now_ms)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  ConfabHeartbeatStatement heartbeat;

  if (!confab_statement_verify (statement, CONFAB_STATEMENT_HEARTBEAT, &meeting->leader.sk, &body,
                                &error) ||
      !confab_heartbeat_decode (body, &heartbeat, &error))
    return confab_refusal_of_statement_error (error);
  if (!is_of_meeting (meeting, &heartbeat.meeting))
    return CONFAB_REFUSED_OTHER_MEETING;
  if (heartbeat.term != meeting->leader.term || heartbeat.hb <= meeting->hb)
    return CONFAB_REFUSED_OLD;
  if (heartbeat.n == meeting->link.n &&
      !confab_digest_equal (&heartbeat.link_hash, &meeting->link_hash))
    return CONFAB_REFUSED_BAD_LINK;
  meeting->hb = heartbeat.hb;
  meeting->leader_heard_ms = now_ms;
  meeting->leader_was_heard = TRUE;
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_service_meeting_check_ack (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                  GBytes *statement)
{
  g_autoptr (GBytes) body = NULL;
  ConfabAckStatement ack;
  ConfabRefusal refusal = verify (meeting, pid, statement, CONFAB_STATEMENT_ACK, &body);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!confab_ack_decode (body, &ack, NULL))
    return CONFAB_REFUSED_BAD_STATEMENT;
  if (!is_of_meeting (meeting, &ack.meeting))
    return CONFAB_REFUSED_OTHER_MEETING;
  return confab_pid_equal (&ack.pid, pid) ? CONFAB_ACCEPTED : CONFAB_REFUSED_NOT_YOURS;
}

ConfabRefusal
confab_service_meeting_take_command (ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                     GBytes *statement)
{
  g_autoptr (GBytes) body = NULL;
  ConfabCommandStatement command;
  ConfabRefusal refusal = verify (meeting, pid, statement, CONFAB_STATEMENT_COMMAND, &body);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!confab_command_decode (body, &command, NULL))
    return CONFAB_REFUSED_BAD_STATEMENT;
  if (!is_of_meeting (meeting, &command.meeting))
    return CONFAB_REFUSED_OTHER_MEETING;
  if (!confab_pid_equal (&command.from, pid))
    return CONFAB_REFUSED_NOT_YOURS;
  if (command.seq <= GPOINTER_TO_UINT (g_hash_table_lookup (meeting->cmd_seq, pid)))
    return CONFAB_REFUSED_OLD;
  g_hash_table_replace (meeting->cmd_seq, confab_pid_copy (pid), GUINT_TO_POINTER (command.seq));
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_service_meeting_check_sdp (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                  const ConfabSdpCarrier *carrier)
{
  g_autoptr (GBytes) body = NULL;
  ConfabSdpauthStatement sdpauth;
  ConfabDigest sdp_hash;
  ConfabRefusal refusal = verify (meeting, pid, carrier->sdpauth, CONFAB_STATEMENT_SDPAUTH, &body);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!confab_sdpauth_decode (body, &sdpauth, NULL))
    return CONFAB_REFUSED_BAD_STATEMENT;
  if (!is_of_meeting (meeting, &sdpauth.meeting))
    return CONFAB_REFUSED_OTHER_MEETING;
  if (!confab_pid_equal (&sdpauth.from, pid))
    return CONFAB_REFUSED_NOT_YOURS;
  sdp_hash = confab_sdp_hash (carrier->sdp, strlen (carrier->sdp));
  if (!confab_pid_equal (&sdpauth.to, &carrier->to) ||
      !confab_digest_equal (&sdpauth.sdp_hash, &sdp_hash))
    return CONFAB_REFUSED_BAD_STATEMENT;
  return CONFAB_ACCEPTED;
}

/* The signature of a MSG is inside its seal; the service sees the head alone. */
ConfabRefusal
confab_service_meeting_check_message (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                      const ConfabMessageCarrier *carrier)
{
  ConfabMessageHead head;

  if (!confab_message_head_decode (carrier->msg, &head, NULL))
    return CONFAB_REFUSED_BAD_STATEMENT;
  if (!is_of_meeting (meeting, &head.meeting))
    return CONFAB_REFUSED_OTHER_MEETING;
  if (!confab_pid_equal (&head.from, pid))
    return CONFAB_REFUSED_NOT_YOURS;
  /* Both are nobody for a message to all. */
  return confab_pid_equal (&head.to, &carrier->to) ? CONFAB_ACCEPTED : CONFAB_REFUSED_BAD_STATEMENT;
}

/* A LINK that somebody holds up against the leader's (12.2): it must be of somebody here who could lead. */
ConfabRefusal
confab_service_meeting_check_fork (const ConfabServiceMeeting *meeting, GBytes *statement)
{
  g_autoptr (GBytes) body = NULL;
  ConfabSignature signature;
  ConfabLinkStatement link;
  ConfabCheckedLink checked = { 0 };
  const ConfabVerifyKey *sk;

  if (!confab_signed_split (statement, &body, &signature, NULL) ||
      !confab_link_statement_decode (body, &link, NULL))
    return CONFAB_REFUSED_BAD_STATEMENT;
  sk = find_sk (meeting, &link.leader_pid);
  if (sk == NULL)
    return CONFAB_REFUSED_BAD_SIGNATURE;
  return confab_link_check_statement (&meeting->founding.tag, statement, sk, &checked);
}
