/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cryptography that a meeting asks for (docs/protocol.md 2, 3, 8, 11.3), as a table that
 * client/key-binding.c fills from crypto/. A meeting decides; it never touches a secret: identity
 * and signing key stay behind @user_data, epoch secrets behind opaque handles. Main thread. */
#pragma once

#include "base/base.h"

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_MEETING_HASH_BYTES 32
#define CONFAB_MEETING_KEY_BYTES 32
#define CONFAB_MEETING_SIGNATURE_BYTES 64
#define CONFAB_MEETING_MAC_BYTES 16
#define CONFAB_MEETING_TOKEN_BYTES 16
#define CONFAB_MEETING_BOX_BYTES 48

/* The X25519 secret of one of this client's JOINs. */
typedef struct _ConfabMeetingEk ConfabMeetingEk;

/* E of one LINK; at the leader that made it also esk, until epoch_forget_esk (). */
typedef struct _ConfabMeetingEpoch ConfabMeetingEpoch;

typedef enum {
  CONFAB_MEETING_SIGNER_IK, /* this installation's identity key */
  CONFAB_MEETING_SIGNER_SK, /* this joining's signing key */
} ConfabMeetingSigner;

typedef enum {
  CONFAB_MEETING_OPENED,
  CONFAB_MEETING_UNREADABLE, /* the seal does not open with this key */
  CONFAB_MEETING_MISMATCH,   /* it opens, but commit (key box) or signature (message) is wrong */
} ConfabMeetingOpening;

/**
 * ConfabMeetingMsgKey:
 * @epoch: (nullable): set for a group message: Km(@from) of this epoch; else Kp(@from, @to)
 * @own_ek: for a pairwise message: this client's secret of the EK it has in the roster of n
 * @gen: names the meeting
 * @link_hash: of LINK n
 * @from: @to: sender and receiver; one of them is this client in a pairwise message
 * @from_ek: @to_ek: for a pairwise message: both EKs as in the roster of n
 * @from_sk: the sender's signing key; checks the signature inside when opening
 *
 * Everything that decides the key of one message (8, 11.3). Pointers are borrowed for one call.
 */
typedef struct {
  ConfabMeetingEpoch *epoch;
  ConfabMeetingEk *own_ek;
  const guint8 *gen;
  const guint8 *link_hash;
  ConfabPid from, to;
  const guint8 *from_ek, *to_ek;
  const guint8 *from_sk;
} ConfabMeetingMsgKey;

/**
 * ConfabMeetingKeys:
 * @random: fills @out with unpredictable bytes
 * @get_public_keys: IK and SK of this joining; SK is made anew for every ConfabMeeting
 * @hash: H(label, data) of section 2
 * @sign: SIG(key, label, body); FALSE only if the key is gone
 * @verify: a signature by @public_key
 * @make_invite_mac: mac of a JOIN (6.3) from the invitation's inv; FALSE if this client has no link
 * @check_invite_mac: constant-time; FALSE without a link
 * @ek_new: (transfer full): a new X25519 pair
 * @ek_is_sound: FALSE for a public key of low order (6.4)
 * @epoch_begin: (transfer full): new E and esk for LINK n; writes epk and commit
 * @epoch_forget_esk: wipes esk and keeps E
 * @keybox_seal: E for one receiver (8); FALSE if @ek is of low order or esk is forgotten
 * @keybox_open: writes @out (transfer full) on CONFAB_MEETING_OPENED only
 * @msg_seal: (transfer full) (nullable): ct of 11.3 for @head (114 bytes) and @payload
 * @msg_open: writes @payload (transfer full) on CONFAB_MEETING_OPENED only
 *
 * All functions get @user_data of the meeting's configuration first, never block, and run on the
 * main thread. Pointers to bytes have the lengths of the constants above.
 */
typedef struct {
  void (*random) (gpointer user_data, guint8 *out, gsize len);
  void (*get_public_keys) (gpointer user_data, guint8 *ik, guint8 *sk);
  void (*hash) (gpointer user_data, const char *label, const guint8 *data, gsize len, guint8 *out);
  gboolean (*sign) (gpointer user_data, ConfabMeetingSigner signer, const char *label,
                    const guint8 *body, gsize len, guint8 *signature);
  gboolean (*verify) (gpointer user_data, const guint8 *public_key, const char *label,
                      const guint8 *body, gsize len, const guint8 *signature);
  gboolean (*make_invite_mac) (gpointer user_data, const guint8 *gen, const ConfabPid *pid,
                               const guint8 *ik, const guint8 *sk, const guint8 *ek, guint8 *mac);
  gboolean (*check_invite_mac) (gpointer user_data, const guint8 *gen, const ConfabPid *pid,
                                const guint8 *ik, const guint8 *sk, const guint8 *ek,
                                const guint8 *mac);

  ConfabMeetingEk *(*ek_new) (gpointer user_data, guint8 *ek_public);
  void (*ek_free) (ConfabMeetingEk *ek);
  gboolean (*ek_is_sound) (gpointer user_data, const guint8 *ek_public);

  ConfabMeetingEpoch *(*epoch_begin) (gpointer user_data, const guint8 *gen, guint32 n,
                                      guint8 *epk, guint8 *commit);
  void (*epoch_forget_esk) (ConfabMeetingEpoch *epoch);
  void (*epoch_free) (ConfabMeetingEpoch *epoch);

  gboolean (*keybox_seal) (gpointer user_data, const ConfabMeetingEpoch *epoch,
                           const guint8 *link_hash, const ConfabPid *pid, const guint8 *token,
                           const guint8 *ek_public, guint8 *box);
  ConfabMeetingOpening (*keybox_open) (gpointer user_data, const ConfabMeetingEk *ek,
                                       const guint8 *epk, const guint8 *link_hash,
                                       const ConfabPid *pid, const guint8 *token,
                                       const guint8 *box, const guint8 *gen, guint32 n,
                                       const guint8 *commit, ConfabMeetingEpoch **out);

  GBytes *(*msg_seal) (gpointer user_data, const ConfabMeetingMsgKey *key, const guint8 *head,
                       gsize head_len, const guint8 *payload, gsize payload_len);
  ConfabMeetingOpening (*msg_open) (gpointer user_data, const ConfabMeetingMsgKey *key,
                                    const guint8 *head, gsize head_len, const guint8 *ct,
                                    gsize ct_len, GBytes **payload);
} ConfabMeetingKeys;

G_END_DECLS
