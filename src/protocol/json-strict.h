/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON from strangers. JSON-GLib takes comments, lets the last of two equal keys win and recurses
 * as deep as the text wants; so the text is checked first and only then given to it. Use this for
 * every JSON text that comes from outside, HTTP bodies included.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/protocol-error.h"

G_BEGIN_DECLS

#define CONFAB_JSON_MAX_DEPTH 8

/* Gives (transfer full) the object that @text (@length bytes, no terminating zero needed) is.
 * Refused: more than @max_bytes; anything but one object (RFC 8259) and white space; invalid UTF-8;
 * a key twice in one object; escapes in keys; \u0000 and lone surrogates; numbers that are not
 * integers of at most 15 digits; depth over 8. */
JsonObject *
confab_json_parse_strict (const char *text, gsize length, gsize max_bytes, GError **error);

G_END_DECLS
