/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What Confab is, and what support wants to know of it here. @visit: (nullable): the running one. Main thread. */
void confab_about_show (GtkWindow *parent, ConfabVisit *visit);

G_END_DECLS
