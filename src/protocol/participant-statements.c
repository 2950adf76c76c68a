/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every participant may sign or seal: ACK, CMD, SDPAUTH, and the heads of MSG and RCEVENT
 * (docs/protocol.md 5, 11). */
#include "protocol/statements.h"
#include "protocol/wire.h"

/* Somebody who waits has seen no LINK: its ACK says nothing about one. */
static gboolean
ack_is_possible (const ConfabAckStatement *ack)
{
  if (ack->status == CONFAB_ACK_WAITING)
    return ack->n == 0 && ack->hb == 0 && confab_digest_is_zero (&ack->link_hash);
  return ack->status <= CONFAB_ACK_LEAVING;
}

GBytes *
confab_ack_encode (const ConfabAckStatement *ack)
{
  GByteArray *out;

  g_return_val_if_fail (ack_is_possible (ack), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_ACK, ack->meeting.suite, &ack->meeting.gen,
                           CONFAB_ACK_BYTES);
  CONFAB_WIRE_WRITE (out, &ack->pid);
  confab_wire_write_u32 (out, ack->n);
  CONFAB_WIRE_WRITE (out, &ack->link_hash);
  confab_wire_write_u32 (out, ack->hb);
  confab_wire_write_u8 (out, ack->status);
  CONFAB_WIRE_WRITE (out, &ack->token);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_ack_decode (GBytes *body, ConfabAckStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabAckStatement ack = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_ACK, &ack.meeting.suite, &ack.meeting.gen,
                                error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &ack.pid);
  ack.n = confab_wire_read_u32 (&reader);
  CONFAB_WIRE_READ (&reader, &ack.link_hash);
  ack.hb = confab_wire_read_u32 (&reader);
  ack.status = confab_wire_read_u8 (&reader);
  CONFAB_WIRE_READ (&reader, &ack.token);
  if (!confab_wire_reader_end (&reader, "ACK", error))
    return FALSE;
  if (!ack_is_possible (&ack))
    return confab_wire_refuse ("ACK", error);

  *out = ack;
  return TRUE;
}

/* bind belongs to "admit" and "set role" alone. */
static gboolean
command_is_possible (const ConfabCommandStatement *command)
{
  if (command->command < CONFAB_COMMAND_ADMIT || command->command > CONFAB_COMMAND_LOWER_HAND)
    return FALSE;
  if (command->command != CONFAB_COMMAND_ADMIT && command->command != CONFAB_COMMAND_SET_ROLE &&
      !confab_digest_is_zero (&command->bind))
    return FALSE;
  return confab_wire_time_is_possible (command->time_ms);
}

GBytes *
confab_command_encode (const ConfabCommandStatement *command)
{
  GByteArray *out;

  g_return_val_if_fail (command_is_possible (command), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_COMMAND, command->meeting.suite, &command->meeting.gen,
                           CONFAB_COMMAND_BYTES);
  CONFAB_WIRE_WRITE (out, &command->from);
  confab_wire_write_u32 (out, command->seq);
  confab_wire_write_u8 (out, command->command);
  CONFAB_WIRE_WRITE (out, &command->target);
  CONFAB_WIRE_WRITE (out, &command->bind);
  confab_wire_write_u32 (out, command->arg);
  confab_wire_write_u64 (out, (guint64) command->time_ms);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_command_decode (GBytes *body, ConfabCommandStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabCommandStatement command = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_COMMAND, &command.meeting.suite,
                                &command.meeting.gen, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &command.from);
  command.seq = confab_wire_read_u32 (&reader);
  command.command = confab_wire_read_u8 (&reader);
  CONFAB_WIRE_READ (&reader, &command.target);
  CONFAB_WIRE_READ (&reader, &command.bind);
  command.arg = confab_wire_read_u32 (&reader);
  command.time_ms = (gint64) confab_wire_read_u64 (&reader);
  if (!confab_wire_reader_end (&reader, "CMD", error))
    return FALSE;
  if (!command_is_possible (&command))
    return confab_wire_refuse ("CMD", error);

  *out = command;
  return TRUE;
}

static gboolean
sdpauth_is_possible (const ConfabSdpauthStatement *sdpauth)
{
  if (sdpauth->direction == CONFAB_SDP_OFFER && !confab_digest_is_zero (&sdpauth->peer_hash))
    return FALSE;
  return sdpauth->direction <= CONFAB_SDP_ANSWER && confab_wire_time_is_possible (sdpauth->time_ms);
}

GBytes *
confab_sdpauth_encode (const ConfabSdpauthStatement *sdpauth)
{
  GByteArray *out;

  g_return_val_if_fail (sdpauth_is_possible (sdpauth), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_SDPAUTH, sdpauth->meeting.suite, &sdpauth->meeting.gen,
                           CONFAB_SDPAUTH_BYTES);
  CONFAB_WIRE_WRITE (out, &sdpauth->from);
  CONFAB_WIRE_WRITE (out, &sdpauth->to);
  confab_wire_write_u32 (out, sdpauth->session);
  confab_wire_write_u8 (out, sdpauth->direction);
  CONFAB_WIRE_WRITE (out, &sdpauth->fp);
  CONFAB_WIRE_WRITE (out, &sdpauth->sdp_hash);
  CONFAB_WIRE_WRITE (out, &sdpauth->peer_hash);
  confab_wire_write_u64 (out, (guint64) sdpauth->time_ms);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_sdpauth_decode (GBytes *body, ConfabSdpauthStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabSdpauthStatement sdpauth = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_SDPAUTH, &sdpauth.meeting.suite,
                                &sdpauth.meeting.gen, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &sdpauth.from);
  CONFAB_WIRE_READ (&reader, &sdpauth.to);
  sdpauth.session = confab_wire_read_u32 (&reader);
  sdpauth.direction = confab_wire_read_u8 (&reader);
  CONFAB_WIRE_READ (&reader, &sdpauth.fp);
  CONFAB_WIRE_READ (&reader, &sdpauth.sdp_hash);
  CONFAB_WIRE_READ (&reader, &sdpauth.peer_hash);
  sdpauth.time_ms = (gint64) confab_wire_read_u64 (&reader);
  if (!confab_wire_reader_end (&reader, "SDPAUTH", error))
    return FALSE;
  if (!sdpauth_is_possible (&sdpauth))
    return confab_wire_refuse ("SDPAUTH", error);

  *out = sdpauth;
  return TRUE;
}

static gboolean
message_head_is_possible (const ConfabMessageHead *head)
{
  gboolean to_nobody = confab_pid_is_none (&head->to);

  return head->scope == CONFAB_SCOPE_GROUP ? to_nobody
                                           : head->scope == CONFAB_SCOPE_PAIR && !to_nobody;
}

GBytes *
confab_message_head_encode (const ConfabMessageHead *head)
{
  GByteArray *out;

  g_return_val_if_fail (message_head_is_possible (head), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_MESSAGE, head->meeting.suite, &head->meeting.gen,
                           CONFAB_MESSAGE_HEAD_BYTES);
  confab_wire_write_u8 (out, head->kind);
  confab_wire_write_u8 (out, head->scope);
  confab_wire_write_u32 (out, head->n);
  confab_wire_write_bytes (out, head->link_tag, sizeof head->link_tag);
  CONFAB_WIRE_WRITE (out, &head->from);
  CONFAB_WIRE_WRITE (out, &head->to);
  confab_wire_write_u64 (out, head->seq);
  confab_wire_write_bytes (out, head->nonce, sizeof head->nonce);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_message_head_decode (GBytes *message, ConfabMessageHead *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (message);
  ConfabMessageHead head = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_MESSAGE, &head.meeting.suite,
                                &head.meeting.gen, error))
    return FALSE;
  head.kind = confab_wire_read_u8 (&reader);
  head.scope = confab_wire_read_u8 (&reader);
  head.n = confab_wire_read_u32 (&reader);
  confab_wire_read_bytes (&reader, head.link_tag, sizeof head.link_tag);
  CONFAB_WIRE_READ (&reader, &head.from);
  CONFAB_WIRE_READ (&reader, &head.to);
  head.seq = confab_wire_read_u64 (&reader);
  confab_wire_read_bytes (&reader, head.nonce, sizeof head.nonce);
  reader.length = MIN (reader.length, CONFAB_MESSAGE_HEAD_BYTES);
  if (!confab_wire_reader_end (&reader, "MSG", error))
    return FALSE;
  if (!message_head_is_possible (&head))
    return confab_wire_refuse ("MSG", error);

  *out = head;
  return TRUE;
}

GBytes *
confab_control_event_head_encode (const ConfabControlEventHead *head)
{
  GByteArray *out = g_byte_array_sized_new (CONFAB_CONTROL_EVENT_HEAD_BYTES);

  CONFAB_WIRE_WRITE (out, &head->grant);
  confab_wire_write_u64 (out, head->ctr);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_control_event_head_decode (GBytes *event, ConfabControlEventHead *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (event);
  ConfabControlEventHead head;

  CONFAB_WIRE_READ (&reader, &head.grant);
  head.ctr = confab_wire_read_u64 (&reader);
  reader.length = MIN (reader.length, CONFAB_CONTROL_EVENT_HEAD_BYTES);
  if (!confab_wire_reader_end (&reader, "RCEVENT", error))
    return FALSE;

  *out = head;
  return TRUE;
}
