/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every value of docs/protocol.md 16, as it stands there: this file does not read them from the
 * model, so that a change of the text, of the model or of the code is seen.
 */
#include "crypto/frame-cipher-private.h"
#include "crypto/tests/model-people.h"

static void
assert_hex (const guint8 *bytes, gsize length, const char *expected)
{
  g_autofree char *hex = confab_hex_encode (bytes, length);

  g_assert_cmpstr (hex, ==, expected);
}

#define ASSERT_VALUE(value, expected) assert_hex ((value)->bytes, sizeof (value)->bytes, expected)

static void
assert_secret_hex (const ConfabSecret *secret, const char *expected)
{
  assert_hex (confab_secret_get_bytes (secret), confab_secret_get_length (secret), expected);
}

static const char link_hash_hex[] =
    "dda918380ac822582f9f8d2544cbd553a496768acac9c5f5e3ece7d05f6ad2cc";
static const char gen_hex[] = "7368499d91c93cfedc62a75d5e483969bac8148978c76184f12134807a349a4e";

static ConfabDigest
digest_of_hex (const char *hex)
{
  ConfabDigest digest;

  g_assert_true (confab_hex_decode (hex, digest.bytes, sizeof digest.bytes));
  return digest;
}

static void
test_identities (void)
{
  ASSERT_VALUE (confab_signer_get_key (model_person ("ada")->ik),
                "e666083973dd0b631d8a6a4eb47a58a907e3942a889ee1bbe97e76a526e8ecae");
  ASSERT_VALUE (confab_signer_get_key (model_person ("bob")->ik),
                "a13f7f38790a6fa17023ee1d71892c47a7894d69ac09e61167b8e7d34b19984d");
}

static void
test_room_and_gen (void)
{
  g_autoptr (GBytes) genesis = model_bytes ("genesis");
  ConfabDigest room = confab_room_hash ("meet.example.org", "ada-lovelace");
  ConfabDigest gen = confab_genesis_hash (genesis);

  ASSERT_VALUE (&room, "d3883fec99595b897b5f82481b3335e0541f7ca77a94a149d594ad45f00f482d");
  ASSERT_VALUE (&gen, gen_hex);
}

static void
test_invitation (void)
{
  ConfabInvitation invitation = { .version = CONFAB_INVITATION_WEB,
                                  .authority = (char *) "meet.example.org",
                                  .room = (char *) "ada-lovelace" };
  g_autofree char *link = NULL;

  MODEL_FILL (&invitation.inv, "inv");
  invitation.owner_hash = confab_owner_hash (confab_signer_get_key (model_person ("ada")->ik));
  link = confab_invitation_to_https (&invitation);
  g_assert_cmpstr (link, ==,
                   "https://meet.example.org/j/ada-lovelace"
                   "#AY7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27ta");
}

static void
test_join_mac_and_hash (void)
{
  const ModelPerson *bob = model_person ("bob");
  g_autoptr (GBytes) join = model_bytes ("join-bob");
  ConfabDigest join_hash = confab_join_hash (join);
  ConfabInviteClaim claim = { .gen = digest_of_hex (gen_hex),
                              .pid = bob->pid,
                              .ik = *confab_signer_get_key (bob->ik),
                              .sk = *confab_signer_get_key (bob->sk),
                              .ek = *confab_key_pair_get_key (bob->ek) };
  ConfabToken inv, mac;

  MODEL_FILL (&inv, "inv");
  mac = confab_invite_mac (&inv, &claim);
  ASSERT_VALUE (&mac, "de212e08c6b0fa26704c8ae1a0067df1");
  ASSERT_VALUE (&join_hash, "1da5257f5029b73cfc63092a0f43d41f4435b6ee1bb751194c53cd9edde6047c");
}

static void
test_roster_and_link_hash (void)
{
  g_autoptr (GBytes) roster = model_bytes ("roster");
  g_autoptr (GBytes) link = model_bytes ("link");
  ConfabDigest roster_hash = confab_roster_hash (roster);
  ConfabDigest link_hash = confab_link_hash (link);

  ASSERT_VALUE (&roster_hash, "7080c7ee577e87e32d919b73bec1373862f96f9fa6643741f19f44a31601046a");
  ASSERT_VALUE (&link_hash, link_hash_hex);
}

static void
test_commit_and_keybox (void)
{
  const ModelPerson *bob = model_person ("bob");
  g_autoptr (ConfabSecret) epoch_secret = model_secret ("epoch-secret");
  g_autoptr (ConfabSecret) esk = model_secret ("esk");
  g_autoptr (ConfabKeyPair) epk = confab_key_pair_new (esk);
  ConfabDigest gen = digest_of_hex (gen_hex);
  ConfabDigest commit = confab_epoch_commit (epoch_secret, &gen, 1);
  ConfabKeyboxAddress address = { digest_of_hex (link_hash_hex), bob->pid, bob->token };
  ConfabKeybox keybox;

  ASSERT_VALUE (&commit, "8ed7f1d9eb46f5a49d9c7b132039e0b225859714d95d02dab2e30e7c83f9801d");
  g_assert_true (confab_keybox_seal (epoch_secret, epk, confab_key_pair_get_key (bob->ek), &address,
                                     &keybox, NULL));
  assert_hex (keybox.ct, sizeof keybox.ct,
              "b66116d68983c8033bd9481e951cc48afc166111caaf7bb35453a0c396a0d29c"
              "71c408cb4519a3b8ec83496ed852f895");
}

static void
test_sender_keys (void)
{
  g_autoptr (ConfabSecret) epoch_secret = model_secret ("epoch-secret");
  ConfabDigest link_hash = digest_of_hex (link_hash_hex);
  const ConfabPid *ada = &model_person ("ada")->pid;
  g_autoptr (ConfabSecret) frame_key =
      confab_epoch_derive_frame_key (epoch_secret, &link_hash, ada);
  g_autoptr (ConfabSecret) message_key =
      confab_epoch_derive_message_key (epoch_secret, &link_hash, ada);

  assert_secret_hex (frame_key, "73972a3dbc0723704603d840dee0cc2ba9626811fb3e3bf8cb526a93c01c9f43");
  assert_secret_hex (message_key,
                     "5bff1c711ef2bca9289391c77f99da685aca399e182127373d38f2c2808efb70");
}

static void
test_frame_aes_key (void)
{
  g_autoptr (ConfabSecret) frame_key = model_secret ("frame-key-ada");
  guint8 key[32];

  g_assert_true (confab_frame_derive_aes_key (frame_key, key, sizeof key));
  assert_hex (key, sizeof key, "a0158642e429982b2342ab89a654b11e07c4b5c01a054d0187ab18bda8a37bf4");
}

static void
test_frame (void)
{
  static const ConfabFrameBytes frame = { (const guint8 *) "\x78opus payload", 13, 1 };
  static const ConfabFrameIv iv = { .t = 0x11223344, .ts = 960, .counter = 7 };
  g_autoptr (ConfabSecret) frame_key = model_secret ("frame-key-ada");
  g_autoptr (ConfabFrameCipher) cipher =
      confab_frame_cipher_new (frame_key, CONFAB_SUITE_AES_256, 1, NULL);
  guint8 sealed[13 + CONFAB_FRAME_OVERHEAD];

  g_assert_cmpint (confab_frame_cipher_seal (cipher, &iv, &frame, sealed, NULL), ==, sizeof sealed);
  assert_hex (sealed, sizeof sealed,
              "784bacf9ebd055eb0e5538f7c007d0bc35d241f54d6ba954aa7f417ce711223344000003c0"
              "000003b90c01");
}

static void
test_pair_key_grant_and_rcevent (void)
{
  const ModelPerson *ada = model_person ("ada"), *bob = model_person ("bob");
  ConfabPairEnds ends = { .gen = digest_of_hex (gen_hex),
                          .from = ada->pid,
                          .to = bob->pid,
                          .from_ek = *confab_key_pair_get_key (ada->ek),
                          .to_ek = *confab_key_pair_get_key (bob->ek) };
  g_autoptr (ConfabSecret) at_ada = confab_pair_key_derive (ada->ek, &ends, NULL);
  g_autoptr (ConfabSecret) at_bob = confab_pair_key_derive (bob->ek, &ends, NULL);
  g_autoptr (ConfabSecret) control_key = NULL;
  g_autoptr (GBytes) event = g_bytes_new_static ("\x01\x00\x64\x00\xc8", 5);
  g_autoptr (GBytes) rcevent = NULL;
  ConfabToken grant;

  assert_secret_hex (at_ada, "492541349ddaf0282f2b2e7cf37107c350e644deffdad2024c7e92703ddb34b7");
  g_assert_true (confab_secret_equal (at_ada, at_bob));

  MODEL_FILL (&grant, "grant");
  control_key = confab_control_key_derive (at_ada, &grant);
  assert_secret_hex (control_key,
                     "35ea74d9b38f0cd5cf835758206c31cb4954cac947f7b01d37f8ddaa798b9e9e");
  rcevent = confab_control_event_seal (control_key, &grant, 1, event);
  assert_hex (g_bytes_get_data (rcevent, NULL), g_bytes_get_size (rcevent),
              "e3b6f8e165d40c486f60625627ea9e810000000000000001aa2a8e1befb42b3b4cd0cc7a7b018ce7"
              "4e3ab279f6");
}

static void
test_safety_number_and_meeting_code (void)
{
  const ConfabVerifyKey *ada = confab_signer_get_key (model_person ("ada")->ik);
  const ConfabVerifyKey *bob = confab_signer_get_key (model_person ("bob")->ik);
  g_autofree char *number = confab_safety_number (ada, bob);
  g_autofree char *reversed = confab_safety_number (bob, ada);
  ConfabDigest gen = digest_of_hex (gen_hex);
  g_autofree char *code = confab_meeting_code (&gen, ada);

  g_assert_cmpstr (number, ==,
                   "11541 67957 22754 05585 54833 13092 78250 45518 02543 01347 75501 09097");
  g_assert_cmpstr (reversed, ==, number);
  g_assert_cmpstr (code, ==, "23605 11631 21545 24887 43423 75180");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/vectors/identities", test_identities);
  g_test_add_func ("/vectors/room-and-gen", test_room_and_gen);
  g_test_add_func ("/vectors/invitation", test_invitation);
  g_test_add_func ("/vectors/join-mac-and-hash", test_join_mac_and_hash);
  g_test_add_func ("/vectors/roster-and-link-hash", test_roster_and_link_hash);
  g_test_add_func ("/vectors/commit-and-keybox", test_commit_and_keybox);
  g_test_add_func ("/vectors/sender-keys", test_sender_keys);
  g_test_add_func ("/vectors/frame-aes-key", test_frame_aes_key);
  g_test_add_func ("/vectors/frame", test_frame);
  g_test_add_func ("/vectors/pair-key-grant-and-rcevent", test_pair_key_grant_and_rcevent);
  g_test_add_func ("/vectors/safety-number-and-meeting-code", test_safety_number_and_meeting_code);
  return g_test_run ();
}
