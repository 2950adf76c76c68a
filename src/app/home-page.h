/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where Confab begins: one's name, a new meeting, an invitation to paste, the service. It asks for the actions
 * "app.start", "app.join" (string: the link) and "app.keep-identity". */
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
