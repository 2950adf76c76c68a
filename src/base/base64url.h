/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base64url without padding (RFC 4648 section 5), strict: one byte string has exactly one form
 * here, so two JSON texts with the same bytes can not differ. Refused: padding, line breaks, the
 * letters + and /, a length of 4 k + 1, and unused bits that are not zero.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives (transfer full) the text of @length bytes; "" for none. */
char *confab_base64url_encode (const guint8 *bytes, gsize length);
char *confab_base64url_encode_bytes (GBytes *bytes);

/* How many characters @length bytes take. */
gsize confab_base64url_length (gsize length);

/* Gives (transfer full) (nullable) the bytes of @text; NULL if it is not in the one
 * canonical form. */
GBytes *confab_base64url_decode (const char *text);

/* Reads exactly @length bytes from @text into @bytes; FALSE, and @bytes untouched, for anything
 * else. */
gboolean confab_base64url_decode_exact (const char *text, guint8 *bytes, gsize length);

G_END_DECLS
