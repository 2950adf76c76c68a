/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Calls @func once what changed in @widget until now has been painted, which for a window that is not shown yet is when
 * that is; not if @widget goes before. Main thread. */
void confab_after_paint (GtkWidget *widget, void (*func) (gpointer user_data), gpointer user_data);

G_END_DECLS
