/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a GENESIS may begin a meeting in a room (docs/protocol.md 6.1). Pure; any thread. */
#pragma once

#include "protocol/protocol.h"
#include "service/refusal.h"
#include "service/room-store.h"

G_BEGIN_DECLS

/** ConfabFounding: a GENESIS that may. */
typedef struct {
  ConfabGenesisStatement genesis;
  ConfabMeetingTag tag; /* what every other statement of the meeting carries */
} ConfabFounding;

/* @roomcert and @waittext may be %NULL. @wall_ms: now, by this computer's clock. */
ConfabRefusal
confab_founding_check (const ConfabRoomRecord *room, GBytes *genesis, GBytes *roomcert,
                       GBytes *waittext, gint64 wall_ms, ConfabFounding *out);

G_END_DECLS
