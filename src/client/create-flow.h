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
 */
typedef struct {
  const char *service;
  const char *room;
  gboolean transport;
  gboolean waiting_room;
} ConfabCreateOptions;

void confab_client_create_room_async (ConfabClient *self, const ConfabCreateOptions *options,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Returns: (transfer full): the invitation link in its https: form, or %NULL with @error set. Secret. */
char *confab_client_create_room_finish (ConfabClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
