/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Prepares, once, what the first connection to a service would otherwise wait for. Connects to nothing. Main
 * thread; returns at once. */
void confab_signalling_warm_up (void);

G_END_DECLS
