/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two children side by side where there is room for both, one below the other where there is not. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_COLUMNS_LAYOUT (confab_columns_layout_get_type ())
G_DECLARE_FINAL_TYPE (ConfabColumnsLayout, confab_columns_layout, CONFAB, COLUMNS_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
