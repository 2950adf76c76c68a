/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: the sound by which a person finds their loudspeaker. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (element-type gint16): 48 kHz mono, a little over a second */
GArray *confab_chime_new (void);

G_END_DECLS
