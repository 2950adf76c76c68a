/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service's own words on the WebSocket, beside the e2ee.* carriers. They are hints and errands:
 * no right follows from them (docs/protocol.md 13). Carried by ConfabCarrier, which owns their
 * parts.
 */
#pragma once

#include "base/base.h"
#include "protocol/meeting-history.h"

G_BEGIN_DECLS

/** ConfabHello: the first message of a client. {version, pid} */
typedef struct {
  gint64 version; /* of this JSON: 1 */
  ConfabPid pid;
} ConfabHello;

/** ConfabWelcome: the service's answer: the room, and the meeting in it if one runs.
 * {room, owner_ik, policy, waiting_room, genesis?, roomcert?, waittext?, lineage?, link?,
 * server_time_ms}
 */
typedef struct {
  char *room;
  ConfabVerifyKey owner_ik;
  guint16 policy; /* the bits a founder puts into GENESIS */
  gboolean waiting_room;
  GBytes *genesis;        /* (nullable): absent while no meeting runs */
  GBytes *roomcert;       /* (nullable) */
  GBytes *waittext;       /* (nullable) */
  ConfabLineage *lineage; /* (nullable) */
  ConfabLinkStep *link;   /* (nullable): the newest */
  gint64 server_time_ms;  /* wall clock; for a hint about a wrong clock only */
} ConfabWelcome;

/** ConfabServiceError: {code, text}; @code is a fixed word, @text a sentence for a person. */
typedef struct {
  char *code;
  char *text;
} ConfabServiceError;

/** ConfabIceServer: one STUN or TURN server. {urls[], username?, credential?} */
typedef struct {
  GStrv urls;
  char *username;   /* (nullable) */
  char *credential; /* (nullable): secret, never logged */
} ConfabIceServer;

/** ConfabIceServers: the answer to ice.get. {servers[], ttl_s} */
typedef struct {
  GPtrArray *servers; /* of ConfabIceServer */
  gint64 ttl_s;
} ConfabIceServers;

/** ConfabPeerHint: a bound connection went away or came back. {pid, state: "offline" | "online"} */
typedef struct {
  ConfabPid pid;
  gboolean online;
} ConfabPeerHint;

/** ConfabRestore: what clients bring after a restart of the service.
 * {genesis, roomcert?, link, roster, joins, cmds, roles, lineage?} */
typedef struct {
  GBytes *genesis;
  GBytes *roomcert; /* (nullable) */
  ConfabLinkStep *link;
  ConfabLineage *lineage; /* (nullable) */
} ConfabRestore;

/* (transfer full) a copy of the three; @username and @credential may be NULL. */
ConfabIceServer *
confab_ice_server_new (const char *const *urls, const char *username, const char *credential);
void confab_ice_server_free (ConfabIceServer *server);

G_END_DECLS
