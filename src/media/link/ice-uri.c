/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/ice-uri.h"

#include <gio/gio.h>
#include <string.h>

/* RFC 7064 section 3.2, RFC 7065 section 3.2: 3478, with TLS 5349. */
#define PORT_PLAIN 3478
#define PORT_TLS 5349
#define MAX_URI_LENGTH 512
#define MAX_HOST_LENGTH 253

typedef enum { TRANSPORT_UNSAID, TRANSPORT_UDP, TRANSPORT_TCP } SaidTransport;

static gboolean
parse_query (const char *query, SaidTransport *said)
{
  *said = TRANSPORT_UNSAID;
  if (query == NULL)
    return TRUE;
  if (strcmp (query, "transport=udp") == 0)
    *said = TRANSPORT_UDP;
  else if (strcmp (query, "transport=tcp") == 0)
    *said = TRANSPORT_TCP;
  return *said != TRANSPORT_UNSAID;
}

static gboolean
is_host (const char *host, gboolean bracketed)
{
  gsize length = strlen (host);

  if (length == 0 || length > MAX_HOST_LENGTH)
    return FALSE;
  if (bracketed) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

    return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  }
  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '.' && *c != '_')
      return FALSE;
  return TRUE;
}

/* "host", "host:port", "[v6]", "[v6]:port"; @port is left as it is when not said. */
static char *
parse_authority (const char *text, guint16 *port)
{
  gboolean bracketed = text[0] == '[';
  gsize length = strcspn (text, bracketed ? "]" : ":");
  g_autofree char *host = NULL;
  const char *rest;
  guint64 number;

  if (bracketed && text[length] != ']')
    return NULL;
  host = bracketed ? g_strndup (text + 1, length - 1) : g_strndup (text, length);
  rest = text + length + (bracketed ? 1 : 0);
  if (!is_host (host, bracketed))
    return NULL;
  if (*rest == '\0')
    return g_steal_pointer (&host);
  if (*rest != ':' || !g_ascii_string_to_unsigned (rest + 1, 10, 1, G_MAXUINT16, &number, NULL))
    return NULL;
  *port = (guint16) number;
  return g_steal_pointer (&host);
}

static gboolean
choose_transport (const char *scheme, SaidTransport said, ConfabIceUri *uri)
{
  if (strcmp (scheme, "stun") == 0 && said == TRANSPORT_UNSAID)
    *uri = (ConfabIceUri){ .port = PORT_PLAIN, .transport = CONFAB_LINK_TRANSPORT_UDP };
  else if (strcmp (scheme, "turn") == 0)
    *uri = (ConfabIceUri){ .is_turn = TRUE,
                           .port = PORT_PLAIN,
                           .transport = said == TRANSPORT_TCP ? CONFAB_LINK_TRANSPORT_TCP
                                                              : CONFAB_LINK_TRANSPORT_UDP };
  else if (strcmp (scheme, "turns") == 0 && said != TRANSPORT_UDP)
    *uri =
        (ConfabIceUri){ .is_turn = TRUE, .port = PORT_TLS, .transport = CONFAB_LINK_TRANSPORT_TLS };
  else
    return FALSE;
  return TRUE;
}

gboolean
confab_ice_uri_parse (const char *text, ConfabIceUri *uri)
{
  ConfabIceUri parsed;
  g_auto (GStrv) parts = NULL;
  g_autofree char *scheme = NULL;
  const char *colon = strchr (text, ':');
  SaidTransport said;

  if (colon == NULL || strlen (text) > MAX_URI_LENGTH)
    return FALSE;
  scheme = g_ascii_strdown (text, colon - text);
  parts = g_strsplit (colon + 1, "?", 2);
  if (parts[0] == NULL || !parse_query (parts[1], &said) ||
      !choose_transport (scheme, said, &parsed))
    return FALSE;
  parsed.host = parse_authority (parts[0], &parsed.port);
  if (parsed.host == NULL)
    return FALSE;
  *uri = parsed;
  return TRUE;
}

void
confab_ice_uri_clear (ConfabIceUri *uri)
{
  g_clear_pointer (&uri->host, g_free);
}
