/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/tests/model-people.h"

static const guint8 opus[] = "\x78opus payload";
#define OPUS_BYTES (sizeof opus - 1)
static const ConfabFrameBytes opus_frame = { opus, OPUS_BYTES, 1 };

static ConfabFrameCipher *
model_cipher (guint16 suite, guint32 n)
{
  g_autoptr (ConfabSecret) frame_key = model_secret ("frame-key-ada");
  g_autoptr (GError) error = NULL;
  ConfabFrameCipher *cipher = confab_frame_cipher_new (frame_key, suite, n, &error);

  g_assert_no_error (error);
  return cipher;
}

static void
test_frames_are_those_of_the_model (void)
{
  static const ConfabFrameIv iv = { 0x11223344, 960, 7 };
  /* c mod ffff, and ts - c below zero. */
  static const ConfabFrameBytes letter = { (const guint8 *) "x", 1, 0 };
  static const ConfabFrameIv high = { 0xffffffff, 5, 0xffff + 9 };
  g_autoptr (ConfabFrameCipher) aes_256 = model_cipher (CONFAB_SUITE_AES_256, 1);
  g_autoptr (ConfabFrameCipher) aes_128 = model_cipher (CONFAB_SUITE_AES_128, 1);
  guint8 sealed[OPUS_BYTES + CONFAB_FRAME_OVERHEAD];

  g_assert_cmpint (confab_frame_cipher_seal (aes_256, &iv, &opus_frame, sealed, NULL), ==,
                   sizeof sealed);
  assert_is_model ("frame-256", sealed, sizeof sealed);
  confab_frame_cipher_seal (aes_128, &iv, &opus_frame, sealed, NULL);
  assert_is_model ("frame-128", sealed, sizeof sealed);
  g_assert_cmpint (confab_frame_cipher_seal (aes_256, &high, &letter, sealed, NULL), ==, 31);
  assert_is_model ("frame-high-counter", sealed, 31);
}

/* One cipher in both directions and in any order, for each length of frame and of its clear
 * beginning. */
static void
test_frames_of_all_lengths_arrive (void)
{
  g_autoptr (ConfabFrameCipher) cipher = model_cipher (CONFAB_SUITE_AES_256, 33);
  guint8 frame[100], sealed[100 + CONFAB_FRAME_OVERHEAD], opened[100];
  ConfabFrameIv iv = { 1, 0, 0 };

  for (gsize i = 0; i < sizeof frame; i++)
    frame[i] = (guint8) i;
  for (gsize length = 0; length <= sizeof frame; length++) {
    for (gsize clear = 0; clear <= MIN (length, 10); clear++) {
      gssize sealed_length, opened_length;

      iv.counter++;
      sealed_length = confab_frame_cipher_seal (
          cipher, &iv, &(ConfabFrameBytes){ frame, length, clear }, sealed, NULL);
      g_assert_cmpint (sealed_length, ==, (gssize) length + CONFAB_FRAME_OVERHEAD);
      g_assert_cmpmem (sealed, clear, frame, clear);
      opened_length = confab_frame_cipher_open (
          cipher, &(ConfabFrameBytes){ sealed, (gsize) sealed_length, clear }, opened, NULL);
      g_assert_cmpmem (opened, (gsize) opened_length, frame, length);
    }
  }
}

static void
assert_open_fails (ConfabFrameCipher *cipher, const guint8 *sealed, gsize length, gsize clear,
                   ConfabCryptoError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = g_memdup2 (sealed, length);
  g_autofree guint8 *opened = g_malloc (length + 1);
  const ConfabFrameBytes frame = { exact, length, clear };

  g_assert_cmpint (confab_frame_cipher_open (cipher, &frame, opened, &error), ==, -1);
  g_assert_error (error, CONFAB_CRYPTO_ERROR, (int) code);
}

static void
test_every_changed_byte_is_noticed (void)
{
  g_autoptr (ConfabFrameCipher) cipher = model_cipher (CONFAB_SUITE_AES_256, 1);
  g_autoptr (GBytes) good = model_bytes ("frame-256");
  gsize length = g_bytes_get_size (good);
  g_autofree guint8 *sealed = g_memdup2 (g_bytes_get_data (good, NULL), length);
  const ConfabFrameBytes whole = { sealed, length, 1 };
  guint8 opened[OPUS_BYTES];

  for (gsize i = 0; i < length; i++) {
    sealed[i] ^= 0x01;
    assert_open_fails (cipher, sealed, length, 1,
                       i < length - 2 ? CONFAB_CRYPTO_ERROR_SEALED : CONFAB_CRYPTO_ERROR_FORMAT);
    sealed[i] ^= 0x01;
  }
  /* A failed frame leaves the key good (11.1). */
  g_assert_cmpint (confab_frame_cipher_open (cipher, &whole, opened, NULL), ==, OPUS_BYTES);
}

static void
test_short_frames_are_refused (void)
{
  g_autoptr (ConfabFrameCipher) cipher = model_cipher (CONFAB_SUITE_AES_256, 1);
  g_autoptr (GBytes) good = model_bytes ("frame-256");
  gsize length = g_bytes_get_size (good);
  const guint8 *sealed = g_bytes_get_data (good, NULL);

  /* Cut at the front: the end still looks like that of a sealed frame. */
  for (gsize cut = 1; cut <= length; cut++)
    assert_open_fails (cipher, sealed + cut, length - cut, 0,
                       length - cut < CONFAB_FRAME_OVERHEAD ? CONFAB_CRYPTO_ERROR_FORMAT
                                                            : CONFAB_CRYPTO_ERROR_SEALED);
  assert_open_fails (cipher, sealed, length, OPUS_BYTES + 1, CONFAB_CRYPTO_ERROR_FORMAT);
}

static void
test_key_is_found_by_n_mod_16 (void)
{
  g_autoptr (ConfabFrameCipher) first = model_cipher (CONFAB_SUITE_AES_256, 1);
  g_autoptr (ConfabFrameCipher) second = model_cipher (CONFAB_SUITE_AES_256, 2);
  g_autoptr (ConfabFrameCipher) seventeenth = model_cipher (CONFAB_SUITE_AES_256, 17);
  static const ConfabFrameIv iv = { 0x11223344, 960, 7 };
  guint8 sealed[OPUS_BYTES + CONFAB_FRAME_OVERHEAD];
  guint8 kid;
  guint32 t, ts;

  confab_frame_cipher_seal (first, &iv, &opus_frame, sealed, NULL);
  assert_open_fails (second, sealed, sizeof sealed, 1, CONFAB_CRYPTO_ERROR_FORMAT);
  confab_frame_cipher_seal (seventeenth, &iv, &opus_frame, sealed, NULL);
  g_assert_true (confab_frame_peek (sealed, sizeof sealed, &kid, &t, &ts));
  g_assert_cmpuint (kid, ==, 1);
  g_assert_cmpuint (t, ==, 0x11223344);
  g_assert_cmpuint (ts, ==, 960);
  sealed[sizeof sealed - 1] = 16;
  g_assert_false (confab_frame_peek (sealed, sizeof sealed, &kid, &t, &ts));
}

static void
test_transport_type_has_no_frame_key (void)
{
  g_autoptr (ConfabSecret) frame_key = model_secret ("frame-key-ada");
  static const guint16 suites[] = { 0, CONFAB_SUITE_TRANSPORT, 0x0102 };

  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (confab_frame_cipher_new (frame_key, suites[i], 1, &error));
    g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
  }
}

static void
test_clear_beginnings_are_those_packetisers_need (void)
{
  static const guint8 vp8_key[] = { 0x10, 0, 0 }, vp8_delta[] = { 0x11, 0, 0 };

  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_OPUS, opus, 13), ==, 1);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_OPUS, opus, 0), ==, 0);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_VP8, vp8_key, 1000), ==, 10);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_VP8, vp8_delta, 1000), ==, 3);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_VP8, vp8_delta, 2), ==, 2);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_VP8, vp8_key, 0), ==, 0);
  g_assert_cmpuint (confab_frame_clear_length (CONFAB_FRAME_VP9, vp8_key, 1000), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/frame-cipher/frames-are-those-of-the-model",
                   test_frames_are_those_of_the_model);
  g_test_add_func ("/frame-cipher/frames-of-all-lengths-arrive", test_frames_of_all_lengths_arrive);
  g_test_add_func ("/frame-cipher/every-changed-byte-is-noticed",
                   test_every_changed_byte_is_noticed);
  g_test_add_func ("/frame-cipher/short-frames-are-refused", test_short_frames_are_refused);
  g_test_add_func ("/frame-cipher/key-is-found-by-n-mod-16", test_key_is_found_by_n_mod_16);
  g_test_add_func ("/frame-cipher/transport-type-has-no-frame-key",
                   test_transport_type_has_no_frame_key);
  g_test_add_func ("/frame-cipher/clear-beginnings-are-those-packetisers-need",
                   test_clear_beginnings_are_those_packetisers_need);
  return g_test_run ();
}
