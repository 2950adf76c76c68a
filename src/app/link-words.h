/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a person pastes, types or opens to an invitation. Pure. */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

/**
 * confab_link_from_words:
 * @words: a link, alone or within a message that was pasted whole; HOST/j/ROOM; or the ID of a room
 * @service: (nullable): where a room without a host is looked for
 * @known: (nullable): meetings whose links are known already: an ID is enough for them
 *
 * Returns: (transfer full): a link that can be read, or %NULL with %CONFAB_CLIENT_ERROR_LINK_INVALID
 */
char *confab_link_from_words (const char *words, const char *service, ConfabRecentMeetings *known,
                              GError **error);

G_END_DECLS
