/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written in a meeting. Kept in memory only. Main thread. */
#pragma once

#include "base/base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CHAT_MESSAGE (confab_chat_message_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatMessage, confab_chat_message, CONFAB, CHAT_MESSAGE, GObject)

const ConfabPid *confab_chat_message_get_from (ConfabChatMessage *self);
/* The sender's name when it was written; stays when the sender has left. */
const char *confab_chat_message_get_from_name (ConfabChatMessage *self);
/* (nullable): NULL for a message to all */
const ConfabPid *confab_chat_message_get_to (ConfabChatMessage *self);
/* Plain text, UTF-8, at most 4096 code points. Of a missing message: NULL. */
const char *confab_chat_message_get_text (ConfabChatMessage *self);
/* "PIDHEX-SCOPE-SEQ": the same at every client. */
const char *confab_chat_message_get_id (ConfabChatMessage *self);
gboolean confab_chat_message_is_own (ConfabChatMessage *self);
/* Stands where a message of this sender is known to be lost. */
gboolean confab_chat_message_is_missing (ConfabChatMessage *self);
/* Wall clock of this client at receipt, ms since 1970. */
gint64 confab_chat_message_get_time_ms (ConfabChatMessage *self);

#define CONFAB_TYPE_CHAT_LOG (confab_chat_log_get_type ())
G_DECLARE_FINAL_TYPE (ConfabChatLog, confab_chat_log, CONFAB, CHAT_LOG, GObject)

/* A GListModel of ConfabChatMessage, oldest first. */

G_END_DECLS
