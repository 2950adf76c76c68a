/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roster's bytes (docs/protocol.md 5): entries of 52 bytes in ascending order. */
#pragma once

#include "base/base.h"
#include "protocol/enums.h"
#include "protocol/protocol-error.h"

G_BEGIN_DECLS

#define CONFAB_ROSTER_ENTRY_BYTES 52

/** ConfabRosterEntry: one participant, absent participant (flag 10) or ban (role 3) in a LINK. */
typedef struct {
  guint16 ord; /* kept by a pid as long as the meeting lives, never reused */
  ConfabPid pid;
  guint8 role;  /* ConfabRole */
  guint8 flags; /* ConfabEntryFlags */
  ConfabDigest join_hash;
} ConfabRosterEntry;

/* Role 0..2 without flag 10: what "entry" means in the protocol outside of LINKs, who gets a
 * KEYBOX. */
gboolean confab_roster_entry_is_present (const ConfabRosterEntry *entry);

/* Gives (transfer full) the bytes of 1..256 entries, which must be in ascending order of ord. */
GBytes *confab_roster_encode (const ConfabRosterEntry *entries, guint n_entries);

/* Gives (transfer full), freed with g_free(), the entries; NULL and @error unless there are 1..256
 * of exactly 52 bytes in strictly ascending order of ord with roles 0..3 and all pids different. */
ConfabRosterEntry *confab_roster_decode (GBytes *roster, guint *n_entries, GError **error);

G_END_DECLS
