/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of link.h's enumerations. */
#include "media/link/link-error.h"
#include "media/link/link-path.h"

G_DEFINE_QUARK (confab_link_error, confab_link_error)

const char *
confab_candidate_type_to_string (ConfabCandidateType type)
{
  static const char *const names[] = { "host", "srflx", "prflx", "relay" };

  g_return_val_if_fail (type < G_N_ELEMENTS (names), NULL);
  return names[type];
}

const char *
confab_link_transport_to_string (ConfabLinkTransport transport)
{
  static const char *const names[] = { "udp", "tcp", "tls" };

  g_return_val_if_fail (transport < G_N_ELEMENTS (names), NULL);
  return names[transport];
}
