/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A client that does what no library would: half requests, endless fragments, silence. It blocks, so it runs
 * on a thread of its own while the service runs on the main one.
 */
#pragma once

#include "service/tests/live.h"

G_BEGIN_DECLS

typedef struct {
  guint port;
  GSocketConnection *connection;
} RawClient;

typedef void (*RawClientFunc) (RawClient *raw, gpointer data);

/* Runs @act on a thread, with a connection to the service, until it returns. */
void raw_client_run (Live *live, RawClientFunc act, gpointer data);

void raw_client_write (RawClient *raw, const void *bytes, gsize length);
void raw_client_write_text (RawClient *raw, const char *text);

/* Sends a request for a WebSocket in full, and reads the headers of the answer, which must be 101. */
void raw_client_request (RawClient *raw, const char *request);

/* Reads until @text has come; it must. */
void raw_client_await_text (RawClient *raw, const char *text);

/* Sends the request for a WebSocket, with @more after it, and reads the answer's headers. */
void raw_client_upgrade (RawClient *raw, const char *more);

/* A masked frame; @first is its first byte (RFC 6455 section 5.2). The payload is @payload, repeated zero bytes
 * where it is %NULL. FALSE if the service has closed. */
gboolean raw_client_send_frame (RawClient *raw, guint8 first, const char *payload, gsize length);

/* Only the header of a frame that announces @length bytes. */
void raw_client_announce_frame (RawClient *raw, guint8 first, guint64 length);

/* {"type":"hello"} for a new pid, without waiting for the welcome. */
void raw_client_hello (RawClient *raw, const ConfabPid *pid);

/* (transfer full): everything that comes until the service closes, as text with frames' bytes in it. */
char *raw_client_read_all (RawClient *raw);

/* Reads and throws away until the service closes. */
void raw_client_await_close (RawClient *raw);

G_END_DECLS
