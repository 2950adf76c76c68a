/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sealing and opening encoded media frames in LiveKit's layout (docs/protocol.md 11.1):
 *   clear || AES-GCM(rest) || tag 16 || iv 12 || 0c || kid
 * A ConfabFrameCipher is the key of one sender in one epoch. It is used by one thread at a time
 * (the streaming thread that owns it).
 */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

#define CONFAB_FRAME_TAG_BYTES 16
#define CONFAB_FRAME_IV_BYTES 12
#define CONFAB_FRAME_OVERHEAD (CONFAB_FRAME_TAG_BYTES + CONFAB_FRAME_IV_BYTES + 2)

typedef enum {
  CONFAB_FRAME_OPUS,
  CONFAB_FRAME_VP8,
  CONFAB_FRAME_VP9,
} ConfabFrameCodec;

/* How many bytes at the beginning stay clear: Opus 1, VP8 10 for a key frame and 3 for others, VP9
 * 0; never more than @length. For a sealed frame, whose beginning is the same, @length is that
 * without CONFAB_FRAME_OVERHEAD. */
gsize confab_frame_clear_length (ConfabFrameCodec codec, const guint8 *frame, gsize length);

/** ConfabFrameIv: what makes a frame's iv; no (T, ts, c mod ffff) may come twice under one key. */
typedef struct {
  guint32 t;       /* T: drawn anew for every encoder, unique within (sender, n) */
  guint32 ts;      /* media time: 90 kHz for video, 48 kHz for audio */
  guint32 counter; /* c */
} ConfabFrameIv;

/** ConfabFrameBytes: a frame, or a sealed one; the first @clear_length bytes are authenticated
 * only. */
typedef struct {
  const guint8 *bytes;
  gsize length;
  gsize clear_length;
} ConfabFrameBytes;

typedef struct _ConfabFrameCipher ConfabFrameCipher;

/* (transfer full) of Kf(s), for LINK @n of a meeting of @suite (AES_128 or AES_256; there is none
 * for the transport type: NULL and FORMAT). */
ConfabFrameCipher *
confab_frame_cipher_new (const ConfabSecret *frame_key, guint16 suite, guint32 n, GError **error);
void confab_frame_cipher_free (ConfabFrameCipher *cipher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabFrameCipher, confab_frame_cipher_free)

/* Writes the frame's length + CONFAB_FRAME_OVERHEAD bytes to @out and gives that number; -1 and
 * @error if the key has sealed 2^28 frames (USED_UP). @out must not overlap the frame. */
gssize confab_frame_cipher_seal (ConfabFrameCipher *cipher, const ConfabFrameIv *iv,
                                 const ConfabFrameBytes *frame, guint8 *out, GError **error);

/* Writes the sealed frame's length - CONFAB_FRAME_OVERHEAD bytes to @out and gives that number; -1
 * and
 * @error if it is too short or has another iv length or kid (FORMAT), or does not open (SEALED):
 * then nothing in @out may be used. */
gssize confab_frame_cipher_open (ConfabFrameCipher *cipher, const ConfabFrameBytes *sealed,
                                 guint8 *out, GError **error);

/* The kid at the end of a sealed frame, and its T and ts; FALSE if it can not be one. */
gboolean
confab_frame_peek (const guint8 *sealed, gsize length, guint8 *kid, guint32 *t, guint32 *ts);

G_END_DECLS
