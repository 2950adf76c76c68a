/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One network connection from its acceptance to its end: what it may send before a WebSocket takes over, how
 * long it may take, and for whom it counts. Main thread.
 */
#pragma once

#include "service/address-limits.h"
#include "service/caller-table.h"
#include "service/metered-stream.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _ConfabCaller ConfabCaller;

/* The most bytes of a whole HTTP request. */
#define CONFAB_REQUEST_MAX_BYTES ((gsize) 64 * 1024)

/**
 * ConfabSwitchboard:
 * @table: (owned): who holds how many
 * @bytes: (owned): what an address may send over all its WebSockets, also one after the other
 * @proxies: (owned): of #GInetAddressMask: who may speak for others
 * @first_message_ms: how long a caller may take for its first whole request, or its hello
 * @must_be_proxied: TRUE where plain HTTP is spoken beyond this computer
 *
 * What all callers of one listener share; reference counted, as a caller can be the last to go.
 */
typedef struct {
  ConfabCallerTable *table;
  ConfabAddressLimits *bytes;
  GPtrArray *proxies;
  guint first_message_ms;
  gboolean must_be_proxied;
} ConfabSwitchboard;

/* (transfer full): empty, to be filled. */
ConfabSwitchboard *confab_switchboard_new (void);
ConfabSwitchboard *confab_switchboard_ref (ConfabSwitchboard *switchboard);
void confab_switchboard_unref (ConfabSwitchboard *switchboard);

/* (transfer full): enters @connection into the table, which may cut off an older caller, or this one. */
ConfabCaller *confab_caller_new (ConfabSwitchboard *switchboard, GSocketConnection *connection);
ConfabCaller *confab_caller_ref (ConfabCaller *caller);
void confab_caller_unref (ConfabCaller *caller);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCaller, confab_caller_unref)

/* Cancelled when the caller is cut off: for what goes on before there is HTTP. */
GCancellable *confab_caller_get_cancellable (ConfabCaller *caller);

/* Hands @stream (the connection, or TLS above it) to @server. */
gboolean
confab_caller_serve (ConfabCaller *caller, GIOStream *stream, SoupServer *server, GError **error);

/* The caller's side of a request; never %NULL for a message of a server that callers were handed to. */
ConfabCaller *confab_caller_of (SoupServerMessage *message);

/* Says who is behind a proxy, from the headers of @message. FALSE if the caller may only come through a
 * proxy and did not. */
gboolean confab_caller_identify (ConfabCaller *caller, SoupServerMessage *message);

/* (transfer none): what the caller is counted by, once it is identified. */
const char *confab_caller_get_key (ConfabCaller *caller);

/* A request is complete: from now on only its answer takes time. */
void confab_caller_request_is_complete (ConfabCaller *caller);

/* A WebSocket takes over, with its own rules for bytes and time. FALSE if the caller sent more than the
 * request before the answer: its frames could not be counted. */
gboolean confab_caller_take_over (ConfabCaller *caller, ConfabMeterFunc on_read,
                                  ConfabMeterWrittenFunc on_written, gpointer user_data);

/* Counts @bytes for the caller's address. FALSE if that has sent too much. */
gboolean confab_caller_take_bytes (ConfabCaller *caller, gsize bytes, gint64 now_ms);

/* The WebSocket's owner goes away. */
void confab_caller_release (ConfabCaller *caller);

/* It said hello. FALSE if its address has too many that did. */
gboolean confab_caller_let_talk (ConfabCaller *caller);

/* When it was accepted: boot clock, ms. */
gint64 confab_caller_get_since_ms (ConfabCaller *caller);

/* Ends the connection at once, whatever it is doing. */
void confab_caller_cut (ConfabCaller *caller);

G_END_DECLS
