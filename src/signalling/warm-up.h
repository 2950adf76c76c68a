/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Prepares, once, what the first connection to a service would otherwise wait for. Connects to nothing. Main
 * thread; returns at once. */
void confab_signalling_warm_up (void);

/* Waits until that is over, a fraction of a second: at the end of a program, whose libraries must not be taken
 * down while others are loaded. Main thread. */
void confab_signalling_drain (void);

G_END_DECLS
