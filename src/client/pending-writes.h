/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many files of the profile are being written, so that a program does not end before they are on the disk. Main
 * thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Between these two a file is behind what the person did. */
void confab_pending_writes_enter (void);
void confab_pending_writes_leave (void);

/* Runs the main loop until no file is behind; FALSE: one still was after @timeout_ms. At the end of a program. */
gboolean confab_pending_writes_wait (guint timeout_ms);

G_END_DECLS
