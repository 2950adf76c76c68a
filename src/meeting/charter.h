/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a GENESIS fixes for the whole meeting: its tag, founder, owner and policy, checked as
 * docs/protocol.md 6.2 asks. Immutable. Pure.
 */
#pragma once

#include "meeting/meeting-keys.h"

G_BEGIN_DECLS

/** ConfabKeyring: the cryptography of this joining, as it is handed around inside of meeting/. */
typedef struct {
  const ConfabMeetingKeys *table;
  gpointer data;
} ConfabKeyring;

typedef struct {
  ConfabKeyring keys;
  ConfabMeetingTag tag;
  ConfabGenesisStatement genesis;
  GBytes *statement; /* GENESIS || signature */
  GBytes *roomcert;  /* (nullable) */
  GBytes *waittext;  /* (nullable): only if it is the owner's for this room */
  ConfabWaitTextStatement words;
  gboolean has_words;
  gboolean owner_matched; /* a link was there and its `of` is the owner's */
} ConfabCharter;

/** ConfabCharterTerms: what this client knows about the meeting before it sees a GENESIS. */
typedef struct {
  ConfabKeyring keys;
  ConfabDigest room;
  const ConfabToken *of; /* (nullable) */
} ConfabCharterTerms;

typedef enum {
  CONFAB_CHARTER_GOOD,
  CONFAB_CHARTER_OLD,         /* created more than 24 h ago: ask the person */
  CONFAB_CHARTER_EXPIRED,     /* the ROOMCERT's time is over: ask the person */
  CONFAB_CHARTER_UNSUPPORTED, /* version or suite not known here: "please update" */
  CONFAB_CHARTER_UNPROTECTED, /* the link asks for E2EE, the meeting is not */
  CONFAB_CHARTER_INVALID,     /* not a meeting of the room's owner */
} ConfabCharterVerdict;

/* Writes @out (transfer full) for the first three verdicts. @wall_ms decides about age only. */
ConfabCharterVerdict
confab_charter_check (const ConfabCharterTerms *terms, const ConfabGenesisCarrier *parts,
                      gint64 wall_ms, ConfabCharter **out);
void confab_charter_free (ConfabCharter *charter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCharter, confab_charter_free)

/* Whether @ik always has role 0 (7.6): the founder's and the owner's. */
gboolean confab_charter_is_host_key (const ConfabCharter *charter, const ConfabVerifyKey *ik);
gboolean confab_charter_is_owner (const ConfabCharter *charter, const ConfabVerifyKey *ik);

/* Whether @tag is this meeting's (7.1). */
gboolean confab_charter_owns (const ConfabCharter *charter, const ConfabMeetingTag *tag);

/* Checks `body || signature` by @key and gives (transfer full) (nullable) the body. */
GBytes *confab_charter_open (const ConfabCharter *charter, GBytes *statement,
                             ConfabStatementType type, const ConfabVerifyKey *key);

/* Only the body, unchecked: (transfer full) (nullable). */
GBytes *confab_statement_body (GBytes *statement);

ConfabDigest
confab_charter_hash (const ConfabCharter *charter, ConfabMeetingHash kind, GBytes *bytes);

G_END_DECLS
