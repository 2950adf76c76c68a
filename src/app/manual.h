/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"

G_BEGIN_DECLS

/* Which of the languages that the manual is written in suits whom @wanted describes, as g_get_language_names () does:
 * a name of a folder in docs/manual. English, if none does. */
const char *confab_manual_choose_language (const char *const *wanted);

/* Opens the manual in the desktop's browser; if that is impossible, a notice in @window says why. Main thread. */
void confab_manual_show (ConfabWindow *window);

G_END_DECLS
