/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: packets in the order of their sequence numbers, each once, until it is their turn. Knows
 * nothing of time. Sequence numbers and time stamps are extended here, so that they never wrap for
 * whoever uses them. Pure.
 */
#pragma once

#include "media/receive/opus-receiver.h"

G_BEGIN_DECLS

/* Two and a half seconds at 20 ms; what comes when it is full pushes the oldest out. A power of two. */
#define CONFAB_PACKET_BUFFER_SLOTS 128

/**
 * ConfabBufferedPacket:
 * @bytes: NULL: the slot is empty
 * @samples: how much sound it holds, at 48 kHz
 */
typedef struct {
  gint64 sequence;
  gint64 timestamp;
  guint8 *bytes;
  gsize size;
  guint samples;
} ConfabBufferedPacket;

typedef enum {
  CONFAB_PACKET_ADDED,
  CONFAB_PACKET_LATE,      /* its turn is over */
  CONFAB_PACKET_DUPLICATE, /* was here before */
  CONFAB_PACKET_STRAY, /* far from all others: if the next one agrees with it, the stream begins anew */
  CONFAB_PACKET_RESTARTED, /* so it did; added, and what was here before is gone */
} ConfabPacketFate;

typedef struct {
  ConfabBufferedPacket slots[CONFAB_PACKET_BUFFER_SLOTS];
  gboolean any;
  gboolean begun; /* a turn is over: nothing before next is wanted any more */
  gint64 next;    /* sequence number whose turn it is */
  gint64 highest; /* sequence number seen */
  gint64 highest_timestamp;
  guint64 seen; /* bit n: highest - n was here */
  gboolean has_stray;
  guint16 stray_successor;
} ConfabPacketBuffer;

void confab_packet_buffer_clear (ConfabPacketBuffer *self);

/* Copies @packet. @samples: how long it is. */
ConfabPacketFate
confab_packet_buffer_add (ConfabPacketBuffer *self, const ConfabOpusPacket *packet, guint samples);

/* Returns: (nullable): the first there is at or after the turn */
const ConfabBufferedPacket *confab_packet_buffer_peek (ConfabPacketBuffer *self);

/* The extended time stamp of @packet, by what was added before it. */
gint64 confab_packet_buffer_extend_timestamp (const ConfabPacketBuffer *self, guint32 timestamp);

/* Gives up everything before @sequence. */
void confab_packet_buffer_advance (ConfabPacketBuffer *self, gint64 sequence);

G_END_DECLS
