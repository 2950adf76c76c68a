/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is inside a MSG after opening (docs/protocol.md 11.3): UTF-8 JSON of at most 16 KiB, one
 * form per kind. Encoders give (transfer full) the payload's bytes, ready to be sealed; decoders
 * take them from another participant, who may be hostile.
 */
#pragma once

#include "base/base.h"
#include "protocol/protocol-error.h"

G_BEGIN_DECLS

/* Kind 1: plain text of 1..4096 code points without zero bytes. */
GBytes *confab_chat_payload_encode (const char *text, GError **error);
/* (transfer full) */
char *confab_chat_payload_decode (GBytes *payload, GError **error);

/* Kinds 14 and 15: the pong carries the nonce of its ping. */
GBytes *confab_presence_payload_encode (const ConfabToken *nonce);
gboolean confab_presence_payload_decode (GBytes *payload, ConfabToken *nonce, GError **error);

/* Kind 4: the hand is up or down. */
GBytes *confab_hand_payload_encode (gboolean up);
gboolean confab_hand_payload_decode (GBytes *payload, gboolean *up, GError **error);

G_END_DECLS
