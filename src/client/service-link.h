/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an invitation to the address of its service. */
#pragma once

#include "protocol/protocol.h"
#include "signalling/signalling.h"

G_BEGIN_DECLS

/* Returns: (transfer full): or %NULL with %CONFAB_CLIENT_ERROR_LINK_INVALID */
ConfabInvitation *confab_service_link_read (const char *link, GError **error);

/* Returns: (transfer full): where the service of @invitation is, and its certificate if it is named */
ConfabServiceAddress *
confab_service_link_address (const ConfabInvitation *invitation, GError **error);

/* Turns an error of signalling/ into one of this folder; takes @error. */
GError *confab_service_link_explain (GError *error);

G_END_DECLS
