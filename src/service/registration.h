/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a request to register a room, and whether its owner made it. Pure; any thread. */
#pragma once

#include "service/refusal.h"
#include "service/room-store.h"

G_BEGIN_DECLS

#define CONFAB_REGISTRATION_MAX_BYTES ((gsize) 16 * 1024)

/**
 * confab_registration_read:
 * @body: the request's JSON: {"room", "roomcert", "type"?, "waiting_room"?, "policy"?}
 * @authority: host[:port] that the room hash must be made with
 * @wall_ms: now
 * @out: (out) (transfer full): the room to be stored, on %CONFAB_ACCEPTED only
 *
 * The ROOMCERT is the owner's for its own key, and only just made: it proves who asks (docs/decisions/0002).
 */
ConfabRefusal confab_registration_read (const char *body, gsize length, const char *authority,
                                        gint64 wall_ms, ConfabRoomRecord **out);

G_END_DECLS
