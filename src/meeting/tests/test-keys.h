/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table of a meeting over the real crypto/, for tests: pids and tokens from a seed, and
 * every epoch secret open to comparison. */
#pragma once

#include "crypto/crypto.h"
#include "meeting/meeting.h"

typedef struct {
  ConfabSigner *identity;
  ConfabSigner *session;
  ConfabToken inv;
  gboolean has_inv;
  GRand *random;
  GHashTable *opened; /* set of the commits whose E this one has had */
  GHashTable *
      secrets; /* (nullable): link commit (ConfabDigest *) -> ConfabSecret: E of all who opened it */
} TestKeys;

extern const ConfabMeetingKeys test_keys_table;

/* @identity: (nullable): a fresh one. @inv: (nullable). @secrets: (nullable) shared by all of a
 *   test. */
TestKeys *
test_keys_new (ConfabSigner *identity, const ConfabToken *inv, guint32 seed, GHashTable *secrets);
void test_keys_free (TestKeys *keys);
GHashTable *test_secrets_new (void);

/* (transfer full): body || signature by the key that the body's type asks for. */
GBytes *test_keys_sign (TestKeys *keys, GBytes *body);
