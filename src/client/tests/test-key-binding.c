/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table that a meeting asks, with real cryptography behind it. */
#include "client/key-binding.h"

static const ConfabMeetingKeys *keys = &confab_key_binding_table;

typedef struct {
  ConfabSigner *identity;
  ConfabKeyBinding *binding;
  ConfabVerifyKey ik, sk;
  ConfabMeetingEk *ek;
  ConfabExchangeKey public_ek;
  ConfabPid pid;
} Person;

static void
person_init (Person *person, const ConfabToken *inv)
{
  person->identity = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  person->binding = confab_key_binding_new (person->identity, inv);
  keys->get_public_keys (person->binding, &person->ik, &person->sk);
  person->ek = keys->ek_new (person->binding, &person->public_ek);
  person->pid = confab_pid_random ();
}

static void
person_clear (Person *person)
{
  keys->ek_free (person->ek);
  confab_key_binding_free (person->binding);
  confab_signer_unref (person->identity);
}

static void
test_each_key_signs_what_it_may (void)
{
  Person ada;
  ConfabJoinStatement join = { .meeting.suite = CONFAB_SUITE_AES_256, .seq = 1, .name = "Ada" };
  ConfabHeartbeatStatement heartbeat = {
    .meeting.suite = CONFAB_SUITE_AES_256,
    .term = 1,
    .hb = 1,
    .n = 1,
    .active_n = 1,
  };
  g_autoptr (GBytes) join_body = NULL;
  g_autoptr (GBytes) heartbeat_body = NULL;
  g_autoptr (GBytes) signed_join = NULL;
  g_autoptr (GBytes) signed_heartbeat = NULL;

  person_init (&ada, NULL);
  join.pid = ada.pid;
  join_body = confab_join_encode (&join);
  heartbeat_body = confab_heartbeat_encode (&heartbeat);
  signed_join = keys->sign (ada.binding, join_body);
  signed_heartbeat = keys->sign (ada.binding, heartbeat_body);

  g_assert_true (keys->verify (ada.binding, signed_join, CONFAB_STATEMENT_JOIN, &ada.ik, NULL));
  g_assert_false (keys->verify (ada.binding, signed_join, CONFAB_STATEMENT_JOIN, &ada.sk, NULL));
  g_assert_true (
      keys->verify (ada.binding, signed_heartbeat, CONFAB_STATEMENT_HEARTBEAT, &ada.sk, NULL));
  g_assert_false (
      keys->verify (ada.binding, signed_heartbeat, CONFAB_STATEMENT_JOIN, &ada.sk, NULL));
  person_clear (&ada);
}

static void
test_an_invitation_proves_itself (void)
{
  ConfabToken inv = confab_token_random ();
  ConfabToken other_inv = confab_token_random ();
  Person ada, bob, eve, guest;
  ConfabJoinStatement join = { .seq = 1 };

  person_init (&ada, &inv);
  person_init (&bob, &inv);
  person_init (&eve, &other_inv);
  person_init (&guest, NULL);
  join.pid = bob.pid;
  join.ik = bob.ik;

  g_assert_true (keys->make_invite_mac (bob.binding, &join, &join.mac));
  g_assert_true (keys->check_invite_mac (ada.binding, &join));
  g_assert_false (keys->check_invite_mac (guest.binding, &join));
  g_assert_true (keys->make_invite_mac (eve.binding, &join, &join.mac));
  g_assert_false (keys->check_invite_mac (ada.binding, &join));
  g_assert_false (keys->make_invite_mac (guest.binding, &join, &join.mac));
  person_clear (&ada);
  person_clear (&bob);
  person_clear (&eve);
  person_clear (&guest);
}

/* Box an epoch for Bob and read a group message with it, and a pairwise one without. */
static void
test_an_epoch_and_its_messages_reach_the_other_side (void)
{
  Person ada, bob;
  ConfabLinkStatement link = { .n = 1, .meeting.suite = CONFAB_SUITE_AES_256 };
  ConfabDigest link_hash = { .bytes = { 7 } };
  ConfabKeybox box = { .token = confab_token_random () };
  ConfabMeetingEpoch *made, *opened = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("hello", 5);

  person_init (&ada, NULL);
  person_init (&bob, NULL);
  made = keys->epoch_begin (ada.binding, &link.meeting.gen, 1, &link.epk, &link.commit);
  box.pid = bob.pid;
  g_assert_true (keys->keybox_seal (ada.binding, made, &link_hash, &bob.public_ek, &box));
  g_assert_cmpint (keys->keybox_open (ada.binding, ada.ek, &link, &link_hash, &box, &opened), ==,
                   CONFAB_MEETING_UNREADABLE);
  g_assert_cmpint (keys->keybox_open (bob.binding, bob.ek, &link, &link_hash, &box, &opened), ==,
                   CONFAB_MEETING_OPENED);

  for (guint scope = 0; scope < 2; scope++) {
    ConfabMessageHead head = {
      .meeting = link.meeting, .kind = 1, .scope = (guint8) scope, .n = 1, .from = ada.pid, .seq = 1
    };
    ConfabMeetingMsgKey key = { .link_hash = link_hash,
                                .from = ada.pid,
                                .to = bob.pid,
                                .from_ek = ada.public_ek,
                                .to_ek = bob.public_ek,
                                .from_sk = ada.sk };
    g_autoptr (GBytes) message = NULL;
    g_autoptr (GBytes) read = NULL;

    head.to = scope == 1 ? bob.pid : CONFAB_PID_NONE;
    key.epoch = scope == 0 ? made : NULL;
    key.own_ek = ada.ek;
    message = keys->msg_seal (ada.binding, &key, &head, payload);
    g_assert_nonnull (message);
    key.epoch = scope == 0 ? opened : NULL;
    key.own_ek = bob.ek;
    g_assert_cmpint (keys->msg_open (bob.binding, &key, message, &read), ==, CONFAB_MEETING_OPENED);
    g_assert_true (g_bytes_equal (read, payload));
    key.from_sk = bob.sk;
    g_clear_pointer (&read, g_bytes_unref);
    g_assert_cmpint (keys->msg_open (bob.binding, &key, message, &read), ==,
                     CONFAB_MEETING_MISMATCH);
  }

  keys->epoch_forget_esk (made);
  g_assert_false (keys->keybox_seal (ada.binding, made, &link_hash, &bob.public_ek, &box));
  keys->epoch_free (made);
  keys->epoch_free (opened);
  person_clear (&ada);
  person_clear (&bob);
}

/* The leader commits to one epoch secret in LINK; a box with another one is no key (8). */
static void
test_a_box_that_breaks_the_commitment_is_refused (void)
{
  Person ada;
  ConfabLinkStatement link = { .n = 1, .meeting.suite = CONFAB_SUITE_AES_256 };
  ConfabDigest link_hash = { .bytes = { 7 } };
  ConfabKeybox box = { .token = confab_token_random () };
  ConfabMeetingEpoch *made, *opened = NULL;

  person_init (&ada, NULL);
  made = keys->epoch_begin (ada.binding, &link.meeting.gen, 1, &link.epk, &link.commit);
  link.commit.bytes[0] ^= 1;
  box.pid = ada.pid;
  g_assert_true (keys->keybox_seal (ada.binding, made, &link_hash, &ada.public_ek, &box));
  g_assert_cmpint (keys->keybox_open (ada.binding, ada.ek, &link, &link_hash, &box, &opened), ==,
                   CONFAB_MEETING_MISMATCH);
  g_assert_null (opened);
  keys->epoch_free (made);
  person_clear (&ada);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/key-binding/signs", test_each_key_signs_what_it_may);
  g_test_add_func ("/key-binding/invitation", test_an_invitation_proves_itself);
  g_test_add_func ("/key-binding/epoch", test_an_epoch_and_its_messages_reach_the_other_side);
  g_test_add_func ("/key-binding/commitment", test_a_box_that_breaks_the_commitment_is_refused);
  return g_test_run ();
}
