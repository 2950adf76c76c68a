/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/columns-layout.h"

/* From this width on there are two columns. */
#define WIDE 720
#define SPACING 24

struct _ConfabColumnsLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ConfabColumnsLayout, confab_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
column_width (int width)
{
  return width >= WIDE ? (width - SPACING) / 2 : width;
}

static void
add_height (int *height, int child_height, gboolean beside)
{
  if (beside)
    *height = MAX (*height, child_height);
  else
    *height += child_height + (*height > 0 ? SPACING : 0);
}

static void
measure_height (GtkWidget *widget, int width, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum = 0, child_natural = 0;

    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column_width (width), &child_minimum,
                        &child_natural, NULL, NULL);
    add_height (minimum, child_minimum, width >= WIDE);
    add_height (natural, child_natural, width >= WIDE);
  }
}

static void
measure (GtkLayoutManager *layout, GtkWidget *widget, GtkOrientation orientation, int for_size,
         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    measure_height (widget, for_size < 0 ? WIDE : for_size, minimum, natural);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum = 0;

    gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
    *minimum = MAX (*minimum, child_minimum);
  }
  *natural = MAX (*minimum, WIDE);
}

static void
allocate (GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  gboolean beside = width >= WIDE;
  int column = column_width (width);
  int x = 0, y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum = 0, natural = 0;

    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &minimum, &natural, NULL, NULL);
    gtk_widget_size_allocate (
        child, &(GtkAllocation){ x, y, column, beside ? MAX (minimum, height) : natural }, -1);
    if (beside)
      x += column + SPACING;
    else
      y += natural + SPACING;
  }
}

static void
confab_columns_layout_class_init (ConfabColumnsLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = get_request_mode;
  layout_class->measure = measure;
  layout_class->allocate = allocate;
}

static void
confab_columns_layout_init (ConfabColumnsLayout *self)
{
}
