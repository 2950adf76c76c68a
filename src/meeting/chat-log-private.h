/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the meeting writes its chat log. */
#pragma once

#include "meeting/chat-log.h"
#include "meeting/participant.h"

G_BEGIN_DECLS

/**
 * ConfabChatLine:
 * @from: who wrote it
 * @to: (nullable): NULL: everybody
 * @seq: number of the message
 * @last_seq: the same, or of the last one that a missing line stands for
 * @text: (nullable): NULL: a line for missing messages
 * @time_ms: wall clock at receipt
 */
typedef struct {
  ConfabParticipant *from;
  const ConfabPid *to;
  guint64 seq;
  guint64 last_seq;
  const char *text;
  gint64 time_ms;
} ConfabChatLine;

/* (transfer full) */
ConfabChatMessage *confab_chat_message_new (const ConfabChatLine *line);

/* Numbers of the sender that the line stands for. */
void confab_chat_message_get_range (ConfabChatMessage *self, guint64 *first, guint64 *last);

ConfabChatLog *confab_chat_log_new (void);
void confab_chat_log_add (ConfabChatLog *self, ConfabChatMessage *message);

/* A missing message came after all: the missing line that stands for @seq is narrowed, split or
 * taken away.
 * @message: (nullable): put in its place; NULL if it was no chat. */
void confab_chat_log_fill (ConfabChatLog *self, const ConfabPid *from, gboolean to_all, guint64 seq,
                           ConfabChatMessage *message);

G_END_DECLS
