/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What messages.c (sending) and message-opening.c (receiving) share about MSG (docs/protocol.md
 * 11.3). */
#pragma once

#include "meeting/meeting-private.h"
#include "meeting/sequence.h"

G_BEGIN_DECLS

/** ConfabSentMessage: kept for a while, in case the line swallowed it. */
typedef struct {
  ConfabMessageKind kind;
  gboolean to_all;
  ConfabPid to;
  guint64 seq;
  GBytes *payload;
  gint64 sent_at;
  gboolean is_due; /* to be sent again by @route */
  ConfabRoute route;
  ConfabLinkView *view; /* whose roster it was written to: who came later may not read it (G4) */
} ConfabSentMessage;

/** ConfabSenderState: the numbers of one other participant. */
typedef struct {
  ConfabSequence group;
  ConfabSequence pair;
} ConfabSenderState;

/** ConfabHeldMessage: came before its LINK or key box. */
typedef struct {
  GBytes *message;
  gint64 until;
} ConfabHeldMessage;

struct _ConfabMessages {
  guint64 group_seq;
  GHashTable *pair_seqs; /* ConfabPid -> guint64 * */
  GHashTable *senders;   /* ConfabPid -> ConfabSenderState */
  GQueue held;           /* of ConfabHeldMessage */
  GQueue sent;           /* of ConfabSentMessage, oldest first */
  gint64 resend_from;    /* what was sent since then goes out again; CONFAB_NEVER: nothing */
  gint64 resend_at;      /* the next of what is due, not before */
  GHashTable *claimed;   /* n of the LINKs shown as e2ee.fork */
};

/* The key of a message between this client and @other (NULL: group of @from) by the roster of
 * @epoch. FALSE if a key or an entry is missing. */
gboolean
confab_meeting_find_msg_key (ConfabMeeting *self, const ConfabEpoch *epoch, const ConfabPid *from,
                             const ConfabPid *to, ConfabMeetingMsgKey *key);

/* Whether somebody in @seat may do what @right says, by the rights of @view (5). */
gboolean
confab_seat_has_right (const ConfabLinkView *view, const ConfabSeat *seat, ConfabRights right);

G_END_DECLS
