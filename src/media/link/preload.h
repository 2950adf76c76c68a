/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: pays at the start of the program what the first link would otherwise wait for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Loads the plug-ins that a link uses and wakes the cryptography of SRTP. Slow, once: on a thread of its
 * own. */
void confab_link_preload (void);

G_END_DECLS
