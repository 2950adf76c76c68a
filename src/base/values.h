/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fixed-size values of docs/protocol.md as plain structs, so that the compiler tells a key from
 * a hash and a pid from a token. They are copied by assignment and hold nothing secret: what must
 * stay secret lives in ConfabSecret (crypto/). Comparing them takes time that depends on their
 * bytes.
 */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define CONFAB_PID_BYTES 16
#define CONFAB_TOKEN_BYTES 16
#define CONFAB_DIGEST_BYTES 32
#define CONFAB_PUBLIC_KEY_BYTES 32
#define CONFAB_SIGNATURE_BYTES 64

/** ConfabPid: one joining of one participant; random, 32 lower-case hex digits in JSON
 * and LiveKit. */
typedef struct {
  guint8 bytes[CONFAB_PID_BYTES];
} ConfabPid;

/** ConfabToken: 16 opaque bytes: a challenge, a nonce, an invitation's `inv`, a MAC, an
 * owner tag. */
typedef struct {
  guint8 bytes[CONFAB_TOKEN_BYTES];
} ConfabToken;

/** ConfabDigest: a BLAKE2b-256 or SHA-256 result: gen, room, join_hash, link_hash, fingerprint. */
typedef struct {
  guint8 bytes[CONFAB_DIGEST_BYTES];
} ConfabDigest;

/** ConfabVerifyKey: an Ed25519 public key: IK, SK, an owner's or a delegate's key. */
typedef struct {
  guint8 bytes[CONFAB_PUBLIC_KEY_BYTES];
} ConfabVerifyKey;

/** ConfabExchangeKey: an X25519 public key: EK of a participant, epk of a LINK. */
typedef struct {
  guint8 bytes[CONFAB_PUBLIC_KEY_BYTES];
} ConfabExchangeKey;

/** ConfabSignature: a detached Ed25519 signature. */
typedef struct {
  guint8 bytes[CONFAB_SIGNATURE_BYTES];
} ConfabSignature;

/* Length of the hex form, without the terminating zero. */
#define CONFAB_PID_HEX_LENGTH (2 * CONFAB_PID_BYTES)

/* The pid of nobody: "to all" in MSG and CMD. */
extern const ConfabPid CONFAB_PID_NONE;

/* Gives (transfer full) 2 * @length lower-case hex digits. */
char *confab_hex_encode (const guint8 *bytes, gsize length);

/* Reads exactly 2 * @length lower-case hex digits from @text into @bytes; FALSE, and @bytes
 * untouched, for anything else (upper case, another length, NULL). */
gboolean confab_hex_decode (const char *text, guint8 *bytes, gsize length);

/* Gives (transfer full) 32 lower-case hex digits. */
char *confab_pid_to_hex (const ConfabPid *pid);

/* FALSE, and @pid untouched, unless @text is exactly 32 lower-case hex digits. @text may
 * be NULL. */
gboolean confab_pid_from_hex (const char *text, ConfabPid *pid);

/* GHashFunc and GEqualFunc for hash tables whose keys point to a ConfabPid. */
guint confab_pid_hash (gconstpointer pid);
gboolean confab_pid_equal (gconstpointer a, gconstpointer b);

/* (transfer full): a copy on the heap for such a hash table; freed with g_free(). */
ConfabPid *confab_pid_copy (const ConfabPid *pid);

/* GHashFunc and GEqualFunc for hash tables whose keys point to one of the 32-byte values. */
guint confab_digest_hash (gconstpointer digest);
gboolean confab_digest_equal (gconstpointer a, gconstpointer b);

gboolean confab_token_equal (const ConfabToken *a, const ConfabToken *b);
gboolean confab_verify_key_equal (const ConfabVerifyKey *a, const ConfabVerifyKey *b);
gboolean confab_exchange_key_equal (const ConfabExchangeKey *a, const ConfabExchangeKey *b);

gboolean confab_pid_is_none (const ConfabPid *pid);
gboolean confab_token_is_zero (const ConfabToken *token);
gboolean confab_digest_is_zero (const ConfabDigest *digest);

G_END_DECLS
