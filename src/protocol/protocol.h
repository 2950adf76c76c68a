/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Confab's words on the wire (docs/protocol.md sections 4, 5 and 11.3) as values and back: nothing
 * here hashes, signs, waits, or knows what time it is. Every function is reentrant and may run on
 * any thread. Decoders take hostile input: they check everything that can be checked without a key,
 * and write their out-parameters on success only.
 */
#pragma once

#include "protocol/carrier.h"
#include "protocol/constants.h"
#include "protocol/enums.h"
#include "protocol/invitation.h"
#include "protocol/json-strict.h"
#include "protocol/message-payload.h"
#include "protocol/name.h"
#include "protocol/protocol-error.h"
#include "protocol/roster.h"
#include "protocol/service-messages.h"
#include "protocol/statements.h"
#include "protocol/wait-text.h"
