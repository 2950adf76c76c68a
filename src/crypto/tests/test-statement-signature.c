/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/tests/model-people.h"

/** Signed: a statement of the model, who signs it, and its signature there. */
typedef struct {
  const char *body;
  const char *signature;
  const char *signer;
  ConfabSignerKind kind;
  ConfabStatementType type;
} Signed;

static const Signed statements[] = {
  { "genesis", "genesis-signature", "ada", CONFAB_SIGNER_IDENTITY, CONFAB_STATEMENT_GENESIS },
  { "join-bob", "join-bob-signature", "bob", CONFAB_SIGNER_IDENTITY, CONFAB_STATEMENT_JOIN },
  { "link", "link-signature", "ada", CONFAB_SIGNER_SESSION, CONFAB_STATEMENT_LINK },
  { "heartbeat", "heartbeat-signature", "ada", CONFAB_SIGNER_SESSION, CONFAB_STATEMENT_HEARTBEAT },
  { "ack", "ack-signature", "bob", CONFAB_SIGNER_SESSION, CONFAB_STATEMENT_ACK },
  { "handover", "handover-signature", "ada", CONFAB_SIGNER_SESSION, CONFAB_STATEMENT_HANDOVER },
  { "command", "command-signature", "ada", CONFAB_SIGNER_SESSION, CONFAB_STATEMENT_COMMAND },
  { "sdpauth-offer", "sdpauth-offer-signature", "ada", CONFAB_SIGNER_SESSION,
    CONFAB_STATEMENT_SDPAUTH },
  { "roomcert", "roomcert-signature", "ada", CONFAB_SIGNER_IDENTITY, CONFAB_STATEMENT_ROOMCERT },
  { "waittext", "waittext-signature", "ada", CONFAB_SIGNER_IDENTITY, CONFAB_STATEMENT_WAIT_TEXT },
};

static ConfabSigner *
signer_of (const Signed *statement)
{
  const ModelPerson *person = model_person (statement->signer);

  return statement->kind == CONFAB_SIGNER_IDENTITY ? person->ik : person->sk;
}

static GBytes *
sign (const Signed *statement)
{
  g_autoptr (GBytes) body = model_bytes (statement->body);

  return confab_statement_sign (body, signer_of (statement));
}

static void
test_signatures_are_those_of_the_model (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GBytes) signed_statement = sign (&statements[i]);
    g_autoptr (GBytes) body = NULL;
    ConfabSignature signature;

    g_assert_true (confab_signed_split (signed_statement, &body, &signature, NULL));
    assert_bytes_are_model (statements[i].body, body);
    assert_is_model (statements[i].signature, signature.bytes, sizeof signature.bytes);
  }
}

static void
test_good_signature_gives_the_body (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GBytes) statement = sign (&statements[i]);
    g_autoptr (GBytes) body = NULL;

    g_assert_true (confab_statement_verify (statement, statements[i].type,
                                            confab_signer_get_key (signer_of (&statements[i])),
                                            &body, NULL));
    assert_bytes_are_model (statements[i].body, body);
  }
}

static void
assert_not_verified (const guint8 *bytes, gsize length, const Signed *of,
                     const ConfabVerifyKey *key)
{
  g_autoptr (GBytes) statement = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;
  GBytes *body = NULL;

  g_assert_false (confab_statement_verify (statement, of->type, key, &body, &error));
  g_assert_nonnull (error);
  g_assert_null (body);
}

static void
test_every_changed_bit_or_missing_byte_is_noticed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GBytes) statement = sign (&statements[i]);
    const ConfabVerifyKey *key = confab_signer_get_key (signer_of (&statements[i]));
    gsize length = g_bytes_get_size (statement);
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (statement, NULL), length);

    for (gsize at = 0; at < length; at++) {
      bytes[at] ^= (guint8) (1 << at % 8);
      assert_not_verified (bytes, length, &statements[i], key);
      bytes[at] ^= (guint8) (1 << at % 8);
    }
    assert_not_verified (bytes, length - 1, &statements[i], key);
    assert_not_verified (bytes, CONFAB_SIGNATURE_BYTES, &statements[i], key);
    assert_not_verified (bytes, 0, &statements[i], key);
  }
}

static void
test_another_key_or_type_does_not_verify (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (GBytes) statement = sign (&statements[i]);
    g_autoptr (ConfabSigner) other = confab_signer_new_random (CONFAB_SIGNER_SESSION);
    const ConfabVerifyKey *key = confab_signer_get_key (signer_of (&statements[i]));
    g_autoptr (GError) error = NULL;

    g_assert_false (confab_statement_verify (statement, statements[i].type,
                                             confab_signer_get_key (other), NULL, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE);
    for (gsize j = 0; j < G_N_ELEMENTS (statements); j++)
      if (statements[j].type != statements[i].type)
        g_assert_false (confab_statement_verify (statement, statements[j].type, key, NULL, NULL));
  }
}

static void
test_identity_and_session_key_do_not_sign_for_each_other (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++) {
    const ModelPerson *person = model_person (statements[i].signer);
    ConfabSigner *wrong = statements[i].kind == CONFAB_SIGNER_IDENTITY ? person->sk : person->ik;
    g_autoptr (GBytes) body = model_bytes (statements[i].body);

    g_test_expect_message ("confab-crypto", G_LOG_LEVEL_CRITICAL, "*signer*");
    g_assert_null (confab_statement_sign (body, wrong));
    g_test_assert_expected_messages ();
  }
}

static void
test_what_has_no_signature_of_its_own_is_not_signed (void)
{
  static const char *const names[] = { "keybox-bob", "message", "rcevent" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) body = model_bytes (names[i]);

    g_test_expect_message ("confab-crypto", G_LOG_LEVEL_CRITICAL, "*rule*");
    g_assert_null (confab_statement_sign (body, model_person ("ada")->sk));
    g_test_assert_expected_messages ();
  }
}

static void
test_statements_that_name_their_signer_are_verified_by_it (void)
{
  g_autoptr (GBytes) genesis_statement = sign (&statements[0]);
  g_autoptr (GBytes) join_statement = sign (&statements[1]);
  g_autoptr (GBytes) roomcert_statement = sign (&statements[8]);
  g_autoptr (GBytes) genesis_body = NULL;
  g_autoptr (GBytes) join_body = NULL;
  ConfabGenesisStatement genesis;
  ConfabJoinStatement join;
  ConfabRoomcertStatement roomcert;

  g_assert_true (confab_genesis_verify (genesis_statement, &genesis, &genesis_body, NULL));
  g_assert_true (confab_join_verify (join_statement, &join, &join_body, NULL));
  g_assert_true (confab_roomcert_verify (roomcert_statement, &roomcert, NULL));
  assert_bytes_are_model ("genesis", genesis_body);
  assert_bytes_are_model ("join-bob", join_body);
  assert_is_model ("ada-ik", genesis.ik.bytes, 32);
  assert_is_model ("bob-ik", join.ik.bytes, 32);
  assert_is_model ("bob-ik", roomcert.delegate_ik.bytes, 32);
}

/* Of a good JOIN signed by somebody else than it names. */
static void
test_join_signed_by_another_key_is_refused (void)
{
  g_autoptr (GBytes) body = model_bytes ("join-bob");
  g_autoptr (GBytes) forged = confab_statement_sign (body, model_person ("ada")->ik);
  g_autoptr (GBytes) genesis_body = model_bytes ("genesis");
  g_autoptr (GBytes) forged_genesis =
      confab_statement_sign (genesis_body, model_person ("bob")->ik);
  g_autoptr (GBytes) roomcert_body = model_bytes ("roomcert");
  g_autoptr (GBytes) forged_roomcert =
      confab_statement_sign (roomcert_body, model_person ("bob")->ik);
  g_autoptr (GError) error = NULL;
  ConfabJoinStatement join;
  ConfabGenesisStatement genesis;
  ConfabRoomcertStatement roomcert;

  g_assert_false (confab_join_verify (forged, &join, NULL, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SIGNATURE);
  g_assert_false (confab_genesis_verify (forged_genesis, &genesis, NULL, NULL));
  g_assert_false (confab_roomcert_verify (forged_roomcert, &roomcert, NULL));
}

static void
test_contacts_key_is_that_of_the_model (void)
{
  g_autoptr (ConfabSecret) key = confab_signer_derive_contacts_key (model_person ("ada")->ik);

  assert_secret_is_model ("contacts-key-ada", key);
}

/* The same seed is the same person after a restart. */
static void
test_signer_is_made_again_from_its_seed (void)
{
  g_autoptr (ConfabSigner) first = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  g_autoptr (ConfabSigner) again =
      confab_signer_new (CONFAB_SIGNER_IDENTITY, confab_signer_get_seed (first));
  g_autoptr (ConfabSigner) other = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);

  g_assert_true (
      confab_verify_key_equal (confab_signer_get_key (first), confab_signer_get_key (again)));
  g_assert_false (
      confab_verify_key_equal (confab_signer_get_key (first), confab_signer_get_key (other)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/statement-signature/signatures-are-those-of-the-model",
                   test_signatures_are_those_of_the_model);
  g_test_add_func ("/statement-signature/good-signature-gives-the-body",
                   test_good_signature_gives_the_body);
  g_test_add_func ("/statement-signature/every-changed-bit-or-missing-byte-is-noticed",
                   test_every_changed_bit_or_missing_byte_is_noticed);
  g_test_add_func ("/statement-signature/another-key-or-type-does-not-verify",
                   test_another_key_or_type_does_not_verify);
  g_test_add_func ("/statement-signature/identity-and-session-key-do-not-sign-for-each-other",
                   test_identity_and_session_key_do_not_sign_for_each_other);
  g_test_add_func ("/statement-signature/what-has-no-signature-of-its-own-is-not-signed",
                   test_what_has_no_signature_of_its_own_is_not_signed);
  g_test_add_func ("/statement-signature/statements-that-name-their-signer-are-verified-by-it",
                   test_statements_that_name_their_signer_are_verified_by_it);
  g_test_add_func ("/statement-signature/join-signed-by-another-key-is-refused",
                   test_join_signed_by_another_key_is_refused);
  g_test_add_func ("/statement-signature/contacts-key-is-that-of-the-model",
                   test_contacts_key_is_that_of_the_model);
  g_test_add_func ("/statement-signature/signer-is-made-again-from-its-seed",
                   test_signer_is_made_again_from_its_seed);
  return g_test_run ();
}
