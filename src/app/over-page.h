/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of a visit, and what can be done about it: first that it can be taken back, then the ways on. Main thread. */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_OVER_PAGE (confab_over_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabOverPage, confab_over_page, CONFAB, OVER_PAGE, GtkWidget)

/* Says how it stands with @visit, which is PARTING or further. To be asked again at each of its steps. */
void confab_over_page_show (ConfabOverPage *self, ConfabVisit *visit);

G_END_DECLS
