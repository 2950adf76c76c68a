/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a link may fail. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_LINK_ERROR (confab_link_error_quark ())
GQuark confab_link_error_quark (void);

/**
 * ConfabLinkError:
 * @CONFAB_LINK_ERROR_DESCRIPTION: a description or candidate that cannot be used
 * @CONFAB_LINK_ERROR_UNREACHABLE: no pair of candidates worked
 * @CONFAB_LINK_ERROR_CERTIFICATE: no certificate, or one that is not ours in our own description
 * @CONFAB_LINK_ERROR_MISSING: a part of GStreamer is not installed
 * @CONFAB_LINK_ERROR_INTERNAL: GStreamer failed in a way only a new link mends
 * @CONFAB_LINK_ERROR_TOO_MUCH: the peer's data channel takes no more at the moment
 */
typedef enum {
  CONFAB_LINK_ERROR_DESCRIPTION,
  CONFAB_LINK_ERROR_UNREACHABLE,
  CONFAB_LINK_ERROR_CERTIFICATE,
  CONFAB_LINK_ERROR_MISSING,
  CONFAB_LINK_ERROR_INTERNAL,
  CONFAB_LINK_ERROR_TOO_MUCH,
} ConfabLinkError;

G_END_DECLS
