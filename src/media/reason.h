/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what GStreamer says, fit to stand inside a sentence of ours. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): without the full stop that GStreamer's sentences end in */
char *confab_reason_from (const GError *error);

G_END_DECLS
