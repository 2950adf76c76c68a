/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks how the identity key is to be kept, and has the desk do it. It asks for "app.home" when it is done. */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_IDENTITY_PAGE (confab_identity_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabIdentityPage, confab_identity_page, CONFAB, IDENTITY_PAGE, GtkWidget)

/* Once. */
void confab_identity_page_set_desk (ConfabIdentityPage *self, ConfabDesk *desk);

/* Ready to be answered, with nothing typed. */
void confab_identity_page_begin (ConfabIdentityPage *self);

G_END_DECLS
