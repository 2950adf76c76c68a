/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors inside of meeting/: sentences for developers about what others sent. They name no person. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets CONFAB_MEETING_ERROR_INVALID and gives NULL, so that a check ends in one return. */
gpointer confab_meeting_invalid (GError **error, const char *what);

/* The same for checks that give a boolean. */
gboolean confab_meeting_forbid (GError **error, const char *what);

G_END_DECLS
