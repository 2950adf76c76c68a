/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/devices.h"
#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What Confab is, and what support wants to know of it here. @visit: (nullable): the running one. @devices:
 * (nullable): while they are not looked for. Main thread. */
void confab_about_show (GtkWindow *parent, ConfabVisit *visit, ConfabDevices *devices);

G_END_DECLS
