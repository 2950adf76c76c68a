/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody wrote, for a label: text as it is, web and Confab addresses in it as links that show where they lead. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text: UTF-8. Returns: (transfer full): Pango markup that shows exactly @text */
char *confab_chat_markup (const char *text);

G_END_DECLS
