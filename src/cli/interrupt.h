/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGINT and SIGTERM, or what the system has instead, as a call on the main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls @interrupted each time. */
void confab_interrupt_watch (void (*interrupted) (gpointer user_data), gpointer user_data);

G_END_DECLS
