/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/tests/model-people.h"

typedef struct {
  ConfabSecret *key;
  ConfabDigest link_hash;
  ConfabMessageHead head;
} Room;

static void
room_set_up (Room *room, gconstpointer data)
{
  room->key = model_secret ("message-key-ada");
  MODEL_FILL (&room->link_hash, "link-hash");
  room->head = (ConfabMessageHead){ .meeting = { .suite = CONFAB_SUITE_AES_256 },
                                    .kind = CONFAB_MESSAGE_CHAT,
                                    .n = 1,
                                    .from = model_person ("ada")->pid,
                                    .seq = 1 };
  MODEL_FILL (&room->head.meeting.gen, "gen");
}

static void
room_tear_down (Room *room, gconstpointer data)
{
  confab_secret_unref (room->key);
}

static const ConfabVerifyKey *
sk_of (const char *name)
{
  return confab_signer_get_key (model_person (name)->sk);
}

/* Ada's MSG of @length bytes. */
static GBytes *
seal (Room *room, gsize length)
{
  g_autofree guint8 *bytes = g_malloc (length + 1);
  g_autoptr (GBytes) payload = NULL;

  memset (bytes, 0x80, length); /* the byte that ends the padding, too */
  payload = g_bytes_new (bytes, length);
  return confab_message_seal (&room->head, room->key, model_person ("ada")->sk, &room->link_hash,
                              payload, NULL);
}

static void
assert_open_fails (Room *room, GBytes *message, ConfabCryptoError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_message_open (message, room->key, sk_of ("ada"), &room->link_hash, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, (int) code);
}

static void
test_message_of_the_model_opens (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) message = model_bytes ("message");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) payload =
      confab_message_open (message, room->key, sk_of ("ada"), &room->link_hash, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), "Hallo", 5);
}

/* The length of what is sent shows the payload's length in steps of 64 bytes only. */
static void
test_payloads_of_all_lengths_arrive (Room *room, gconstpointer data)
{
  static const gsize lengths[] = { 0, 1, 62, 63, 64, 65, 127, 128, 16383, 16384 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GBytes) message = seal (room, lengths[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) payload =
        confab_message_open (message, room->key, sk_of ("ada"), &room->link_hash, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (payload), ==, lengths[i]);
    g_assert_cmpuint (g_bytes_get_size (message), ==, 114 + (lengths[i] / 64 + 1) * 64 + 64 + 16);
  }
}

static void
test_payload_over_16_kib_is_not_sealed (Room *room, gconstpointer data)
{
  g_autofree guint8 *bytes = g_malloc0 (16385);
  g_autoptr (GBytes) payload = g_bytes_new (bytes, 16385);
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_message_seal (&room->head, room->key, model_person ("ada")->sk,
                                      &room->link_hash, payload, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
}

static void
test_every_message_has_its_own_nonce (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) first = seal (room, 10);
  ConfabMessageHead first_head = room->head;
  g_autoptr (GBytes) second = seal (room, 10);
  ConfabMessageHead decoded;

  g_assert_true (confab_message_head_decode (first, &decoded, NULL));
  g_assert_cmpmem (decoded.nonce, sizeof decoded.nonce, first_head.nonce, sizeof first_head.nonce);
  g_assert_cmpint (memcmp (first_head.nonce, room->head.nonce, CONFAB_MESSAGE_NONCE_BYTES), !=, 0);
  g_assert_true (confab_message_head_decode (second, &decoded, NULL));
  g_assert_cmpmem (decoded.nonce, sizeof decoded.nonce, room->head.nonce, sizeof room->head.nonce);
  g_assert_cmpmem (decoded.link_tag, CONFAB_LINK_TAG_BYTES, room->link_hash.bytes,
                   CONFAB_LINK_TAG_BYTES);
}

static void
test_every_changed_byte_of_head_and_seal_is_noticed (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) message = seal (room, 10);
  gsize length = g_bytes_get_size (message);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (message, NULL), length);

  for (gsize i = 0; i < length; i++) {
    g_autoptr (GBytes) changed = NULL;

    bytes[i] ^= 0x10;
    changed = g_bytes_new (bytes, length);
    g_assert_null (confab_message_open (changed, room->key, sk_of ("ada"), &room->link_hash, NULL));
    bytes[i] ^= 0x10;
  }
}

/* Padding, signature and tag make 144 bytes at least: shorter ones are not even tried. */
static void
test_impossible_lengths_are_refused (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) message = seal (room, 70);

  for (gsize length = 0; length < g_bytes_get_size (message); length++) {
    g_autoptr (GBytes) cut = g_bytes_new (g_bytes_get_data (message, NULL), length);
    g_autoptr (GError) error = NULL;

    g_assert_null (confab_message_open (cut, room->key, sk_of ("ada"), &room->link_hash, &error));
    if (length < CONFAB_MESSAGE_HEAD_BYTES)
      g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
    else if (length == CONFAB_MESSAGE_HEAD_BYTES + 64 + 64 + 16)
      g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SEALED);
    else
      g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
  }
}

/* 12.2: what does not open is invalid data; what opens but is not signed for this LINK is
 * a claim. */
static void
test_wrong_key_and_wrong_signer_are_told_apart (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) message = seal (room, 10);
  g_autoptr (GBytes) by_bob = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  g_autoptr (ConfabSecret) other_key = confab_secret_new_random (CONFAB_SECRET_BYTES);
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_message_open (message, other_key, sk_of ("ada"), &room->link_hash, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_SEALED);

  room->link_hash.bytes[31] ^= 1;
  assert_open_fails (room, message, CONFAB_CRYPTO_ERROR_SIGNATURE);
  room->link_hash.bytes[31] ^= 1;

  by_bob = confab_message_seal (&room->head, room->key, model_person ("bob")->sk, &room->link_hash,
                                payload, NULL);
  assert_open_fails (room, by_bob, CONFAB_CRYPTO_ERROR_SIGNATURE);
}

static void
test_identity_key_does_not_sign_messages (Room *room, gconstpointer data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);

  g_test_expect_message ("confab-crypto", G_LOG_LEVEL_CRITICAL, "*SESSION*");
  g_assert_null (confab_message_seal (&room->head, room->key, model_person ("ada")->ik,
                                      &room->link_hash, payload, NULL));
  g_test_assert_expected_messages ();
}

#define ADD_ROOM_TEST(path, function) \
  g_test_add ((path), Room, NULL, room_set_up, (function), room_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD_ROOM_TEST ("/message/message-of-the-model-opens", test_message_of_the_model_opens);
  ADD_ROOM_TEST ("/message/payloads-of-all-lengths-arrive", test_payloads_of_all_lengths_arrive);
  ADD_ROOM_TEST ("/message/payload-over-16-kib-is-not-sealed",
                 test_payload_over_16_kib_is_not_sealed);
  ADD_ROOM_TEST ("/message/every-message-has-its-own-nonce", test_every_message_has_its_own_nonce);
  ADD_ROOM_TEST ("/message/every-changed-byte-of-head-and-seal-is-noticed",
                 test_every_changed_byte_of_head_and_seal_is_noticed);
  ADD_ROOM_TEST ("/message/impossible-lengths-are-refused", test_impossible_lengths_are_refused);
  ADD_ROOM_TEST ("/message/wrong-key-and-wrong-signer-are-told-apart",
                 test_wrong_key_and_wrong_signer_are_told_apart);
  ADD_ROOM_TEST ("/message/identity-key-does-not-sign-messages",
                 test_identity_key_does_not_sign_messages);
  return g_test_run ();
}
