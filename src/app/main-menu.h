/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button of the main menu (F10) at the end of a page's header bar. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property "of-page" (GMenuModel): what the menu offers on this page before what it offers on each. To be set once. */
#define CONFAB_TYPE_MAIN_MENU (confab_main_menu_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMainMenu, confab_main_menu, CONFAB, MAIN_MENU, GtkWidget)

G_END_DECLS
