/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One complete message of every type, every optional part included. Their statements are the
 * model's; their signatures are of the right length only, since nothing in this folder verifies. */
#pragma once

#include "protocol/protocol.h"

G_BEGIN_DECLS

/* (transfer full) */
ConfabCarrier *sample_carrier (ConfabCarrierType type);

/* (transfer full) the model's statement called @name with 64 bytes in place of its signature. */
GBytes *sample_statement (const char *name);

G_END_DECLS
