/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room IDs that a person can read out: three short words from a list compiled in. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CONFAB_WORDS_IN_ROOM 3

/* (transfer full): such as "amber-canoe-finch", from @random, so many random bits as bytes: two per word. */
char *confab_words_make_room (const guint8 random[2 * CONFAB_WORDS_IN_ROOM]);

/* (transfer none): the whole list, for tests. */
const char *const *confab_words_list (guint *n_words);

G_END_DECLS
