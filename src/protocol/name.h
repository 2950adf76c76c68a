/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which names a participant may have (docs/protocol.md 5 "Limits"), and room ids (DESIGN 4). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE for a name of 1..64 code points, <= 128 bytes, UTF-8 in NFC, without control and
 * bidirectional characters. @length in bytes; a zero byte inside is a control character. The
 * error's message is for the person who typed the name. */
gboolean confab_name_check (const char *name, gsize length, GError **error);

/* Gives (transfer full) what a person typed in NFC, with white space taken from its ends and every
 * run of white space inside made one space; NULL and @error if that is still no allowed name. */
char *confab_name_normalize (const char *typed, GError **error);

/* TRUE for 3..40 of a-z, 0-9 and hyphen, upper-case letters allowed. */
gboolean confab_room_id_check (const char *room);

/* Gives (transfer full) (nullable) the room id in its canonical lower case, NULL if it is none. */
char *confab_room_id_normalize (const char *room);

G_END_DECLS
