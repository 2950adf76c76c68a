/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each statement against the bytes of the reference model, field by field. */
#include "protocol/protocol.h"
#include "protocol/tests/model-vectors.h"

#define CREATED_MS G_GINT64_CONSTANT (1767225600000) /* section 16 */

static ConfabMeetingTag
model_meeting (void)
{
  ConfabMeetingTag meeting = { .suite = CONFAB_SUITE_AES_256 };

  MODEL_FILL (&meeting.gen, "gen");
  return meeting;
}

/* Takes @bytes. */
static void
assert_encodes_to (GBytes *bytes, const char *name)
{
  assert_bytes_are_model (name, bytes);
  g_bytes_unref (bytes);
}

static void
test_genesis_is_that_of_the_model (void)
{
  ConfabGenesisStatement genesis = { .suite = CONFAB_SUITE_AES_256,
                                     .created_ms = CREATED_MS,
                                     .policy = CONFAB_POLICY_WAITING_ROOM |
                                               CONFAB_POLICY_ADMIT_BY_INVITE };

  MODEL_FILL (&genesis.room, "room");
  MODEL_FILL (&genesis.nonce, "genesis-nonce");
  MODEL_FILL (&genesis.pid, "ada-pid");
  MODEL_FILL (&genesis.ik, "ada-ik");
  MODEL_FILL (&genesis.sk, "ada-sk");
  MODEL_FILL (&genesis.ek, "ada-ek");
  MODEL_FILL (&genesis.owner_ik, "ada-ik");
  assert_encodes_to (confab_genesis_encode (&genesis), "genesis");
}

static void
test_join_is_that_of_the_model (void)
{
  ConfabJoinStatement join = { .meeting = model_meeting (),
                               .seq = 1,
                               .time_ms = CREATED_MS + 1000,
                               .caps = CONFAB_CAP_NATIVE_FRAMES | CONFAB_CAP_LEAD,
                               .name = "Bob" };

  MODEL_FILL (&join.pid, "bob-pid");
  MODEL_FILL (&join.ik, "bob-ik");
  MODEL_FILL (&join.sk, "bob-sk");
  MODEL_FILL (&join.ek, "bob-ek");
  MODEL_FILL (&join.mac, "join-mac-bob");
  MODEL_FILL (&join.token, "bob-token");
  assert_encodes_to (confab_join_encode (&join), "join-bob");
}

static void
test_link_is_that_of_the_model (void)
{
  ConfabLinkStatement link = { .meeting = model_meeting (),
                               .n = 1,
                               .term = 1,
                               .cause = CONFAB_CAUSE_JOIN,
                               .rights = 0x03ff,
                               .time_ms = CREATED_MS + 2000,
                               .count = 2 };

  MODEL_FILL (&link.prev, "gen");
  MODEL_FILL (&link.leader_pid, "ada-pid");
  MODEL_FILL (&link.epk, "epk");
  MODEL_FILL (&link.commit, "commit");
  MODEL_FILL (&link.roster_hash, "roster-hash");
  assert_encodes_to (confab_link_statement_encode (&link), "link");
}

static void
test_keybox_is_that_of_the_model (void)
{
  g_autoptr (GBytes) expected = model_bytes ("keybox-bob");
  ConfabKeybox keybox;

  MODEL_FILL (&keybox.pid, "bob-pid");
  MODEL_FILL (&keybox.token, "bob-token");
  memcpy (keybox.ct, (const guint8 *) g_bytes_get_data (expected, NULL) + 32, sizeof keybox.ct);
  assert_encodes_to (confab_keybox_encode (&keybox), "keybox-bob");
}

static void
test_heartbeat_is_that_of_the_model (void)
{
  ConfabHeartbeatStatement heartbeat = { .meeting = model_meeting (),
                                         .term = 1,
                                         .hb = 1,
                                         .n = 1,
                                         .active_n = 1,
                                         .time_ms = CREATED_MS + 9000 };

  MODEL_FILL (&heartbeat.link_hash, "link-hash");
  assert_encodes_to (confab_heartbeat_encode (&heartbeat), "heartbeat");
}

static void
test_ack_is_that_of_the_model (void)
{
  ConfabAckStatement ack = { .meeting = model_meeting (), .n = 1, .hb = 1 };

  MODEL_FILL (&ack.pid, "bob-pid");
  MODEL_FILL (&ack.link_hash, "link-hash");
  MODEL_FILL (&ack.token, "bob-token");
  assert_encodes_to (confab_ack_encode (&ack), "ack");
}

static void
test_handover_is_that_of_the_model (void)
{
  ConfabHandoverStatement handover = { .meeting = model_meeting (), .term = 1, .n = 1 };

  MODEL_FILL (&handover.link_hash, "link-hash");
  MODEL_FILL (&handover.next_pid, "bob-pid");
  assert_encodes_to (confab_handover_encode (&handover), "handover");
}

static void
test_command_is_that_of_the_model (void)
{
  ConfabCommandStatement command = {
    .meeting = model_meeting (), .seq = 1, .command = CONFAB_COMMAND_ADMIT, .time_ms = CREATED_MS
  };

  MODEL_FILL (&command.from, "ada-pid");
  MODEL_FILL (&command.target, "bob-pid");
  MODEL_FILL (&command.bind, "join-hash-bob");
  assert_encodes_to (confab_command_encode (&command), "command");
}

static void
test_sdpauth_is_that_of_the_model (void)
{
  ConfabSdpauthStatement offer = { .meeting = model_meeting (),
                                   .session = 1,
                                   .direction = CONFAB_SDP_OFFER,
                                   .time_ms = CREATED_MS + 3000 };
  ConfabSdpauthStatement answer = { .meeting = model_meeting (),
                                    .session = 1,
                                    .direction = CONFAB_SDP_ANSWER,
                                    .time_ms = CREATED_MS + 3100 };

  MODEL_FILL (&offer.from, "ada-pid");
  MODEL_FILL (&offer.to, "bob-pid");
  MODEL_FILL (&offer.fp, "certificate-fingerprint");
  MODEL_FILL (&offer.sdp_hash, "sdp-hash");
  assert_encodes_to (confab_sdpauth_encode (&offer), "sdpauth-offer");

  MODEL_FILL (&answer.from, "bob-pid");
  MODEL_FILL (&answer.to, "ada-pid");
  MODEL_FILL (&answer.fp, "certificate-fingerprint");
  MODEL_FILL (&answer.sdp_hash, "sdp-hash");
  MODEL_FILL (&answer.peer_hash, "sdpauth-hash");
  assert_encodes_to (confab_sdpauth_encode (&answer), "sdpauth-answer");
}

static void
test_roomcert_is_that_of_the_model (void)
{
  ConfabRoomcertStatement roomcert = { .not_after_ms = CREATED_MS,
                                       .rights = CONFAB_ROOMCERT_FOUND };

  MODEL_FILL (&roomcert.room, "room");
  MODEL_FILL (&roomcert.owner_ik, "ada-ik");
  MODEL_FILL (&roomcert.delegate_ik, "bob-ik");
  assert_encodes_to (confab_roomcert_encode (&roomcert), "roomcert");
}

static void
test_wait_text_is_that_of_the_model (void)
{
  ConfabWaitTextStatement wait_text = { .time_ms = CREATED_MS, .text = (char *) "Hallo" };

  MODEL_FILL (&wait_text.room, "room");
  assert_encodes_to (confab_wait_text_encode (&wait_text), "waittext");
}

static void
test_message_head_is_that_of_the_model (void)
{
  g_autoptr (GBytes) expected = model_bytes ("message-head");
  const guint8 *bytes = g_bytes_get_data (expected, NULL);
  ConfabMessageHead head = { .meeting = model_meeting (),
                             .kind = CONFAB_MESSAGE_CHAT,
                             .scope = CONFAB_SCOPE_GROUP,
                             .n = 1,
                             .seq = 1 };
  ConfabDigest link_hash;

  MODEL_FILL (&link_hash, "link-hash");
  memcpy (head.link_tag, link_hash.bytes, sizeof head.link_tag);
  MODEL_FILL (&head.from, "ada-pid");
  memcpy (head.nonce, bytes + CONFAB_MESSAGE_HEAD_BYTES - sizeof head.nonce, sizeof head.nonce);
  assert_encodes_to (confab_message_head_encode (&head), "message-head");
}

static void
test_control_event_head_is_that_of_the_model (void)
{
  g_autoptr (GBytes) rcevent = model_bytes ("rcevent");
  g_autoptr (GBytes) expected =
      g_bytes_new_from_bytes (rcevent, 0, CONFAB_CONTROL_EVENT_HEAD_BYTES);
  ConfabControlEventHead head = { .ctr = 1 };
  g_autoptr (GBytes) encoded = NULL;

  MODEL_FILL (&head.grant, "grant");
  encoded = confab_control_event_head_encode (&head);
  g_assert_true (g_bytes_equal (encoded, expected));
  g_assert_true (confab_control_event_head_decode (rcevent, &head, NULL));
  g_assert_cmpuint (head.ctr, ==, 1);
}

/* The signature is the last 64 bytes, and the body everything before. */
static void
test_signed_statement_splits_into_body_and_signature (void)
{
  g_autoptr (GBytes) body = model_bytes ("ack");
  g_autoptr (GBytes) split = NULL;
  g_autoptr (GBytes) statement = NULL;
  g_autoptr (GBytes) only_signature = NULL;
  g_autoptr (GError) error = NULL;
  ConfabSignature signature, found;

  MODEL_FILL (&signature, "ack-signature");
  statement = confab_signed_join (body, &signature);
  g_assert_cmpuint (g_bytes_get_size (statement), ==, CONFAB_ACK_BYTES + CONFAB_SIGNATURE_BYTES);
  g_assert_true (confab_signed_split (statement, &split, &found, NULL));
  g_assert_true (g_bytes_equal (split, body));
  g_assert_cmpmem (found.bytes, sizeof found.bytes, signature.bytes, sizeof signature.bytes);

  only_signature = g_bytes_new (signature.bytes, sizeof signature.bytes);
  g_clear_pointer (&split, g_bytes_unref);
  g_assert_false (confab_signed_split (only_signature, &split, &found, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  g_assert_null (split);
}

static void
test_meetings_differ_by_suite_and_gen (void)
{
  ConfabMeetingTag a = model_meeting (), b = model_meeting ();

  g_assert_true (confab_meeting_tag_equal (&a, &b));
  b.suite = CONFAB_SUITE_AES_128;
  g_assert_false (confab_meeting_tag_equal (&a, &b));
  b = a;
  b.gen.bytes[31] ^= 1;
  g_assert_false (confab_meeting_tag_equal (&a, &b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statements/genesis-is-that-of-the-model", test_genesis_is_that_of_the_model);
  g_test_add_func ("/statements/join-is-that-of-the-model", test_join_is_that_of_the_model);
  g_test_add_func ("/statements/link-is-that-of-the-model", test_link_is_that_of_the_model);
  g_test_add_func ("/statements/keybox-is-that-of-the-model", test_keybox_is_that_of_the_model);
  g_test_add_func ("/statements/heartbeat-is-that-of-the-model",
                   test_heartbeat_is_that_of_the_model);
  g_test_add_func ("/statements/ack-is-that-of-the-model", test_ack_is_that_of_the_model);
  g_test_add_func ("/statements/handover-is-that-of-the-model", test_handover_is_that_of_the_model);
  g_test_add_func ("/statements/command-is-that-of-the-model", test_command_is_that_of_the_model);
  g_test_add_func ("/statements/sdpauth-is-that-of-the-model", test_sdpauth_is_that_of_the_model);
  g_test_add_func ("/statements/roomcert-is-that-of-the-model", test_roomcert_is_that_of_the_model);
  g_test_add_func ("/statements/wait-text-is-that-of-the-model",
                   test_wait_text_is_that_of_the_model);
  g_test_add_func ("/statements/message-head-is-that-of-the-model",
                   test_message_head_is_that_of_the_model);
  g_test_add_func ("/statements/control-event-head-is-that-of-the-model",
                   test_control_event_head_is_that_of_the_model);
  g_test_add_func ("/statements/signed-statement-splits-into-body-and-signature",
                   test_signed_statement_splits_into_body_and_signature);
  g_test_add_func ("/statements/meetings-differ-by-suite-and-gen",
                   test_meetings_differ_by_suite_and_gen);
  return g_test_run ();
}
