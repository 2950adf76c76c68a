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

/* Returns: (transfer full): @text made fit for showing: one line of at most 300 characters. What a
 * service says is shown to people, so it must not bring control characters along. */
char *confab_service_session_clean_sentence (const char *text);

G_END_DECLS
