/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/secret-private.h"
#include "crypto/tests/model-people.h"

/* A few of the encodings of points of order 1, 2, 4 and 8 (RFC 7748 section 6.1;
 * libsodium's list). */
static const char *const weak_keys[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

typedef struct {
  ConfabSecret *epoch_secret;
  ConfabKeyPair *epk;
  ConfabKeyboxAddress address;
  ConfabKeybox keybox;
} Box;

static void
box_set_up (Box *box, gconstpointer data)
{
  const ModelPerson *bob = model_person ("bob");

  box->epoch_secret = confab_secret_new_random (CONFAB_SECRET_BYTES);
  box->epk = confab_key_pair_new_random ();
  box->address.pid = bob->pid;
  box->address.token = bob->token;
  MODEL_FILL (&box->address.link_hash, "link-hash");
  g_assert_true (confab_keybox_seal (box->epoch_secret, box->epk, confab_key_pair_get_key (bob->ek),
                                     &box->address, &box->keybox, NULL));
}

static void
box_tear_down (Box *box, gconstpointer data)
{
  confab_secret_unref (box->epoch_secret);
  confab_key_pair_unref (box->epk);
}

static ConfabSecret *
open_as_bob (Box *box, GError **error)
{
  const ModelPerson *bob = model_person ("bob");

  return confab_keybox_open (&box->keybox, bob->ek, confab_key_pair_get_key (box->epk),
                             &box->address.link_hash, &bob->pid, error);
}

static void
assert_box_stays_shut (Box *box)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_as_bob (box, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SEALED);
}

static void
test_box_brings_the_epoch_secret (Box *box, gconstpointer data)
{
  g_autoptr (ConfabSecret) opened = open_as_bob (box, NULL);

  g_assert_true (confab_secret_equal (opened, box->epoch_secret));
}

/* The shared secret and the box's key must not outlive the call. */
static void
test_nothing_stays_in_scratch_memory (Box *box, gconstpointer data)
{
  static const guint8 zero[CONFAB_SCRATCH_BYTES];
  const ModelPerson *ada = model_person ("ada"), *bob = model_person ("bob");
  ConfabPairEnds ends = { .from_ek = *confab_key_pair_get_key (ada->ek),
                          .to_ek = *confab_key_pair_get_key (bob->ek) };
  g_autoptr (ConfabSecret) opened = NULL;
  g_autoptr (ConfabSecret) pair_key = NULL;

  g_assert_cmpmem (confab_secret_scratch (), CONFAB_SCRATCH_BYTES, zero, sizeof zero);
  opened = open_as_bob (box, NULL);
  g_assert_cmpmem (confab_secret_scratch (), CONFAB_SCRATCH_BYTES, zero, sizeof zero);
  pair_key = confab_pair_key_derive (bob->ek, &ends, NULL);
  g_assert_cmpmem (confab_secret_scratch (), CONFAB_SCRATCH_BYTES, zero, sizeof zero);
}

static void
test_box_is_for_one_link_pid_and_token (Box *box, gconstpointer data)
{
  box->address.link_hash.bytes[0] ^= 1;
  assert_box_stays_shut (box);
  box->address.link_hash.bytes[0] ^= 1;
  box->keybox.pid.bytes[0] ^= 1;
  assert_box_stays_shut (box);
  box->keybox.pid.bytes[0] ^= 1;
  box->keybox.token.bytes[0] ^= 1;
  assert_box_stays_shut (box);
  box->keybox.token.bytes[0] ^= 1;
  box->keybox.ct[0] ^= 1;
  assert_box_stays_shut (box);
  box->keybox.ct[0] ^= 1;
  box->keybox.ct[47] ^= 1;
  assert_box_stays_shut (box);
}

static void
test_box_does_not_open_for_another (Box *box, gconstpointer data)
{
  const ModelPerson *ada = model_person ("ada"), *bob = model_person ("bob");
  g_autoptr (ConfabKeyPair) other_epk = confab_key_pair_new_random ();

  g_assert_null (confab_keybox_open (&box->keybox, ada->ek, confab_key_pair_get_key (box->epk),
                                     &box->address.link_hash, &bob->pid, NULL));
  g_assert_null (confab_keybox_open (&box->keybox, bob->ek, confab_key_pair_get_key (other_epk),
                                     &box->address.link_hash, &bob->pid, NULL));
}

static void
test_weak_keys_get_and_give_no_box (Box *box, gconstpointer data)
{
  const ModelPerson *bob = model_person ("bob");

  for (gsize i = 0; i < G_N_ELEMENTS (weak_keys); i++) {
    g_autoptr (GError) error = NULL;
    ConfabExchangeKey weak;
    ConfabKeybox keybox;

    g_assert_true (confab_hex_decode (weak_keys[i], weak.bytes, sizeof weak.bytes));
    g_assert_true (confab_exchange_key_is_weak (&weak));
    g_assert_false (
        confab_keybox_seal (box->epoch_secret, box->epk, &weak, &box->address, &keybox, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_WEAK_KEY);
    g_clear_error (&error);
    g_assert_null (confab_keybox_open (&box->keybox, bob->ek, &weak, &box->address.link_hash,
                                       &bob->pid, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_WEAK_KEY);
  }
  g_assert_false (confab_exchange_key_is_weak (confab_key_pair_get_key (bob->ek)));
}

static void
test_commit_is_of_one_secret_meeting_and_link (void)
{
  g_autoptr (ConfabSecret) epoch_secret = model_secret ("epoch-secret");
  g_autoptr (ConfabSecret) other = confab_secret_new_random (CONFAB_SECRET_BYTES);
  ConfabDigest gen, commit;

  MODEL_FILL (&gen, "gen");
  MODEL_FILL (&commit, "commit");
  g_assert_true (confab_epoch_check_commit (epoch_secret, &gen, 1, &commit));
  g_assert_false (confab_epoch_check_commit (epoch_secret, &gen, 2, &commit));
  g_assert_false (confab_epoch_check_commit (other, &gen, 1, &commit));
  commit.bytes[31] ^= 1;
  g_assert_false (confab_epoch_check_commit (epoch_secret, &gen, 1, &commit));
  commit.bytes[31] ^= 1;
  gen.bytes[0] ^= 1;
  g_assert_false (confab_epoch_check_commit (epoch_secret, &gen, 1, &commit));
}

/* Two clients with different rosters must not understand each other (8). */
static void
test_sender_keys_differ_by_link_sender_and_use (void)
{
  g_autoptr (ConfabSecret) epoch_secret = model_secret ("epoch-secret");
  const ConfabPid *ada = &model_person ("ada")->pid, *bob = &model_person ("bob")->pid;
  ConfabDigest link_hash, other_link = { { 1 } };
  g_autoptr (ConfabSecret) of_ada = NULL;
  g_autoptr (ConfabSecret) of_bob = NULL;
  g_autoptr (ConfabSecret) in_other_link = NULL;
  g_autoptr (ConfabSecret) for_messages = NULL;

  MODEL_FILL (&link_hash, "link-hash");
  of_ada = confab_epoch_derive_frame_key (epoch_secret, &link_hash, ada);
  of_bob = confab_epoch_derive_frame_key (epoch_secret, &link_hash, bob);
  in_other_link = confab_epoch_derive_frame_key (epoch_secret, &other_link, ada);
  for_messages = confab_epoch_derive_message_key (epoch_secret, &link_hash, ada);
  assert_secret_is_model ("frame-key-ada", of_ada);
  assert_secret_is_model ("message-key-ada", for_messages);
  g_assert_false (confab_secret_equal (of_ada, of_bob));
  g_assert_false (confab_secret_equal (of_ada, in_other_link));
}

static void
test_pair_key_has_a_direction_and_two_ends (void)
{
  const ModelPerson *ada = model_person ("ada"), *bob = model_person ("bob");
  g_autoptr (ConfabKeyPair) stranger = confab_key_pair_new_random ();
  ConfabPairEnds there = { .from = ada->pid,
                           .to = bob->pid,
                           .from_ek = *confab_key_pair_get_key (ada->ek),
                           .to_ek = *confab_key_pair_get_key (bob->ek) };
  ConfabPairEnds back = { .from = bob->pid,
                          .to = ada->pid,
                          .from_ek = *confab_key_pair_get_key (bob->ek),
                          .to_ek = *confab_key_pair_get_key (ada->ek) };
  g_autoptr (ConfabSecret) there_key = NULL;
  g_autoptr (ConfabSecret) back_key = NULL;
  g_autoptr (GError) error = NULL;

  MODEL_FILL (&there.gen, "gen");
  back.gen = there.gen;
  there_key = confab_pair_key_derive (bob->ek, &there, NULL);
  back_key = confab_pair_key_derive (bob->ek, &back, NULL);
  assert_secret_is_model ("pair-key-ada-bob", there_key);
  g_assert_false (confab_secret_equal (there_key, back_key));
  g_assert_null (confab_pair_key_derive (stranger, &there, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
  memset (there.to_ek.bytes, 0, sizeof there.to_ek.bytes);
  g_clear_error (&error);
  g_assert_null (confab_pair_key_derive (ada->ek, &there, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_WEAK_KEY);
}

#define ADD_BOX_TEST(path, function) \
  g_test_add ((path), Box, NULL, box_set_up, (function), box_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD_BOX_TEST ("/epoch/box-brings-the-epoch-secret", test_box_brings_the_epoch_secret);
  ADD_BOX_TEST ("/epoch/nothing-stays-in-scratch-memory", test_nothing_stays_in_scratch_memory);
  ADD_BOX_TEST ("/epoch/box-is-for-one-link-pid-and-token", test_box_is_for_one_link_pid_and_token);
  ADD_BOX_TEST ("/epoch/box-does-not-open-for-another", test_box_does_not_open_for_another);
  ADD_BOX_TEST ("/epoch/weak-keys-get-and-give-no-box", test_weak_keys_get_and_give_no_box);
  g_test_add_func ("/epoch/commit-is-of-one-secret-meeting-and-link",
                   test_commit_is_of_one_secret_meeting_and_link);
  g_test_add_func ("/epoch/sender-keys-differ-by-link-sender-and-use",
                   test_sender_keys_differ_by_link_sender_and_use);
  g_test_add_func ("/epoch/pair-key-has-a-direction-and-two-ends",
                   test_pair_key_has_a_direction_and_two_ends);
  return g_test_run ();
}
