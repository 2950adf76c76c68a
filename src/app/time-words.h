/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pure but for the locale. When @then was, as one says it at @now. Returns: (transfer full) */
char *confab_time_words (GDateTime *then, GDateTime *now);

G_END_DECLS
