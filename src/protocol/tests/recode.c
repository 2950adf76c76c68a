/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/tests/recode.h"

#define DEFINE_RECODE(name, Type)                                                                 \
  static GBytes *recode_##name (GBytes *body, GError **error)                                     \
  {                                                                                               \
    Type statement;                                                                               \
                                                                                                  \
    return confab_##name##_decode (body, &statement, error) ? confab_##name##_encode (&statement) \
                                                            : NULL;                               \
  }

DEFINE_RECODE (genesis, ConfabGenesisStatement)
DEFINE_RECODE (join, ConfabJoinStatement)
DEFINE_RECODE (link_statement, ConfabLinkStatement)
DEFINE_RECODE (keybox, ConfabKeybox)
DEFINE_RECODE (heartbeat, ConfabHeartbeatStatement)
DEFINE_RECODE (ack, ConfabAckStatement)
DEFINE_RECODE (handover, ConfabHandoverStatement)
DEFINE_RECODE (command, ConfabCommandStatement)
DEFINE_RECODE (sdpauth, ConfabSdpauthStatement)
DEFINE_RECODE (roomcert, ConfabRoomcertStatement)
DEFINE_RECODE (message_head, ConfabMessageHead)
DEFINE_RECODE (control_event_head, ConfabControlEventHead)

static GBytes *
recode_wait_text (GBytes *body, GError **error)
{
  g_auto (ConfabWaitTextStatement) wait_text = { 0 };

  return confab_wait_text_decode (body, &wait_text, error) ? confab_wait_text_encode (&wait_text)
                                                           : NULL;
}

static GBytes *
recode_roster (GBytes *roster, GError **error)
{
  guint n_entries;
  g_autofree ConfabRosterEntry *entries = confab_roster_decode (roster, &n_entries, error);

  return entries != NULL ? confab_roster_encode (entries, n_entries) : NULL;
}

/* Lengths are those of the table in docs/protocol.md 5, plus the sample's variable part. */
const ConfabRecode confab_recodes[] = {
  { "genesis", 238, TRUE, FALSE, recode_genesis },
  { "join-bob", 197 + 3, TRUE, FALSE, recode_join },
  { "link", 203, TRUE, FALSE, recode_link_statement },
  { "keybox-bob", 80, FALSE, FALSE, recode_keybox },
  { "heartbeat", 94, TRUE, FALSE, recode_heartbeat },
  { "ack", 109, TRUE, FALSE, recode_ack },
  { "handover", 92, TRUE, FALSE, recode_handover },
  { "command", 117, TRUE, FALSE, recode_command },
  { "sdpauth-offer", 177, TRUE, FALSE, recode_sdpauth },
  { "sdpauth-answer", 177, TRUE, FALSE, recode_sdpauth },
  { "roomcert", 142, TRUE, FALSE, recode_roomcert },
  { "message-head", 114, TRUE, TRUE, recode_message_head },
  { "rcevent", 24 + 21, FALSE, TRUE, recode_control_event_head },
  { "waittext", 78 + 5, TRUE, FALSE, recode_wait_text },
  { "roster", 2 * 52, FALSE, FALSE, recode_roster },
};
const gsize confab_n_recodes = G_N_ELEMENTS (confab_recodes);
