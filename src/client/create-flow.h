/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a room at a service: the link's secret stays in the profile, and the meeting begins when the
 * profile joins. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ConfabClient ConfabClient;

/**
 * ConfabCreateOptions:
 * @service: "https://meet.example.org", or "http://127.0.0.1:8080": plain http on loopback only
 * @room: (nullable): the ID wished for (3 to 40 of a-z, 0-9, hyphen); %NULL lets the service choose words
 * @transport: transport encryption instead of end-to-end encryption
 * @waiting_room: the host admits everybody; else people with the link come in by themselves
 * @certificate_sha256: (nullable): of the one certificate that the service has and no authority vouches for. The link
 *   then carries it (docs/protocol.md 4, version 02), so it can't be that of a meeting with @transport
 */
typedef struct {
  const char *service;
  const char *room;
  gboolean transport;
  gboolean waiting_room;
  GBytes *certificate_sha256;
} ConfabCreateOptions;

void confab_client_create_room_async (ConfabClient *self, const ConfabCreateOptions *options,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Returns: (transfer full): the invitation link in its https: form, or %NULL with @error set. Secret. */
char *confab_client_create_room_finish (ConfabClient *self, GAsyncResult *result, GError **error);

/**
 * confab_client_find_hosted_room:
 * @authority: (out) (transfer full): where its service was, "192.168.1.5:26632"
 * @certificate_sha256: (out) (transfer full): with which certificate
 *
 * Whether @link leads to a room of this profile at a service that no authority vouches for: one that only runs while
 * this person's app hosts it. Nothing is sent.
 */
gboolean confab_client_find_hosted_room (ConfabClient *self, const char *link, char **authority,
                                         GBytes **certificate_sha256);

G_END_DECLS
