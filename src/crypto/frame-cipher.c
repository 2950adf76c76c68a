/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/frame-cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "crypto/frame-cipher-private.h"
#include "protocol/protocol.h"

#define INFO_BYTES 128
#define IV_COUNTER_MODULUS 0xffff

/* Where the parts of the end of a sealed frame are, counted from its end. */
#define KID_FROM_END 1
#define IV_LENGTH_FROM_END 2
#define IV_FROM_END (IV_LENGTH_FROM_END + CONFAB_FRAME_IV_BYTES)

struct _ConfabFrameCipher {
  EVP_CIPHER_CTX *context; /* holds the AES key; OpenSSL wipes it when it is freed */
  guint8 kid;
  guint64 n_sealed;
};

gsize
confab_frame_clear_length (ConfabFrameCodec codec, const guint8 *frame, gsize length)
{
  switch (codec) {
  case CONFAB_FRAME_OPUS:
    return MIN (length, 1);
  case CONFAB_FRAME_VP8:
    /* RFC 6386 section 9.1: the first bit of the frame tag is 0 in key frames. */
    if (length == 0)
      return 0;
    return MIN (length, (frame[0] & 1) == 0 ? 10 : 3);
  case CONFAB_FRAME_VP9:
    return 0;
  }
  g_return_val_if_reached (0);
}

gboolean
confab_frame_derive_aes_key (const ConfabSecret *frame_key, guint8 *key, gsize length)
{
  static const char digest[] = "SHA256";
  static const char salt[] = "LKFrameEncryptionKey";
  static const guint8 info[INFO_BYTES];
  EVP_KDF *kdf = EVP_KDF_fetch (NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = kdf != NULL ? EVP_KDF_CTX_new (kdf) : NULL;
  const OSSL_PARAM parameters[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, (char *) digest, 0),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_KEY,
                                       (void *) confab_secret_get_bytes (frame_key),
                                       confab_secret_get_length (frame_key)),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_SALT, (void *) salt, strlen (salt)),
    OSSL_PARAM_construct_octet_string (OSSL_KDF_PARAM_INFO, (void *) info, sizeof info),
    OSSL_PARAM_construct_end (),
  };
  gboolean good = context != NULL && EVP_KDF_derive (context, key, length, parameters) == 1;

  EVP_KDF_CTX_free (context);
  EVP_KDF_free (kdf);
  return good;
}

static gboolean
set_key (EVP_CIPHER_CTX *context, const ConfabSecret *frame_key, const EVP_CIPHER *aes)
{
  guint8 key[EVP_MAX_KEY_LENGTH];
  gboolean good =
      confab_frame_derive_aes_key (frame_key, key, (gsize) EVP_CIPHER_get_key_length (aes)) &&
      EVP_CipherInit_ex (context, aes, NULL, key, NULL, 1) == 1 &&
      EVP_CIPHER_CTX_get_iv_length (context) == CONFAB_FRAME_IV_BYTES;

  OPENSSL_cleanse (key, sizeof key);
  return good;
}

ConfabFrameCipher *
confab_frame_cipher_new (const ConfabSecret *frame_key, guint16 suite, guint32 n, GError **error)
{
  g_autoptr (ConfabFrameCipher) cipher = NULL;

  if (suite != CONFAB_SUITE_AES_128 && suite != CONFAB_SUITE_AES_256) {
    g_set_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT,
                 "suite %04x does not seal frames", suite);
    return NULL;
  }
  cipher = g_new0 (ConfabFrameCipher, 1);
  cipher->kid = n % CONFAB_KEY_INDEX_MODULUS;
  cipher->context = EVP_CIPHER_CTX_new ();
  if (cipher->context == NULL ||
      !set_key (cipher->context, frame_key,
                suite == CONFAB_SUITE_AES_128 ? EVP_aes_128_gcm () : EVP_aes_256_gcm ())) {
    g_set_error_literal (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_INIT,
                         "libcrypto has no AES-GCM or no HKDF");
    return NULL;
  }
  return g_steal_pointer (&cipher);
}

void
confab_frame_cipher_free (ConfabFrameCipher *cipher)
{
  EVP_CIPHER_CTX_free (cipher->context);
  g_free (cipher);
}

static void
write_u32 (guint8 *out, guint32 value)
{
  const guint32 wire = GUINT32_TO_BE (value);

  memcpy (out, &wire, sizeof wire);
}

static guint32
read_u32 (const guint8 *in)
{
  guint32 wire;

  memcpy (&wire, in, sizeof wire);
  return GUINT32_FROM_BE (wire);
}

static void
fill_iv (guint8 out[CONFAB_FRAME_IV_BYTES], const ConfabFrameIv *iv)
{
  write_u32 (out, iv->t);
  write_u32 (out + 4, iv->ts);
  write_u32 (out + 8, iv->ts - iv->counter % IV_COUNTER_MODULUS);
}

/* One pass of AES-GCM over @frame, whose clear beginning is copied; the tag is for the caller. */
static gboolean
run (EVP_CIPHER_CTX *context, gboolean seal, const guint8 *iv, const ConfabFrameBytes *frame,
     guint8 *out)
{
  int clear_length = (int) frame->clear_length;
  int sealed_length = (int) (frame->length - frame->clear_length);
  int n_out = 0;

  if (clear_length > 0)
    memcpy (out, frame->bytes, frame->clear_length);
  return EVP_CipherInit_ex (context, NULL, NULL, NULL, iv, seal ? 1 : 0) == 1 &&
         (clear_length == 0 ||
          EVP_CipherUpdate (context, NULL, &n_out, frame->bytes, clear_length) == 1) &&
         (sealed_length == 0 || EVP_CipherUpdate (context, out + clear_length, &n_out,
                                                  frame->bytes + clear_length, sealed_length) == 1);
}

static gssize
fail (GError **error, ConfabCryptoError code, const char *message)
{
  g_set_error_literal (error, CONFAB_CRYPTO_ERROR, code, message);
  return -1;
}

gssize
confab_frame_cipher_seal (ConfabFrameCipher *cipher, const ConfabFrameIv *iv,
                          const ConfabFrameBytes *frame, guint8 *out, GError **error)
{
  guint8 *tag = out + frame->length;
  guint8 *iv_out = tag + CONFAB_FRAME_TAG_BYTES;
  int n_out = 0;

  g_return_val_if_fail (frame->clear_length <= frame->length && frame->length <= G_MAXINT, -1);

  if (cipher->n_sealed >= CONFAB_FRAMES_PER_KEY_MAX)
    return fail (error, CONFAB_CRYPTO_ERROR_USED_UP, "a frame key has sealed its last frame");
  cipher->n_sealed++;

  fill_iv (iv_out, iv);
  iv_out[CONFAB_FRAME_IV_BYTES] = CONFAB_FRAME_IV_BYTES;
  iv_out[CONFAB_FRAME_IV_BYTES + 1] = cipher->kid;
  if (!run (cipher->context, TRUE, iv_out, frame, out) ||
      EVP_CipherFinal_ex (cipher->context, tag, &n_out) != 1 ||
      EVP_CIPHER_CTX_ctrl (cipher->context, EVP_CTRL_AEAD_GET_TAG, CONFAB_FRAME_TAG_BYTES, tag) !=
          1)
    return fail (error, CONFAB_CRYPTO_ERROR_INIT, "libcrypto could not seal a frame");
  return (gssize) (frame->length + CONFAB_FRAME_OVERHEAD);
}

gssize
confab_frame_cipher_open (ConfabFrameCipher *cipher, const ConfabFrameBytes *sealed, guint8 *out,
                          GError **error)
{
  guint8 nothing_left[EVP_MAX_BLOCK_LENGTH]; /* GCM writes nothing at its end */
  ConfabFrameBytes frame = *sealed;
  const guint8 *tag;
  guint8 kid;
  guint32 t, ts;
  int n_out = 0;

  if (!confab_frame_peek (sealed->bytes, sealed->length, &kid, &t, &ts) || kid != cipher->kid ||
      sealed->length > G_MAXINT || sealed->clear_length > sealed->length - CONFAB_FRAME_OVERHEAD)
    return fail (error, CONFAB_CRYPTO_ERROR_FORMAT, "not a frame sealed with this key");

  frame.length -= CONFAB_FRAME_OVERHEAD;
  tag = sealed->bytes + frame.length;
  if (!run (cipher->context, FALSE, tag + CONFAB_FRAME_TAG_BYTES, &frame, out) ||
      EVP_CIPHER_CTX_ctrl (cipher->context, EVP_CTRL_AEAD_SET_TAG, CONFAB_FRAME_TAG_BYTES,
                           (void *) tag) != 1 ||
      EVP_CipherFinal_ex (cipher->context, nothing_left, &n_out) != 1)
    return fail (error, CONFAB_CRYPTO_ERROR_SEALED, "a frame does not open");
  return (gssize) frame.length;
}

gboolean
confab_frame_peek (const guint8 *sealed, gsize length, guint8 *kid, guint32 *t, guint32 *ts)
{
  const guint8 *end;

  if (length < CONFAB_FRAME_OVERHEAD)
    return FALSE;
  end = sealed + length;
  if (end[-IV_LENGTH_FROM_END] != CONFAB_FRAME_IV_BYTES ||
      end[-KID_FROM_END] >= CONFAB_KEY_INDEX_MODULUS)
    return FALSE;
  *kid = end[-KID_FROM_END];
  *t = read_u32 (end - IV_FROM_END);
  *ts = read_u32 (end - IV_FROM_END + 4);
  return TRUE;
}
