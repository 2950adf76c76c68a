/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HTTP requests and the WebSocket have in common: trust, and errors said for a person. */
#pragma once

#include "signalling/signalling.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a session that trusts this service's certificate and no other. */
SoupSession *confab_service_session_new (const ConfabServiceAddress *address);

/* Returns: (transfer full): @error of libsoup or GIO as %CONFAB_SIGNALLING_ERROR with a sentence;
 * %G_IO_ERROR_CANCELLED stays what it is. */
GError *confab_service_session_explain (const GError *error);

G_END_DECLS
