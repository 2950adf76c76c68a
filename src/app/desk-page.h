/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands between a person and their profile: its passphrase, a moment's patience, or what is wrong. Main thread. */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_DESK_PAGE (confab_desk_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDeskPage, confab_desk_page, CONFAB, DESK_PAGE, GtkWidget)

void confab_desk_page_set_desk (ConfabDeskPage *self, ConfabDesk *desk);

/* Says how it stands with the desk; once that is open, nothing typed here is left. */
void confab_desk_page_update (ConfabDeskPage *self);

G_END_DECLS
