/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The JSON messages: e2ee.* of docs/protocol.md 5 and the service's own (service-messages.h), one
 * value with a type and the parts that type has.
 *
 * Parsing is strict: exactly the keys of the type, each once; canonical base64url; sizes and counts
 * within the limits; statements by length and type byte only (their decoders do the rest). A
 * message is one JSON object with "type". The same text travels over the WebSocket and over data
 * channels; which types make sense from whom is the receiver's business.
 */
#pragma once

#include "base/base.h"
#include "protocol/meeting-history.h"
#include "protocol/protocol-error.h"
#include "protocol/service-messages.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_CARRIER_GENESIS,         /* "e2ee.genesis" */
  CONFAB_CARRIER_JOIN,            /* "e2ee.join" */
  CONFAB_CARRIER_LINK,            /* "e2ee.link" */
  CONFAB_CARRIER_HEARTBEAT,       /* "e2ee.hb" */
  CONFAB_CARRIER_ACK,             /* "e2ee.ack" */
  CONFAB_CARRIER_COMMAND,         /* "e2ee.cmd" */
  CONFAB_CARRIER_SDP,             /* "e2ee.sdp" */
  CONFAB_CARRIER_ICE_CANDIDATE,   /* "e2ee.ice" */
  CONFAB_CARRIER_MESSAGE,         /* "e2ee.msg" */
  CONFAB_CARRIER_RENEW,           /* "e2ee.renew" */
  CONFAB_CARRIER_FORK,            /* "e2ee.fork" */
  CONFAB_CARRIER_SYNC_REQUEST,    /* "e2ee.sync" with "have" */
  CONFAB_CARRIER_SYNC,            /* "e2ee.sync" with "links" */
  CONFAB_CARRIER_LINEAGE_REQUEST, /* "e2ee.lineage" with "from" */
  CONFAB_CARRIER_LINEAGE,         /* "e2ee.lineage" with "entries" */
  CONFAB_CARRIER_RESTORE,         /* "e2ee.restore" */
  CONFAB_CARRIER_HELLO,           /* "hello" */
  CONFAB_CARRIER_WELCOME,         /* "welcome" */
  CONFAB_CARRIER_ERROR,           /* "error" */
  CONFAB_CARRIER_ICE_GET,         /* "ice.get" */
  CONFAB_CARRIER_ICE,             /* "ice" */
  CONFAB_CARRIER_LEAVE,           /* "leave" */
  CONFAB_CARRIER_BYE,             /* "bye" */
  CONFAB_CARRIER_PEER,            /* "peer" */
  CONFAB_CARRIER_N_TYPES,
} ConfabCarrierType;

/** ConfabGenesisCarrier: {genesis, roomcert?, waittext?} */
typedef struct {
  GBytes *genesis;
  GBytes *roomcert; /* (nullable) */
  GBytes *waittext; /* (nullable) */
} ConfabGenesisCarrier;

/** ConfabLinkCarrier: {link, roster, joins[], cmds[], roles[], handover?} and to the service
 * `boxes`, to a participant `box`; at most one of the two is there. */
typedef struct {
  ConfabLinkStep *step;
  GHashTable *boxes; /* (nullable): ConfabPid -> GBytes, from the leader */
  GBytes *box;       /* (nullable): the receiver's KEYBOX */
} ConfabLinkCarrier;

/** ConfabSdpCarrier: {sdpauth, sdp, to}; @sdp byte by byte as it was hashed. */
typedef struct {
  GBytes *sdpauth;
  char *sdp;
  ConfabPid to;
} ConfabSdpCarrier;

/** ConfabCandidateCarrier: {candidate: {candidate, sdpMid, sdpMLineIndex}, to} */
typedef struct {
  char *candidate; /* "" ends the candidates */
  char *sdp_mid;   /* (nullable) */
  guint sdp_mline_index;
  ConfabPid to;
} ConfabCandidateCarrier;

/** ConfabMessageCarrier: {msg, to?}; without @to (CONFAB_PID_NONE) the service sends it to all. */
typedef struct {
  GBytes *msg;
  ConfabPid to;
} ConfabMessageCarrier;

/** ConfabSyncCarrier: {links[], more, box?}; @box belongs to the newest LINK. */
typedef struct {
  GPtrArray *links; /* of ConfabLinkStep */
  gboolean more;
  GBytes *box; /* (nullable) */
} ConfabSyncCarrier;

/** ConfabLineageCarrier: {entries[], roles[], more} */
typedef struct {
  ConfabLineage *lineage;
  gboolean more;
} ConfabLineageCarrier;

/** ConfabCarrier: one message; @type says which member of the union is there. It owns what is in
 * it. */
typedef struct {
  ConfabCarrierType type;
  union {
    ConfabGenesisCarrier genesis;
    GBytes *statement; /* JOIN, HEARTBEAT, ACK, COMMAND, FORK: the one statement in it */
    ConfabLinkCarrier link;
    ConfabSdpCarrier sdp;
    ConfabCandidateCarrier candidate;
    ConfabMessageCarrier message;
    ConfabPid to;      /* RENEW */
    guint32 have;      /* SYNC_REQUEST: n of the last LINK accepted; 0: none */
    guint32 from_term; /* LINEAGE_REQUEST: "from": entries of terms greater than this */
    ConfabSyncCarrier sync;
    ConfabLineageCarrier lineage;
    ConfabRestore restore;
    ConfabHello hello;
    ConfabWelcome welcome;
    ConfabServiceError error; /* ERROR and BYE */
    ConfabIceServers ice;
    ConfabPeerHint peer;
    /* ICE_GET and LEAVE have nothing */
  };
} ConfabCarrier;

/* (transfer full) an empty message of @type, its arrays, step and lineage NULL. Fill it with
 * references it is to own. */
ConfabCarrier *confab_carrier_new (ConfabCarrierType type);
void confab_carrier_free (ConfabCarrier *carrier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCarrier, confab_carrier_free)

/* Short ways for the common ones; each references or copies its arguments. (transfer full) */
ConfabCarrier *confab_carrier_new_statement (ConfabCarrierType type, GBytes *statement);
ConfabCarrier *confab_carrier_new_message (GBytes *msg, const ConfabPid *to);
ConfabCarrier *confab_carrier_new_sdp (GBytes *sdpauth, const char *sdp, const ConfabPid *to);
ConfabCarrier *confab_carrier_new_candidate (const char *candidate, const char *sdp_mid,
                                             guint sdp_mline_index, const ConfabPid *to);
ConfabCarrier *
confab_carrier_new_error (ConfabCarrierType type, const char *code, const char *text);

/* Gives (transfer full) the message in @text (@length bytes); NULL and @error (MALFORMED,
 * TOO_LARGE, UNKNOWN_TYPE) for anything else. */
ConfabCarrier *confab_carrier_parse (const char *text, gsize length, GError **error);

/* Gives (transfer full) the JSON of a complete message. It is not checked against the size limits:
 * ask confab_carrier_max_bytes(). */
char *confab_carrier_to_json (const ConfabCarrier *carrier);

/* The word in "type". */
const char *confab_carrier_type_to_string (ConfabCarrierType type);

/* The most bytes the JSON of this type may have. */
gsize confab_carrier_max_bytes (ConfabCarrierType type);

G_END_DECLS
