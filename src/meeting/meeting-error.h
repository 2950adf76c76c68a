/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short ways to set errors: for developers about what others sent, and for the person who asked. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets CONFAB_MEETING_ERROR_INVALID and gives NULL, so that a check ends in one return. */
gpointer confab_meeting_invalid (GError **error, const char *what);

/* The same for checks that give a boolean. */
gboolean confab_meeting_forbid (GError **error, const char *what);

/* What a person asked for and can not have; @sentence is translated. Always FALSE. */
gboolean confab_meeting_deny (GError **error, int code, const char *sentence);

G_END_DECLS
