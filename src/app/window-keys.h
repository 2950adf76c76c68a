/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain letters, and the space bar that is held to talk, in each window of a meeting. Main thread. */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ConfabWindowKeys ConfabWindowKeys;

/* Returns: (transfer none): it lasts as long as @window, whose action groups are asked for what letters do */
ConfabWindowKeys *confab_window_keys_add (GtkWindow *window);

/* @visit: (nullable): where one talks; whoever gave it keeps it */
void confab_window_keys_set_visit (ConfabWindowKeys *self, ConfabVisit *visit);

G_END_DECLS
