/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows of lists that are laid out without effort.
 *
 * GtkBox asks its children how wide they are at its height, and a GtkLabel that wraps finds out by trying: some forty
 * layouts of its text, for each size that is asked for. The rows of libadwaita are such boxes; a page with ten of them took
 * 60 ms more to be painted. A grid asks for widths first and for heights at these. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lays out @row, which was just made, as a grid. It looks the same. */
void confab_light_row_apply (AdwActionRow *row);

/* The same for each row below @page. */
void confab_light_rows_apply (GtkWidget *page);

G_END_DECLS
