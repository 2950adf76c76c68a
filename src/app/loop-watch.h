/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main loop is kept from waiting: what a person feels as a window that hangs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* If CONFAB_LOOP_LOG names a file: every time the default main context is busy for 20 ms or longer, a line with the
 * second since the start, the milliseconds, and how many of them this thread had a processor. Costs nothing otherwise. Once, before the loop runs. */
void confab_loop_watch_begin (void);

G_END_DECLS
