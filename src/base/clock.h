/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two clocks. Only the edges of the program read them; everything that decides takes the time
 * as a parameter. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds since some fixed moment before this process began, never set back and counting on
 * while the computer sleeps where the system offers that (docs/protocol.md
 * 10.2: CLOCK_BOOTTIME). */
gint64 confab_clock_boot_ms (void);

/* Milliseconds since 1970-01-01 UTC, as the computer's clock has it: may jump in
 * either direction. */
gint64 confab_clock_wall_ms (void);

G_END_DECLS
