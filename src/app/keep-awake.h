/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* While @visit lasts the computer neither falls asleep nor locks its screen by itself. Where the desktop can't be
 * asked for that, the log says so. Main thread, once for each visit. */
void confab_keep_awake_during (GtkApplication *application, GtkWindow *window, ConfabVisit *visit);

G_END_DECLS
