/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that speaks like a meeting service, so that a test can make it misbehave. */
#pragma once

#include "protocol/protocol.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct {
  GSocketService *listener;
  GTlsCertificate *certificate; /* (nullable) */
  SoupServer *server;
  char *url;
  SoupWebsocketConnection *socket; /* the newest */
  guint n_connections;
  GPtrArray *received;  /* char *: texts, in order */
  const char *greeting; /* (nullable): sent when a hello comes */
} FakeService;

/* @certificate: (nullable): serves TLS with it */
FakeService *fake_service_new (GTlsCertificate *certificate);
/* At [::1]; NULL where there is no IPv6. */
FakeService *fake_service_new_ipv6 (GTlsCertificate *certificate);
void fake_service_free (FakeService *self);
/* Nobody answers at its address any more. */
void fake_service_stop (FakeService *self);
void fake_service_send (FakeService *self, const char *text);
/* Breaks the connection like a killed process. */
void fake_service_drop (FakeService *self);

extern const char fake_welcome[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeService, fake_service_free)

G_END_DECLS
