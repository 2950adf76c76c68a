/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ada and Bob of docs/protocol.md 16 with their secrets, for the tests of this folder. */
#pragma once

#include "crypto/crypto.h"

G_BEGIN_DECLS

/* From protocol/tests/model-vectors.c, which these tests are linked with (a header of another
 * folder's tests is not to be included): the value called @name, whose length @out must have; and
 * comparing with it. */
GBytes *model_bytes (const char *name);
void model_copy (const char *name, guint8 *out, gsize length);
void assert_is_model (const char *name, const guint8 *bytes, gsize length);
void assert_bytes_are_model (const char *name, GBytes *bytes);

/* For the value structs of base/. */
#define MODEL_FILL(value, name) model_copy ((name), (value)->bytes, sizeof (value)->bytes)

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
