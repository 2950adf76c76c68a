/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole service in this process, on a port of its own, and people who call it over real sockets. */
#pragma once

#include "service/service.h"
#include "service/tests/people.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/** Live: a service that runs. */
typedef struct {
  ConfabServiceConfig *config;
  ConfabService *service;
  SoupSession *session;
  char *folder;
} Live;

typedef void (*LiveConfigure) (ConfabServiceConfig *config);

/* Started on 127.0.0.1; @configure (nullable) may change the configuration first. */
Live *live_new (LiveConfigure configure);

/* Stops it and removes its folder. */
void live_free (Live *live);

/* Stops it and starts another one over the same folder, on another port. */
void live_restart (Live *live);

guint live_port (const Live *live);

/* (transfer full): the answer's JSON, and its status. @body: (nullable): JSON text, sent by POST. */
JsonObject *live_request (Live *live, const char *path, const char *body, guint *status);
JsonObject *live_post (Live *live, const char *path, const char *body, guint *status);

/* Registers TEST_ROOM for @owner; the status. */
guint live_register (Live *live, const Person *owner, const char *more);

/* (transfer full): the room as statements name it: by the address of this service. */
ConfabRoomRecord *live_room (const Live *live, const Person *owner);

/** Visitor: a person at a WebSocket. */
typedef struct {
  Person *person; /* (unowned) */
  SoupWebsocketConnection *socket;
  GQueue inbox; /* of ConfabCarrier */
  gboolean is_closed;
} Visitor;

/* Connects to @room (%NULL: TEST_ROOM) and says nothing. */
Visitor *visitor_call (Live *live, Person *person, const char *room);

/* Connects and says hello. */
Visitor *visitor_enter (Live *live, Person *person);

/* Closes the socket if it is open. */
void visitor_free (Visitor *visitor);

/* Sends a message (taken), or any text. */
void visitor_send (Visitor *visitor, ConfabCarrier *carrier);
void visitor_send_statement (Visitor *visitor, ConfabCarrierType type, GBytes *statement);
void visitor_send_text (Visitor *visitor, const char *text);

/* (transfer full): the next message, which must be of @type. */
ConfabCarrier *visitor_expect (Visitor *visitor, ConfabCarrierType type);
void visitor_skip (Visitor *visitor, ConfabCarrierType type);
void visitor_expect_error (Visitor *visitor, const char *code);
void visitor_expect_bye (Visitor *visitor, const char *code);
void visitor_expect_closed (Visitor *visitor);

/* Nothing is on its way to the visitor: what it asks now is answered next, or refused before its JOIN. Needs a
 * meeting with a LINK. */
void visitor_expect_nothing (Visitor *visitor);

/* The founder's way in: GENESIS, JOIN, LINK 1 (which comes back). (transfer full) */
Lead *visitor_found (Visitor *visitor, const ConfabRoomRecord *room);

/* A guest's way in, up to the LINK at both ends: JOIN, the leader hears of it, LINK. */
void visitor_join (Visitor *visitor, Lead *lead, Visitor *leader);

G_END_DECLS
