/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the service listens: accepts connections, does the TLS handshake, and hands what is left to libsoup's
 * server. libsoup's own listening has neither limits nor deadlines, nor lets the certificate change. Main
 * thread.
 */
#pragma once

#include "service/caller.h"
#include "service/service-config.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _ConfabListener ConfabListener;

/* (transfer full): not listening yet. @server gets the requests. */
ConfabListener *confab_listener_new (const ConfabServiceConfig *config, SoupServer *server);

/* Stops listening; what is under way lets go of the rest. */
void confab_listener_free (ConfabListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabListener, confab_listener_free)

/* For every handshake from now on; %NULL (the default) is plain HTTP. */
void confab_listener_set_certificate (ConfabListener *listener, GTlsCertificate *certificate);

gboolean confab_listener_start (ConfabListener *listener, GError **error);

/* Accepts nobody any more; those who are there stay. */
void confab_listener_stop (ConfabListener *listener);

/* (transfer full): "http://127.0.0.1:40123", with the port that was really taken. */
char *confab_listener_dup_url (ConfabListener *listener);

/* Connections that are there, and those among them whose WebSocket said hello. */
guint confab_listener_get_n_callers (ConfabListener *listener);
guint confab_listener_get_n_talking (ConfabListener *listener);

G_END_DECLS
