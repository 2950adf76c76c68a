/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where Confab begins: a new meeting, an invitation to paste, the meetings of late, one's name. It asks for the actions
 * "app.start", "app.join" and "app.open" (string: the link), "app.keep-identity", "app.preferences" and, where there
 * is one, "app.check-devices". It stands within an AdwToastOverlay. */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_HOME_PAGE (confab_home_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabHomePage, confab_home_page, CONFAB, HOME_PAGE, GtkWidget)

/* Once. */
void confab_home_page_set_desk (ConfabHomePage *self, ConfabDesk *desk);

/* The link that was pasted has been used. */
void confab_home_page_clear_link (ConfabHomePage *self);

G_END_DECLS
