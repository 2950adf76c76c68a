/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statements of docs/protocol.md 5: one struct each, its body's bytes, and back.
 *
 * `confab_X_encode ()` gives (transfer full) the body without signature; a struct that no decoder
 * would accept is the caller's mistake (critical, NULL). `confab_X_decode ()` takes a body of
 * exactly the length computed from the layout, checks type, version, suite and every closed list of
 * values, and writes @out on success only. It does not know which meeting this is: compare
 * `meeting` with the own one (7.1). On the wire a statement is `body || signature`;
 * confab_signed_split() takes it apart, and crypto/ signs and verifies.
 */
#pragma once

#include "base/base.h"
#include "protocol/constants.h"
#include "protocol/enums.h"
#include "protocol/protocol-error.h"

G_BEGIN_DECLS

/* Body lengths; JOIN, MSG, RCEVENT and WAITTEXT: the least. */
#define CONFAB_HEADER_BYTES 36
#define CONFAB_GENESIS_BYTES 238
#define CONFAB_JOIN_MIN_BYTES 198 /* a name of one byte */
#define CONFAB_LINK_BYTES 203
#define CONFAB_KEYBOX_BYTES 80
#define CONFAB_KEYBOX_CT_BYTES 48
#define CONFAB_HEARTBEAT_BYTES 94
#define CONFAB_ACK_BYTES 109
#define CONFAB_HANDOVER_BYTES 92
#define CONFAB_COMMAND_BYTES 117
#define CONFAB_SDPAUTH_BYTES 177
#define CONFAB_ROOMCERT_BYTES 142
#define CONFAB_MESSAGE_HEAD_BYTES 114
#define CONFAB_MESSAGE_NONCE_BYTES 24
#define CONFAB_LINK_TAG_BYTES 8
#define CONFAB_CONTROL_EVENT_HEAD_BYTES 24
#define CONFAB_WAIT_TEXT_MIN_BYTES 78

/** ConfabMeetingTag: what the header of every statement of one meeting says. */
typedef struct {
  guint16 suite;    /* ConfabSuite */
  ConfabDigest gen; /* H("genesis", GENESIS body); zero inside GENESIS itself */
} ConfabMeetingTag;

gboolean confab_meeting_tag_equal (const ConfabMeetingTag *a, const ConfabMeetingTag *b);

/* Splits `body || signature`. @body: (transfer full), a part of @statement's memory. FALSE if there
 * is not more than a signature. */
gboolean
confab_signed_split (GBytes *statement, GBytes **body, ConfabSignature *signature, GError **error);

/* Gives (transfer full) `body || signature`. */
GBytes *confab_signed_join (GBytes *body, const ConfabSignature *signature);

/* The type byte of a statement or body that has a header; FALSE if it is too short, of another
 * version or of an unknown type. */
gboolean confab_statement_peek_type (GBytes *statement, ConfabStatementType *type, GError **error);

/** ConfabGenesisStatement: the founding of a meeting, signed by the founder's IK (6.1). */
typedef struct {
  guint16 suite;
  ConfabDigest room;
  gint64 created_ms; /* wall clock of the founder */
  ConfabToken nonce;
  guint16 policy; /* ConfabPolicy */
  ConfabPid pid;
  ConfabVerifyKey ik;
  ConfabVerifyKey sk;
  ConfabExchangeKey ek;
  ConfabVerifyKey owner_ik;
} ConfabGenesisStatement;

GBytes *confab_genesis_encode (const ConfabGenesisStatement *genesis);
gboolean confab_genesis_decode (GBytes *body, ConfabGenesisStatement *out, GError **error);

/** ConfabJoinStatement: a participant with its keys and name, signed by its IK (6.3). */
typedef struct {
  ConfabMeetingTag meeting;
  ConfabPid pid;
  guint32 seq; /* 1 at first, +1 with every new EK or name */
  gint64 time_ms;
  ConfabVerifyKey ik;
  ConfabVerifyKey sk;
  ConfabExchangeKey ek;
  guint16 caps;      /* ConfabCaps */
  ConfabToken mac;   /* zero without an invitation */
  ConfabToken token; /* the first challenge for a KEYBOX */
  char name[CONFAB_NAME_MAX_BYTES + 1];
} ConfabJoinStatement;

GBytes *confab_join_encode (const ConfabJoinStatement *join);
gboolean confab_join_decode (GBytes *body, ConfabJoinStatement *out, GError **error);

/** ConfabLinkStatement: one state of the roster and its epoch, signed by the leader's SK (7). */
typedef struct {
  ConfabMeetingTag meeting;
  guint32 n;         /* from 1 */
  ConfabDigest prev; /* link_hash of n - 1; gen for n = 1 */
  guint32 term;      /* from 1 */
  ConfabPid leader_pid;
  guint8 cause;   /* ConfabCause */
  guint16 flags;  /* ConfabLinkFlags */
  guint16 rights; /* ConfabRights */
  gint64 time_ms;
  ConfabExchangeKey epk;
  ConfabDigest commit;
  guint16 count; /* roster entries, role 3 and absent ones included */
  ConfabDigest roster_hash;
} ConfabLinkStatement;

GBytes *confab_link_statement_encode (const ConfabLinkStatement *link);
gboolean confab_link_statement_decode (GBytes *body, ConfabLinkStatement *out, GError **error);

/** ConfabKeybox: E sealed to one participant (8); unsigned, has no header. */
typedef struct {
  ConfabPid pid;
  ConfabToken token;
  guint8 ct[CONFAB_KEYBOX_CT_BYTES];
} ConfabKeybox;

GBytes *confab_keybox_encode (const ConfabKeybox *keybox);
gboolean confab_keybox_decode (GBytes *bytes, ConfabKeybox *out, GError **error);

/** ConfabHeartbeatStatement: the leader lives and this is the newest LINK (10). */
typedef struct {
  ConfabMeetingTag meeting;
  guint32 term;
  guint32 hb;
  guint32 n;
  ConfabDigest link_hash;
  guint32 active_n; /* the epoch senders use from now on */
  guint16 flags;    /* those of LINK n */
  gint64 time_ms;
} ConfabHeartbeatStatement;

GBytes *confab_heartbeat_encode (const ConfabHeartbeatStatement *heartbeat);
gboolean confab_heartbeat_decode (GBytes *body, ConfabHeartbeatStatement *out, GError **error);

/** ConfabAckStatement: a participant's answer to a HEARTBEAT or LINK, with its next challenge. */
typedef struct {
  ConfabMeetingTag meeting;
  ConfabPid pid;
  guint32 n;
  ConfabDigest link_hash;
  guint32 hb;
  guint8 status; /* ConfabAckStatus */
  ConfabToken token;
} ConfabAckStatement;

GBytes *confab_ack_encode (const ConfabAckStatement *ack);
gboolean confab_ack_decode (GBytes *body, ConfabAckStatement *out, GError **error);

/** ConfabHandoverStatement: the leader names the next one (9.2). */
typedef struct {
  ConfabMeetingTag meeting;
  guint32 term;
  guint32 n;
  ConfabDigest link_hash;
  ConfabPid next_pid;
} ConfabHandoverStatement;

GBytes *confab_handover_encode (const ConfabHandoverStatement *handover);
gboolean confab_handover_decode (GBytes *body, ConfabHandoverStatement *out, GError **error);

/** ConfabCommandStatement: CMD, what a host or co-host wants done. */
typedef struct {
  ConfabMeetingTag meeting;
  ConfabPid from;
  guint32 seq;       /* rises per sender */
  guint8 command;    /* ConfabCommand */
  ConfabPid target;  /* CONFAB_PID_NONE where the command has none */
  ConfabDigest bind; /* admit: join_hash; set role: member; else zero */
  guint32 arg;
  gint64 time_ms;
} ConfabCommandStatement;

GBytes *confab_command_encode (const ConfabCommandStatement *command);
gboolean confab_command_decode (GBytes *body, ConfabCommandStatement *out, GError **error);

/** ConfabSdpauthStatement: binds an SDP and a DTLS certificate to a participant (11.2). */
typedef struct {
  ConfabMeetingTag meeting;
  ConfabPid from;
  ConfabPid to;
  guint32 session;
  guint8 direction;       /* ConfabSdpDirection */
  ConfabDigest fp;        /* SHA-256 of the own certificate, DER */
  ConfabDigest sdp_hash;  /* H("sdp", the SDP's bytes as sent) */
  ConfabDigest peer_hash; /* offer: zero; answer: H("sdpauth", body of the offer) */
  gint64 time_ms;
} ConfabSdpauthStatement;

GBytes *confab_sdpauth_encode (const ConfabSdpauthStatement *sdpauth);
gboolean confab_sdpauth_decode (GBytes *body, ConfabSdpauthStatement *out, GError **error);

/** ConfabRoomcertStatement: the owner's key lets another key found meetings in its room
 * (4, 6.1). */
typedef struct {
  ConfabDigest room;
  ConfabVerifyKey owner_ik;
  ConfabVerifyKey delegate_ik;
  gint64 not_after_ms; /* wall clock */
  guint16 rights;      /* ConfabRoomcertRights */
} ConfabRoomcertStatement;

GBytes *confab_roomcert_encode (const ConfabRoomcertStatement *roomcert);
gboolean confab_roomcert_decode (GBytes *body, ConfabRoomcertStatement *out, GError **error);

/** ConfabMessageHead: the clear and authenticated beginning of a MSG (11.3). */
typedef struct {
  ConfabMeetingTag meeting;
  guint8 kind;  /* ConfabMessageKind; unknown kinds are ignored, not refused */
  guint8 scope; /* ConfabMessageScope */
  guint32 n;
  guint8 link_tag[CONFAB_LINK_TAG_BYTES]; /* the first bytes of link_hash of n: a hint */
  ConfabPid from;
  ConfabPid to; /* CONFAB_PID_NONE for scope group */
  guint64 seq;
  guint8 nonce[CONFAB_MESSAGE_NONCE_BYTES];
} ConfabMessageHead;

GBytes *confab_message_head_encode (const ConfabMessageHead *head);

/* @message: a whole MSG or its head alone; what follows the head is not looked at. */
gboolean confab_message_head_decode (GBytes *message, ConfabMessageHead *out, GError **error);

/** ConfabControlEventHead: the clear beginning of an RCEVENT (11.5); it has no header. */
typedef struct {
  ConfabToken grant;
  guint64 ctr;
} ConfabControlEventHead;

GBytes *confab_control_event_head_encode (const ConfabControlEventHead *head);
gboolean
confab_control_event_head_decode (GBytes *event, ConfabControlEventHead *out, GError **error);

G_END_DECLS
