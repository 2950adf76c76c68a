/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which way the packets of a link take. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_CANDIDATE_HOST,
  CONFAB_CANDIDATE_SRFLX,
  CONFAB_CANDIDATE_PRFLX,
  CONFAB_CANDIDATE_RELAY,
} ConfabCandidateType;

/* How our packets leave this machine. For a relay: our leg to the relay (RFC 8656 section 2.1). */
typedef enum {
  CONFAB_LINK_TRANSPORT_UDP,
  CONFAB_LINK_TRANSPORT_TCP,
  CONFAB_LINK_TRANSPORT_TLS,
} ConfabLinkTransport;

/* DESIGN 6: "host", "srflx", "prflx", "relay"; "udp", "tcp", "tls". */
const char *confab_candidate_type_to_string (ConfabCandidateType type);
const char *confab_link_transport_to_string (ConfabLinkTransport transport);

/**
 * ConfabLinkPath:
 * @relay_host: the host of the TURN server if one of ours is in use, as it stands in its URI, or ""
 *   (a relay on the peer's side alone is @remote RELAY with an empty @relay_host)
 */
typedef struct {
  ConfabCandidateType local;
  ConfabCandidateType remote;
  ConfabLinkTransport transport;
  char relay_host[256];
} ConfabLinkPath;

G_END_DECLS
