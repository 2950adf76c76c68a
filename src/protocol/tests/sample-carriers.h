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

/* (transfer full) its JSON, and that as an object which may be changed. */
char *sample_json (ConfabCarrierType type);
JsonObject *sample_object (ConfabCarrierType type);

/* (transfer full) (nullable) what parsing the object's text gives. */
ConfabCarrier *parse_object (JsonObject *object, GError **error);

/* Ends the test unless parsing refuses it; @code: for this reason. */
void assert_object_refused (JsonObject *object);
void assert_text_refused (const char *text, ConfabProtocolError code);

G_END_DECLS
