/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/packet-buffer.h"

#include <string.h>

/* RFC 3550 A.1: further ahead or behind than this is another stream, if two packets say so. */
#define MAX_AHEAD 3000
#define MAX_BEHIND 100

static ConfabBufferedPacket *
slot (ConfabPacketBuffer *self, gint64 sequence)
{
  return &self->slots[(guint64) sequence % CONFAB_PACKET_BUFFER_SLOTS];
}

static void
empty_slot (ConfabBufferedPacket *packet)
{
  g_free (packet->bytes);
  *packet = (ConfabBufferedPacket){ 0 };
}

void
confab_packet_buffer_clear (ConfabPacketBuffer *self)
{
  for (guint i = 0; i < CONFAB_PACKET_BUFFER_SLOTS; i++)
    empty_slot (&self->slots[i]);
  *self = (ConfabPacketBuffer){ 0 };
}

void
confab_packet_buffer_advance (ConfabPacketBuffer *self, gint64 sequence)
{
  gint64 last = MIN (sequence, self->next + CONFAB_PACKET_BUFFER_SLOTS);

  self->begun = TRUE;
  for (gint64 i = self->next; i < last; i++)
    empty_slot (slot (self, i));
  self->next = MAX (self->next, sequence);
}

gint64
confab_packet_buffer_extend_timestamp (const ConfabPacketBuffer *self, guint32 timestamp)
{
  if (!self->any)
    return timestamp;
  return self->highest_timestamp + (gint32) (timestamp - (guint32) self->highest_timestamp);
}

static void
store (ConfabPacketBuffer *self, gint64 sequence, const ConfabOpusPacket *packet, guint samples)
{
  gint64 timestamp = confab_packet_buffer_extend_timestamp (self, packet->timestamp);
  gint64 oldest = sequence - CONFAB_PACKET_BUFFER_SLOTS + 1;

  if (oldest > self->next)
    confab_packet_buffer_advance (self, oldest);
  empty_slot (slot (self, sequence));
  *slot (self, sequence) = (ConfabBufferedPacket){
    .sequence = sequence,
    .timestamp = timestamp,
    .bytes = g_memdup2 (packet->payload, packet->size),
    .size = packet->size,
    .samples = samples,
  };
  if (sequence >= self->highest) {
    self->highest = sequence;
    self->highest_timestamp = timestamp;
  }
}

static void
begin (ConfabPacketBuffer *self, const ConfabOpusPacket *packet, guint samples)
{
  confab_packet_buffer_clear (self);
  self->any = TRUE;
  /* Away from 0, so that earlier ones are not negative. */
  self->next = self->highest = packet->sequence + G_GINT64_CONSTANT (0x10000);
  self->highest_timestamp = packet->timestamp;
  self->seen = 1;
  store (self, self->highest, packet, samples);
}

/* Returns: whether it is new; remembers it. */
static gboolean
mark_seen (ConfabPacketBuffer *self, gint64 sequence)
{
  gint64 back = self->highest - sequence;
  guint64 bit;

  if (back < 0) {
    self->seen = -back < 64 ? self->seen << -back : 0;
    self->seen |= 1;
    return TRUE;
  }
  if (back >= 64)
    return TRUE; /* too long ago to know */
  bit = G_GUINT64_CONSTANT (1) << back;
  if ((self->seen & bit) != 0)
    return FALSE;
  self->seen |= bit;
  return TRUE;
}

ConfabPacketFate
confab_packet_buffer_add (ConfabPacketBuffer *self, const ConfabOpusPacket *packet, guint samples)
{
  gint64 sequence;
  gint64 ahead;

  if (!self->any) {
    begin (self, packet, samples);
    return CONFAB_PACKET_ADDED;
  }
  ahead = (gint16) (packet->sequence - (guint16) self->highest);
  if (ahead > MAX_AHEAD || ahead < -MAX_BEHIND) {
    if (self->has_stray && packet->sequence == self->stray_successor) {
      begin (self, packet, samples);
      return CONFAB_PACKET_RESTARTED;
    }
    self->has_stray = TRUE;
    self->stray_successor = packet->sequence + 1;
    return CONFAB_PACKET_STRAY;
  }
  self->has_stray = FALSE;
  sequence = self->highest + ahead;
  if (!mark_seen (self, sequence))
    return CONFAB_PACKET_DUPLICATE;
  if (sequence < self->next) {
    if (self->begun)
      return CONFAB_PACKET_LATE;
    self->next = sequence; /* in the wrong order at the very beginning */
  }
  store (self, sequence, packet, samples);
  return CONFAB_PACKET_ADDED;
}

const ConfabBufferedPacket *
confab_packet_buffer_peek (ConfabPacketBuffer *self)
{
  if (!self->any)
    return NULL;
  for (gint64 sequence = self->next; sequence <= self->highest; sequence++) {
    if (slot (self, sequence)->bytes != NULL)
      return slot (self, sequence);
  }
  return NULL;
}
