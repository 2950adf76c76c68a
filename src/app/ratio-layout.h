/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives its one child the shape of a camera's picture, 16 to 9, at whatever width there is. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_RATIO_LAYOUT (confab_ratio_layout_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRatioLayout, confab_ratio_layout, CONFAB, RATIO_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
