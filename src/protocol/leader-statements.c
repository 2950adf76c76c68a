/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the leader signs, and its boxes: LINK, KEYBOX, HEARTBEAT, HANDOVER (docs/protocol.md 5, 7 to
 * 10). */
#include "protocol/statements.h"
#include "protocol/wire.h"

static gboolean
link_is_possible (const ConfabLinkStatement *link)
{
  return link->n >= 1 && link->term >= 1 && link->cause <= CONFAB_CAUSE_TO_WAITING_ROOM &&
         link->count >= 1 && link->count <= CONFAB_ROSTER_MAX_ENTRIES &&
         confab_wire_time_is_possible (link->time_ms);
}

GBytes *
confab_link_statement_encode (const ConfabLinkStatement *link)
{
  GByteArray *out;

  g_return_val_if_fail (link_is_possible (link), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_LINK, link->meeting.suite, &link->meeting.gen,
                           CONFAB_LINK_BYTES);
  confab_wire_write_u32 (out, link->n);
  CONFAB_WIRE_WRITE (out, &link->prev);
  confab_wire_write_u32 (out, link->term);
  CONFAB_WIRE_WRITE (out, &link->leader_pid);
  confab_wire_write_u8 (out, link->cause);
  confab_wire_write_u16 (out, link->flags);
  confab_wire_write_u16 (out, link->rights);
  confab_wire_write_u64 (out, (guint64) link->time_ms);
  CONFAB_WIRE_WRITE (out, &link->epk);
  CONFAB_WIRE_WRITE (out, &link->commit);
  confab_wire_write_u16 (out, link->count);
  CONFAB_WIRE_WRITE (out, &link->roster_hash);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_link_statement_decode (GBytes *body, ConfabLinkStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabLinkStatement link = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_LINK, &link.meeting.suite,
                                &link.meeting.gen, error))
    return FALSE;
  link.n = confab_wire_read_u32 (&reader);
  CONFAB_WIRE_READ (&reader, &link.prev);
  link.term = confab_wire_read_u32 (&reader);
  CONFAB_WIRE_READ (&reader, &link.leader_pid);
  link.cause = confab_wire_read_u8 (&reader);
  link.flags = confab_wire_read_u16 (&reader);
  link.rights = confab_wire_read_u16 (&reader);
  link.time_ms = (gint64) confab_wire_read_u64 (&reader);
  CONFAB_WIRE_READ (&reader, &link.epk);
  CONFAB_WIRE_READ (&reader, &link.commit);
  link.count = confab_wire_read_u16 (&reader);
  CONFAB_WIRE_READ (&reader, &link.roster_hash);
  if (!confab_wire_reader_end (&reader, "LINK", error))
    return FALSE;
  if (!link_is_possible (&link))
    return confab_wire_refuse ("LINK", error);

  *out = link;
  return TRUE;
}

GBytes *
confab_keybox_encode (const ConfabKeybox *keybox)
{
  GByteArray *out = g_byte_array_sized_new (CONFAB_KEYBOX_BYTES);

  CONFAB_WIRE_WRITE (out, &keybox->pid);
  CONFAB_WIRE_WRITE (out, &keybox->token);
  confab_wire_write_bytes (out, keybox->ct, sizeof keybox->ct);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_keybox_decode (GBytes *bytes, ConfabKeybox *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (bytes);
  ConfabKeybox keybox;

  CONFAB_WIRE_READ (&reader, &keybox.pid);
  CONFAB_WIRE_READ (&reader, &keybox.token);
  confab_wire_read_bytes (&reader, keybox.ct, sizeof keybox.ct);
  if (!confab_wire_reader_end (&reader, "KEYBOX", error))
    return FALSE;

  *out = keybox;
  return TRUE;
}

static gboolean
heartbeat_is_possible (const ConfabHeartbeatStatement *heartbeat)
{
  return heartbeat->term >= 1 && heartbeat->n >= 1 && heartbeat->active_n <= heartbeat->n &&
         confab_wire_time_is_possible (heartbeat->time_ms);
}

GBytes *
confab_heartbeat_encode (const ConfabHeartbeatStatement *heartbeat)
{
  GByteArray *out;

  g_return_val_if_fail (heartbeat_is_possible (heartbeat), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_HEARTBEAT, heartbeat->meeting.suite,
                           &heartbeat->meeting.gen, CONFAB_HEARTBEAT_BYTES);
  confab_wire_write_u32 (out, heartbeat->term);
  confab_wire_write_u32 (out, heartbeat->hb);
  confab_wire_write_u32 (out, heartbeat->n);
  CONFAB_WIRE_WRITE (out, &heartbeat->link_hash);
  confab_wire_write_u32 (out, heartbeat->active_n);
  confab_wire_write_u16 (out, heartbeat->flags);
  confab_wire_write_u64 (out, (guint64) heartbeat->time_ms);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_heartbeat_decode (GBytes *body, ConfabHeartbeatStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabHeartbeatStatement heartbeat = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_HEARTBEAT, &heartbeat.meeting.suite,
                                &heartbeat.meeting.gen, error))
    return FALSE;
  heartbeat.term = confab_wire_read_u32 (&reader);
  heartbeat.hb = confab_wire_read_u32 (&reader);
  heartbeat.n = confab_wire_read_u32 (&reader);
  CONFAB_WIRE_READ (&reader, &heartbeat.link_hash);
  heartbeat.active_n = confab_wire_read_u32 (&reader);
  heartbeat.flags = confab_wire_read_u16 (&reader);
  heartbeat.time_ms = (gint64) confab_wire_read_u64 (&reader);
  if (!confab_wire_reader_end (&reader, "HEARTBEAT", error))
    return FALSE;
  if (!heartbeat_is_possible (&heartbeat))
    return confab_wire_refuse ("HEARTBEAT", error);

  *out = heartbeat;
  return TRUE;
}

static gboolean
handover_is_possible (const ConfabHandoverStatement *handover)
{
  return handover->term >= 1 && handover->n >= 1;
}

GBytes *
confab_handover_encode (const ConfabHandoverStatement *handover)
{
  GByteArray *out;

  g_return_val_if_fail (handover_is_possible (handover), NULL);

  out = confab_wire_begin (CONFAB_STATEMENT_HANDOVER, handover->meeting.suite,
                           &handover->meeting.gen, CONFAB_HANDOVER_BYTES);
  confab_wire_write_u32 (out, handover->term);
  confab_wire_write_u32 (out, handover->n);
  CONFAB_WIRE_WRITE (out, &handover->link_hash);
  CONFAB_WIRE_WRITE (out, &handover->next_pid);
  return g_byte_array_free_to_bytes (out);
}

gboolean
confab_handover_decode (GBytes *body, ConfabHandoverStatement *out, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (body);
  ConfabHandoverStatement handover = { 0 };

  if (!confab_wire_read_header (&reader, CONFAB_STATEMENT_HANDOVER, &handover.meeting.suite,
                                &handover.meeting.gen, error))
    return FALSE;
  handover.term = confab_wire_read_u32 (&reader);
  handover.n = confab_wire_read_u32 (&reader);
  CONFAB_WIRE_READ (&reader, &handover.link_hash);
  CONFAB_WIRE_READ (&reader, &handover.next_pid);
  if (!confab_wire_reader_end (&reader, "HANDOVER", error))
    return FALSE;
  if (!handover_is_possible (&handover))
    return confab_wire_refuse ("HANDOVER", error);

  *out = handover;
  return TRUE;
}
