/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line to the meeting service: one WebSocket with its keepalive and reconnects, and the few HTTP
 * requests around it. Main thread. It passes carriers (protocol.md 5) on and decides nothing by them.
 *
 * Signals:
 *   "welcome" (const ConfabCarrier *): after each connect; what the service knows of the meeting
 *   "carrier" (const ConfabCarrier *): any other message, in the order of arrival
 *   "rejected" (const char *code, const char *text): before the first welcome the service refuses this
 *     room or client. Final
 *   "invalid-data": the service sent three unusable messages within a minute (protocol.md 12.2)
 */
#pragma once

#include "protocol/protocol.h"
#include "signalling/warm-up.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_SIGNALLING_ERROR_ADDRESS,     /* not an address of a service */
  CONFAB_SIGNALLING_ERROR_UNREACHABLE, /* no answer, no route, name unknown */
  CONFAB_SIGNALLING_ERROR_CERTIFICATE, /* somebody answers who can't prove to be the service */
  CONFAB_SIGNALLING_ERROR_REFUSED,     /* the service said no; the message is its sentence */
  CONFAB_SIGNALLING_ERROR_NOT_FOUND,   /* no such room */
  CONFAB_SIGNALLING_ERROR_TAKEN,       /* the room belongs to somebody else */
  CONFAB_SIGNALLING_ERROR_BAD_ANSWER,  /* what answers is no meeting service, or a broken one */
} ConfabSignallingError;

#define CONFAB_SIGNALLING_ERROR (confab_signalling_error_quark ())
GQuark confab_signalling_error_quark (void);

/**
 * ConfabServiceAddress:
 * @url: "https://host[:port]", or "http://" with a loopback literal
 * @certificate_sha256: (nullable): SHA-256 of the one certificate (DER) that is accepted; %NULL means
 *   system trust
 *
 * Where a service is and how it proves itself.
 */
typedef struct {
  char *url;
  GBytes *certificate_sha256;
} ConfabServiceAddress;

/* Returns: (transfer full): the address, or %NULL with @error set, also for http off loopback */
ConfabServiceAddress *
confab_service_address_new (const char *url, GBytes *certificate_sha256, GError **error);
ConfabServiceAddress *confab_service_address_copy (const ConfabServiceAddress *address);
void confab_service_address_free (ConfabServiceAddress *address);
gboolean confab_service_address_is_loopback (const ConfabServiceAddress *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabServiceAddress, confab_service_address_free)

typedef enum {
  CONFAB_SIGNALLING_OFFLINE,    /* not opened, or closed for good */
  CONFAB_SIGNALLING_CONNECTING, /* an attempt is under way */
  CONFAB_SIGNALLING_CONNECTED,  /* the welcome is there */
  CONFAB_SIGNALLING_WAITING,    /* the last attempt failed; the next one is timed */
} ConfabSignallingState;

#define CONFAB_TYPE_SIGNALLING (confab_signalling_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSignalling, confab_signalling, CONFAB, SIGNALLING, GObject)

ConfabSignalling *
confab_signalling_new (const ConfabServiceAddress *address, const char *room, const ConfabPid *pid);

/* Connects, and from then on reconnects until closed or rejected. */
void confab_signalling_open (ConfabSignalling *self);

/* Says goodbye (a "leave" message) if @politely and the line is up, then closes for good. */
void confab_signalling_close (ConfabSignalling *self, gboolean politely);

/* FALSE if the line is down: then @message was not sent, and is not kept. */
gboolean confab_signalling_send (ConfabSignalling *self, const ConfabCarrier *message);

ConfabSignallingState confab_signalling_get_state (ConfabSignalling *self); /* property "state" */

/* Why the last attempt failed; %NULL while there was none. */
const GError *confab_signalling_get_last_error (ConfabSignalling *self);

/**
 * confab_service_request_async:
 * @method: "GET" or "POST"
 * @path: such as "/api/v1/rooms/suggest"
 * @body: (nullable): sent as JSON
 *
 * One HTTP request of the service's interface. Errors: %CONFAB_SIGNALLING_ERROR.
 */
void confab_service_request_async (const ConfabServiceAddress *address, const char *method,
                                   const char *path, JsonObject *body, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full): the answer's JSON object, or %NULL with @error set */
JsonObject *confab_service_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
