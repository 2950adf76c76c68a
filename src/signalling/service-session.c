/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/service-session.h"

#include "signalling/pinned-trust.h"

#include <glib/gi18n-lib.h>

#define IO_TIMEOUT_S 15

/* RFC 6066 section 3: addresses are no server names. GLib's TLS says them all the same, and GnuTLS refuses those of
 * IPv6. Against a pinned certificate no name counts, so any will do. */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer user_data)
{
  g_autoptr (GSocketConnectable) nobody = NULL;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING)
    return;
  nobody = g_network_address_new ("confab.invalid", 443);
  g_tls_client_connection_set_server_identity (G_TLS_CLIENT_CONNECTION (connection), nobody);
}

static void
on_request_queued (SoupSession *session, SoupMessage *message, gpointer user_data)
{
  if (g_hostname_is_ip_address (g_uri_get_host (soup_message_get_uri (message))))
    g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), NULL);
}

SoupSession *
confab_service_session_new (const ConfabServiceAddress *address)
{
  SoupSession *session = soup_session_new ();

  soup_session_set_timeout (session, IO_TIMEOUT_S);
  soup_session_set_user_agent (session, "Confab/" CONFAB_VERSION);
  if (address->certificate_sha256 != NULL) {
    g_autoptr (GTlsDatabase) trust = confab_pinned_trust_new (address->certificate_sha256);

    soup_session_set_tls_database (session, trust);
    g_signal_connect (session, "request-queued", G_CALLBACK (on_request_queued), NULL);
  }
  return session;
}

static gboolean
is_about_certificate (const GError *error)
{
  return error->domain == G_TLS_ERROR &&
         (error->code == G_TLS_ERROR_BAD_CERTIFICATE || error->code == G_TLS_ERROR_HANDSHAKE);
}

GError *
confab_service_session_explain (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      error->domain == CONFAB_SIGNALLING_ERROR)
    return g_error_copy (error);
  if (is_about_certificate (error))
    return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_CERTIFICATE,
                                _ ("The meeting service can not prove that it is the one in the "
                                   "link; ask the host for a new link"));
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE,
                                _ ("There is no meeting service of this name; check the address "
                                   "and the connection to the network"));
  if (error->domain == SOUP_WEBSOCKET_ERROR || error->domain == G_TLS_ERROR)
    return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_BAD_ANSWER,
                                _ ("What answers at this address is not a meeting service; check "
                                   "the address"));
  return g_error_new_literal (CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_UNREACHABLE,
                              _ ("The meeting service does not answer; check the connection to "
                                 "the network"));
}
