/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all statements share, and those about the meeting as a whole: GENESIS, JOIN, ROOMCERT. */
#include "protocol/statements.h"

#include "protocol/name.h"
#include "protocol/wire.h"

gboolean
confab_meeting_tag_equal (const ConfabMeetingTag *a, const ConfabMeetingTag *b)
{
  return a->suite == b->suite && confab_digest_equal (&a->gen, &b->gen);
}

gboolean
confab_signed_split (GBytes *statement, GBytes **body, ConfabSignature *signature, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (statement, &length);

  if (length <= CONFAB_SIGNATURE_BYTES) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                         "a statement is shorter than its signature");
    return FALSE;
  }
  length -= CONFAB_SIGNATURE_BYTES;
  memcpy (signature->bytes, bytes + length, sizeof signature->bytes);
  *body = g_bytes_new_from_bytes (statement, 0, length);
  return TRUE;
}

GBytes *
confab_signed_join (GBytes *body, const ConfabSignature *signature)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  GByteArray *out = g_byte_array_sized_new ((guint) length + CONFAB_SIGNATURE_BYTES);

  confab_wire_write_bytes (out, bytes, length);
  CONFAB_WIRE_WRITE (out, signature);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_statement_peek_type (GBytes *statement, ConfabStatementType *type, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (statement);
  guint8 peeked = confab_wire_read_u8 (&reader);

  if (reader.length < CONFAB_HEADER_BYTES || peeked < CONFAB_STATEMENT_GENESIS ||
      peeked > CONFAB_STATEMENT_WAIT_TEXT || peeked == CONFAB_STATEMENT_KEYBOX ||
      peeked == CONFAB_STATEMENT_CONTROL_EVENT) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE,
                         "not a statement of a known type");
    return FALSE;
  }
  if (confab_wire_read_u8 (&reader) != CONFAB_PROTOCOL_VERSION) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_VERSION,
                         "a statement of another version of the protocol");
    return FALSE;
  }
  *type = peeked;
  return TRUE;
}

static gboolean
genesis_is_possible (const ConfabGenesisStatement *genesis)
{
  return confab_wire_time_is_possible (genesis->created_ms) && !confab_pid_is_none (&genesis->pid);
}

GBytes *
confab_genesis_encode (const ConfabGenesisStatement *genesis)
{
  GByteArray *out;

  g_return_val_if_fail (genesis_is_possible (genesis), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_GENESIS, genesis->suite, NULL, CONFAB_GENESIS_BYTES);
  CONFAB_WIRE_WRITE (out, &genesis->room);
  confab_wire_write_u64 (out, (guint64) genesis->created_ms);
  CONFAB_WIRE_WRITE (out, &genesis->nonce);
  confab_wire_write_u16 (out, genesis->policy);
  CONFAB_WIRE_WRITE (out, &genesis->pid);
  CONFAB_WIRE_WRITE (out, &genesis->ik);
  CONFAB_WIRE_WRITE (out, &genesis->sk);
  CONFAB_WIRE_WRITE (out, &genesis->ek);
  CONFAB_WIRE_WRITE (out, &genesis->owner_ik);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_genesis_decode (GBytes *body, ConfabGenesisStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabGenesisStatement genesis = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_GENESIS, &genesis.suite, NULL, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &genesis.room);
  genesis.created_ms = (gint64) confab_wire_read_u64 (&reader);
  CONFAB_WIRE_READ (&reader, &genesis.nonce);
  genesis.policy = confab_wire_read_u16 (&reader);
  CONFAB_WIRE_READ (&reader, &genesis.pid);
  CONFAB_WIRE_READ (&reader, &genesis.ik);
  CONFAB_WIRE_READ (&reader, &genesis.sk);
  CONFAB_WIRE_READ (&reader, &genesis.ek);
  CONFAB_WIRE_READ (&reader, &genesis.owner_ik);
  if (!confab_wire_reader_end (&reader, "GENESIS", error))
    return FALSE;
  if (!genesis_is_possible (&genesis))
    return confab_wire_refuse ("GENESIS", error);

  *out = genesis;
  return TRUE;
}

static gboolean
join_is_possible (const ConfabJoinStatement *join, gsize name_length)
{
  return confab_wire_time_is_possible (join->time_ms) && !confab_pid_is_none (&join->pid) &&
         confab_name_check (join->name, name_length, NULL);
}

GBytes *
confab_join_encode (const ConfabJoinStatement *join)
{
  gsize name_length = strnlen (join->name, sizeof join->name);
  GByteArray *out;

  g_return_val_if_fail (join_is_possible (join, name_length), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_JOIN, join->meeting.suite, &join->meeting.gen,
                           CONFAB_JOIN_MIN_BYTES + name_length);
  CONFAB_WIRE_WRITE (out, &join->pid);
  confab_wire_write_u32 (out, join->seq);
  confab_wire_write_u64 (out, (guint64) join->time_ms);
  CONFAB_WIRE_WRITE (out, &join->ik);
  CONFAB_WIRE_WRITE (out, &join->sk);
  CONFAB_WIRE_WRITE (out, &join->ek);
  confab_wire_write_u16 (out, join->caps);
  CONFAB_WIRE_WRITE (out, &join->mac);
  CONFAB_WIRE_WRITE (out, &join->token);
  confab_wire_write_u8 (out, (guint8) name_length);
  confab_wire_write_bytes (out, (const guint8 *) join->name, name_length);
  confab_wire_write_u16 (out, 0); /* pq_len: the suites known here have no post-quantum key (15) */
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_join_decode (GBytes *body, ConfabJoinStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabJoinStatement join = { 0 };
  guint8 name_length;
  guint16 pq_length;

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_JOIN, &join.meeting.suite,
                                &join.meeting.gen, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &join.pid);
  join.seq = confab_wire_read_u32 (&reader);
  join.time_ms = (gint64) confab_wire_read_u64 (&reader);
  CONFAB_WIRE_READ (&reader, &join.ik);
  CONFAB_WIRE_READ (&reader, &join.sk);
  CONFAB_WIRE_READ (&reader, &join.ek);
  join.caps = confab_wire_read_u16 (&reader);
  CONFAB_WIRE_READ (&reader, &join.mac);
  CONFAB_WIRE_READ (&reader, &join.token);
  name_length = confab_wire_read_u8 (&reader);
  if (name_length > CONFAB_NAME_MAX_BYTES)
    return confab_wire_refuse ("JOIN", error);
  confab_wire_read_bytes (&reader, (guint8 *) join.name, name_length);
  pq_length = confab_wire_read_u16 (&reader);
  if (!confab_wire_reader_end (&reader, "JOIN", error))
    return FALSE;
  if (pq_length != 0 || !join_is_possible (&join, name_length))
    return confab_wire_refuse ("JOIN", error);

  *out = join;
  return TRUE;
}

static gboolean
roomcert_is_possible (const ConfabRoomcertStatement *roomcert)
{
  return confab_wire_time_is_possible (roomcert->not_after_ms);
}

GBytes *
confab_roomcert_encode (const ConfabRoomcertStatement *roomcert)
{
  GByteArray *out;

  g_return_val_if_fail (roomcert_is_possible (roomcert), NULL);

  out =
      confab_wire_begin (CONFAB_STATEMENT_ROOMCERT, CONFAB_SUITE_NONE, NULL, CONFAB_ROOMCERT_BYTES);
  CONFAB_WIRE_WRITE (out, &roomcert->room);
  CONFAB_WIRE_WRITE (out, &roomcert->owner_ik);
  CONFAB_WIRE_WRITE (out, &roomcert->delegate_ik);
  confab_wire_write_u64 (out, (guint64) roomcert->not_after_ms);
  confab_wire_write_u16 (out, roomcert->rights);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_roomcert_decode (GBytes *body, ConfabRoomcertStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabRoomcertStatement roomcert = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_ROOMCERT, NULL, NULL, error))
    return FALSE;
  CONFAB_WIRE_READ (&reader, &roomcert.room);
  CONFAB_WIRE_READ (&reader, &roomcert.owner_ik);
  CONFAB_WIRE_READ (&reader, &roomcert.delegate_ik);
  roomcert.not_after_ms = (gint64) confab_wire_read_u64 (&reader);
  roomcert.rights = confab_wire_read_u16 (&reader);
  if (!confab_wire_reader_end (&reader, "ROOMCERT", error))
    return FALSE;
  if (!roomcert_is_possible (&roomcert))
    return confab_wire_refuse ("ROOMCERT", error);

  *out = roomcert;
  return TRUE;
}
