/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/tests/model-people.h"

ConfabSecret *
model_secret (const char *name)
{
  guint8 bytes[CONFAB_SECRET_BYTES];

  model_copy (name, bytes, sizeof bytes);
  return confab_secret_new_take (bytes, sizeof bytes);
}

void
assert_secret_is_model (const char *name, const ConfabSecret *secret)
{
  g_assert_nonnull (secret);
  assert_is_model (name, confab_secret_get_bytes (secret), confab_secret_get_length (secret));
}

static ConfabSigner *
make_signer (const char *name, const char *seed_name, ConfabSignerKind kind)
{
  g_autofree char *full_name = g_strconcat (name, seed_name, NULL);
  g_autoptr (ConfabSecret) seed = model_secret (full_name);

  return confab_signer_new (kind, seed);
}

static void
make_person (ModelPerson *person, const char *name)
{
  g_autofree char *ek_name = g_strconcat (name, "-ek-secret", NULL);
  g_autofree char *pid_name = g_strconcat (name, "-pid", NULL);
  g_autofree char *token_name = g_strconcat (name, "-token", NULL);
  g_autoptr (ConfabSecret) ek_secret = model_secret (ek_name);

  person->ik = make_signer (name, "-ik-seed", CONFAB_SIGNER_IDENTITY);
  person->sk = make_signer (name, "-sk-seed", CONFAB_SIGNER_SESSION);
  person->ek = confab_key_pair_new (ek_secret);
  MODEL_FILL (&person->pid, pid_name);
  MODEL_FILL (&person->token, token_name);
}

const ModelPerson *
model_person (const char *name)
{
  static ModelPerson ada, bob;
  ModelPerson *person = strcmp (name, "ada") == 0 ? &ada : &bob;

  if (person->ik == NULL)
    make_person (person, name);
  return person;
}
