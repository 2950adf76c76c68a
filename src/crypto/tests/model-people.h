/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ada and Bob of docs/protocol.md 16 with their secrets, for the tests of this folder. */
#pragma once

#include "crypto/crypto.h"
#include "model-vectors.h"

G_BEGIN_DECLS

typedef struct {
  ConfabSigner *ik;
  ConfabSigner *sk;
  ConfabKeyPair *ek;
  ConfabPid pid;
  ConfabToken token;
} ModelPerson;

/* @name: "ada" or "bob". The person lives as long as the test program. */
const ModelPerson *model_person (const char *name);

/* (transfer full) the 32 secret bytes called @name. */
ConfabSecret *model_secret (const char *name);

/* Ends the test unless the secret's bytes are those of the value called @name. */
void assert_secret_is_model (const char *name, const ConfabSecret *secret);

G_END_DECLS
