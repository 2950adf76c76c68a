/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Credentials for coturn by a shared secret (its `use-auth-secret`, draft-uberti-behave-turn-rest-00): the
 * username says until when and for whom, the password is a MAC over it. coturn needs no account and asks
 * nobody. The time is a parameter; any thread.
 */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

#define CONFAB_TURN_TTL_S 600

typedef struct {
  char *username; /* "EXPIRY:PID": seconds since 1970, 32 hex digits */
  char *password; /* base64 (RFC 4648 section 4) of HMAC-SHA-1; secret */
} ConfabTurnCredentials;

/* (transfer full): good for CONFAB_TURN_TTL_S from @now_ms (wall clock). */
ConfabTurnCredentials *
confab_turn_credentials_new (const char *secret, const ConfabPid *pid, gint64 now_ms);
void confab_turn_credentials_free (ConfabTurnCredentials *credentials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabTurnCredentials, confab_turn_credentials_free)

G_END_DECLS
