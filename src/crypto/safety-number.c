/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The iteration is that of libsignal's numeric fingerprints, so its published numbers check this
 * code. */
#include "crypto/safety-number.h"

#include <sodium.h>

#include "crypto/safety-number-private.h"

#define N_ITERATIONS 5199 /* after the first hash */
#define GROUP_DIGITS 5
#define GROUP_BYTES 5
#define HALF_GROUPS 6
#define HALF_DIGITS 30
#define QR_HALF_BYTES 32

#define IDENTITY_KEY_TYPE 0xed

static const char own_identifier[] = "confab/v1/safety-number";
static const char meeting_label[] = "confab/v1/meeting-code"; /* hashed with its zero */
static const char qr_prefix[] = "confab-verify:1:";

G_STATIC_ASSERT (crypto_hash_sha512_BYTES == CONFAB_SAFETY_HASH_BYTES);

/* N_ITERATIONS times hash = SHA512(hash || suffix) */
static void
iterate (guint8 hash[CONFAB_SAFETY_HASH_BYTES], const guint8 *suffix, gsize length)
{
  for (guint i = 0; i < N_ITERATIONS; i++) {
    crypto_hash_sha512_state state;

    crypto_hash_sha512_init (&state);
    crypto_hash_sha512_update (&state, hash, CONFAB_SAFETY_HASH_BYTES);
    crypto_hash_sha512_update (&state, suffix, length);
    crypto_hash_sha512_final (&state, hash);
  }
}

void
confab_safety_hash (const guint8 key[CONFAB_SAFETY_KEY_BYTES], const char *identifier,
                    guint8 out[CONFAB_SAFETY_HASH_BYTES])
{
  static const guint8 version[2];
  crypto_hash_sha512_state state;

  crypto_hash_sha512_init (&state);
  crypto_hash_sha512_update (&state, version, sizeof version);
  crypto_hash_sha512_update (&state, key, CONFAB_SAFETY_KEY_BYTES);
  crypto_hash_sha512_update (&state, (const guint8 *) identifier, strlen (identifier));
  crypto_hash_sha512_update (&state, key, CONFAB_SAFETY_KEY_BYTES);
  crypto_hash_sha512_final (&state, out);
  iterate (out, key, CONFAB_SAFETY_KEY_BYTES);
}

char *
confab_safety_digits (const guint8 hash[CONFAB_SAFETY_HASH_BYTES])
{
  GString *digits = g_string_sized_new (HALF_DIGITS);

  for (gsize group = 0; group < HALF_GROUPS; group++) {
    guint64 value = 0;

    for (gsize i = 0; i < GROUP_BYTES; i++)
      value = value << 8 | hash[group * GROUP_BYTES + i];
    g_string_append_printf (digits, "%05u", (guint) (value % 100000));
  }
  return g_string_free (digits, FALSE);
}

/* (transfer full) the digits with a space after every fifth. */
static char *
group_digits (const char *digits)
{
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; digits[i] != '\0'; i++) {
    if (i > 0 && i % GROUP_DIGITS == 0)
      g_string_append_c (grouped, ' ');
    g_string_append_c (grouped, digits[i]);
  }
  return g_string_free (grouped, FALSE);
}

static void
hash_identity (const ConfabVerifyKey *ik, guint8 out[CONFAB_SAFETY_HASH_BYTES])
{
  guint8 key[CONFAB_SAFETY_KEY_BYTES] = { IDENTITY_KEY_TYPE };

  memcpy (key + 1, ik->bytes, sizeof ik->bytes);
  confab_safety_hash (key, own_identifier, out);
}

char *
confab_safety_number (const ConfabVerifyKey *a, const ConfabVerifyKey *b)
{
  guint8 hash_a[CONFAB_SAFETY_HASH_BYTES], hash_b[CONFAB_SAFETY_HASH_BYTES];
  g_autofree char *half_a = NULL;
  g_autofree char *half_b = NULL;
  g_autofree char *both = NULL;

  hash_identity (a, hash_a);
  hash_identity (b, hash_b);
  half_a = confab_safety_digits (hash_a);
  half_b = confab_safety_digits (hash_b);
  both = strcmp (half_a, half_b) <= 0 ? g_strconcat (half_a, half_b, NULL)
                                      : g_strconcat (half_b, half_a, NULL);
  return group_digits (both);
}

char *
confab_safety_number_qr (const ConfabVerifyKey *own, const ConfabVerifyKey *peer)
{
  guint8 hash[CONFAB_SAFETY_HASH_BYTES];
  guint8 halves[2 * QR_HALF_BYTES];
  g_autofree char *text = NULL;

  hash_identity (own, hash);
  memcpy (halves, hash, QR_HALF_BYTES);
  hash_identity (peer, hash);
  memcpy (halves + QR_HALF_BYTES, hash, QR_HALF_BYTES);
  text = confab_base64url_encode (halves, sizeof halves);
  return g_strconcat (qr_prefix, text, NULL);
}

gboolean
confab_safety_number_qr_check (const char *scanned, const ConfabVerifyKey *own,
                               const ConfabVerifyKey *peer)
{
  g_autofree char *expected = confab_safety_number_qr (peer, own);

  return strcmp (scanned, expected) == 0;
}

char *
confab_meeting_code (const ConfabDigest *gen, const ConfabVerifyKey *founder_ik)
{
  guint8 hash[CONFAB_SAFETY_HASH_BYTES];
  crypto_hash_sha512_state state;
  g_autofree char *digits = NULL;

  crypto_hash_sha512_init (&state);
  crypto_hash_sha512_update (&state, (const guint8 *) meeting_label, sizeof meeting_label);
  crypto_hash_sha512_update (&state, gen->bytes, sizeof gen->bytes);
  crypto_hash_sha512_update (&state, founder_ik->bytes, sizeof founder_ik->bytes);
  crypto_hash_sha512_final (&state, hash);
  iterate (hash, gen->bytes, sizeof gen->bytes);
  digits = confab_safety_digits (hash);
  return group_digits (digits);
}
