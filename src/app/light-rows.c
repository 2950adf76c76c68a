/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/light-rows.h"

static void
lay_out_as_grid (GtkWidget *box)
{
  GtkLayoutManager *grid = gtk_grid_layout_new ();
  int column = 0;

  gtk_widget_set_layout_manager (box, grid);
  gtk_widget_set_vexpand (box, FALSE); /* its children do, within its least height */
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gtk_widget_set_vexpand (child, TRUE);
    gtk_grid_layout_child_set_column (
        GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (grid, child)), column++);
  }
}

void
confab_light_row_apply (AdwActionRow *row)
{
  GtkWidget *parts;

  g_return_if_fail (ADW_IS_ACTION_ROW (row));

  parts = gtk_widget_get_first_child (GTK_WIDGET (row));
  if (GTK_IS_BOX (parts)) /* so it is in libadwaita 1.2 to 1.6 */
    lay_out_as_grid (parts);
}

void
confab_light_rows_apply (GtkWidget *page)
{
  g_return_if_fail (GTK_IS_WIDGET (page));

  for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (ADW_IS_ACTION_ROW (child))
      confab_light_row_apply (ADW_ACTION_ROW (child));
    else
      confab_light_rows_apply (child);
  }
}
