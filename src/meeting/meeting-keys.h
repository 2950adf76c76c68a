/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cryptography that a meeting asks for (docs/protocol.md 2, 3, 8, 11.3), as a table that
 * client/key-binding.c fills from crypto/. A meeting decides; it never touches a secret: identity
 * and signing key stay behind the table's user data, epoch secrets behind opaque handles. Main
 * thread.
 */
#pragma once

#include "base/base.h"
#include "protocol/protocol.h"

G_BEGIN_DECLS

/* The X25519 secret of one of this client's JOINs. */
typedef struct _ConfabMeetingEk ConfabMeetingEk;

/* E of one LINK; at the leader that made it also esk, until epoch_forget_esk (). */
typedef struct _ConfabMeetingEpoch ConfabMeetingEpoch;

/* The labels of H (2) whose message is a statement's body or the roster's bytes. */
typedef enum {
  CONFAB_MEETING_HASH_GENESIS,
  CONFAB_MEETING_HASH_JOIN,
  CONFAB_MEETING_HASH_LINK,
  CONFAB_MEETING_HASH_ROSTER,
  CONFAB_MEETING_HASH_SDPAUTH,
} ConfabMeetingHash;

typedef enum {
  CONFAB_MEETING_OPENED,
  CONFAB_MEETING_UNREADABLE, /* the seal does not open with this key */
  CONFAB_MEETING_MISMATCH,   /* it opens, but commit (key box) or signature (message) is wrong */
} ConfabMeetingOpening;

/**
 * ConfabMeetingMsgKey:
 * @epoch: (nullable): set for a group message: Km(from) of this epoch; else Kp(from, to)
 * @own_ek: for a pairwise message: this client's secret of the EK it has in the roster of n
 * @gen: names the meeting
 * @link_hash: of LINK n
 * @from: @to: sender and receiver; one of them is this client in a pairwise message
 * @from_ek: @to_ek: for a pairwise message: both EKs as in the roster of n
 * @from_sk: the sender's signing key; checks the signature inside when opening
 *
 * Everything that decides the key of one message (8, 11.3).
 */
typedef struct {
  ConfabMeetingEpoch *epoch;
  ConfabMeetingEk *own_ek;
  ConfabDigest gen;
  ConfabDigest link_hash;
  ConfabPid from;
  ConfabPid to;
  ConfabExchangeKey from_ek;
  ConfabExchangeKey to_ek;
  ConfabVerifyKey from_sk;
} ConfabMeetingMsgKey;

/**
 * ConfabMeetingKeys:
 * @random: fills @out with unpredictable bytes
 * @get_public_keys: IK and SK of this joining; SK is made anew for every ConfabMeeting
 * @hash: H(label of @kind, @bytes); @bytes is a body without signature
 * @hash_sdp: H("sdp", the bytes of @sdp without its terminating zero)
 * @hash_member: H("member", pid || IK || SK)
 * @hash_owner: `of`: the first 16 bytes of H("owner", IK)
 * @sign: (transfer full) (nullable): body || signature, by IK or SK as the body's type asks; NULL
 *   only if the key is gone
 * @verify: checks body || signature of @type by @key; @body (optional, transfer full) is written
 *   only if it is good
 * @make_invite_mac: mac of the JOIN @join (6.3; its mac and token are not looked at) from the
 *   invitation's inv; FALSE if this client has no link
 * @check_invite_mac: whether @join's own mac is that; in constant time; FALSE without a link
 * @ek_new: (transfer full): a new X25519 pair
 * @ek_is_sound: FALSE for a public key of low order (6.4)
 * @epoch_begin: (transfer full): new E and esk for LINK @n; writes its epk and commit
 * @epoch_forget_esk: wipes esk and keeps E
 * @epoch_free: wipes E
 * @keybox_seal: E for the receiver whose pid and token are set in @box; writes its ct. FALSE if @ek
 *   is of low order or esk is forgotten
 * @keybox_open: by epk and commit of @link; writes @out (transfer full) on CONFAB_MEETING_OPENED
 *   only
 * @msg_seal: (transfer full) (nullable): the whole MSG; nonce and link_tag of @head are set here
 * @msg_open: writes @payload (transfer full) on CONFAB_MEETING_OPENED only
 *
 * All get @user_data of the meeting's configuration first (the three that free or forget excepted)
 * and never block.
 */
typedef struct {
  void (*random) (gpointer user_data, guint8 *out, gsize length);
  void (*get_public_keys) (gpointer user_data, ConfabVerifyKey *ik, ConfabVerifyKey *sk);

  ConfabDigest (*hash) (gpointer user_data, ConfabMeetingHash kind, GBytes *bytes);
  ConfabDigest (*hash_sdp) (gpointer user_data, const char *sdp);
  ConfabDigest (*hash_member) (gpointer user_data, const ConfabPid *pid, const ConfabVerifyKey *ik,
                               const ConfabVerifyKey *sk);
  ConfabToken (*hash_owner) (gpointer user_data, const ConfabVerifyKey *owner_ik);

  GBytes *(*sign) (gpointer user_data, GBytes *body);
  gboolean (*verify) (gpointer user_data, GBytes *statement, ConfabStatementType type,
                      const ConfabVerifyKey *key, GBytes **body);

  gboolean (*make_invite_mac) (gpointer user_data, const ConfabJoinStatement *join,
                               ConfabToken *mac);
  gboolean (*check_invite_mac) (gpointer user_data, const ConfabJoinStatement *join);

  ConfabMeetingEk *(*ek_new) (gpointer user_data, ConfabExchangeKey *ek);
  void (*ek_free) (ConfabMeetingEk *ek);
  gboolean (*ek_is_sound) (gpointer user_data, const ConfabExchangeKey *ek);

  ConfabMeetingEpoch *(*epoch_begin) (gpointer user_data, const ConfabDigest *gen, guint32 n,
                                      ConfabExchangeKey *epk, ConfabDigest *commit);
  void (*epoch_forget_esk) (ConfabMeetingEpoch *epoch);
  void (*epoch_free) (ConfabMeetingEpoch *epoch);

  gboolean (*keybox_seal) (gpointer user_data, const ConfabMeetingEpoch *epoch,
                           const ConfabDigest *link_hash, const ConfabExchangeKey *ek,
                           ConfabKeybox *box);
  ConfabMeetingOpening (*keybox_open) (gpointer user_data, const ConfabMeetingEk *ek,
                                       const ConfabLinkStatement *link,
                                       const ConfabDigest *link_hash, const ConfabKeybox *box,
                                       ConfabMeetingEpoch **out);

  GBytes *(*msg_seal) (gpointer user_data, const ConfabMeetingMsgKey *key, ConfabMessageHead *head,
                       GBytes *payload);
  ConfabMeetingOpening (*msg_open) (gpointer user_data, const ConfabMeetingMsgKey *key,
                                    GBytes *message, GBytes **payload);
} ConfabMeetingKeys;

G_END_DECLS
