/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/founding-check.h"

#include "crypto/crypto.h"
#include "service/known-join.h"

/* The owner founds, or somebody the owner named. A certificate must have held when the meeting began: it may
 * run out during one, and a restart of the service must not end it then. */
static ConfabRefusal
check_owner (const ConfabRoomRecord *room, const ConfabGenesisStatement *genesis, GBytes *roomcert)
{
  ConfabRoomcertStatement cert;

  if (!confab_verify_key_equal (&genesis->owner_ik, &room->owner_ik))
    return CONFAB_REFUSED_NOT_OWNER;
  if (roomcert == NULL)
    return confab_verify_key_equal (&genesis->ik, &room->owner_ik) ? CONFAB_ACCEPTED
                                                                   : CONFAB_REFUSED_NOT_OWNER;
  if (!confab_roomcert_verify (roomcert, &cert, NULL))
    return CONFAB_REFUSED_BAD_GENESIS;
  if (!confab_digest_equal (&cert.room, &room->room_hash) ||
      !confab_verify_key_equal (&cert.owner_ik, &room->owner_ik) ||
      !confab_verify_key_equal (&cert.delegate_ik, &genesis->ik) ||
      !(cert.rights & CONFAB_ROOMCERT_FOUND) || cert.not_after_ms < genesis->created_ms)
    return CONFAB_REFUSED_NOT_OWNER;
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
check_wait_text (const ConfabRoomRecord *room, GBytes *waittext)
{
  g_auto (ConfabWaitTextStatement) text = { 0 };
  g_autoptr (GBytes) body = NULL;

  if (waittext == NULL)
    return CONFAB_ACCEPTED;
  if (!confab_statement_verify (waittext, CONFAB_STATEMENT_WAIT_TEXT, &room->owner_ik, &body,
                                NULL) ||
      !confab_wait_text_decode (body, &text, NULL) ||
      !confab_digest_equal (&text.room, &room->room_hash))
    return CONFAB_REFUSED_BAD_GENESIS;
  return CONFAB_ACCEPTED;
}

ConfabRefusal
confab_founding_check (const ConfabRoomRecord *room, GBytes *genesis, GBytes *roomcert,
                       GBytes *waittext, gint64 wall_ms, ConfabFounding *out)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  ConfabFounding founding = { 0 };
  ConfabRefusal refusal;

  if (!confab_genesis_verify (genesis, &founding.genesis, &body, &error))
    return confab_refusal_of_statement_error (error);
  if (!confab_digest_equal (&founding.genesis.room, &room->room_hash))
    return CONFAB_REFUSED_BAD_GENESIS;
  refusal = check_owner (room, &founding.genesis, roomcert);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_wait_text (room, waittext);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;

  if ((founding.genesis.suite == CONFAB_SUITE_TRANSPORT) != room->is_transport)
    return CONFAB_REFUSED_TYPE;
  if (ABS (founding.genesis.created_ms - wall_ms) > CONFAB_GENESIS_MAX_AGE_MS)
    return CONFAB_REFUSED_CLOCK;

  founding.tag.suite = founding.genesis.suite;
  founding.tag.gen = confab_genesis_hash (body);
  *out = founding;
  return CONFAB_ACCEPTED;
}
