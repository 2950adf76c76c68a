/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connection-details.h"

struct _ConfabConnectionDetails {
  GtkWidget parent_instance;
  GtkImage *icon;
  GtkLabel *quality;
  GtkLabel *path;
  GtkGrid *figures;
  ConfabTile *tile;
};

G_DEFINE_FINAL_TYPE (ConfabConnectionDetails, confab_connection_details, GTK_TYPE_WIDGET)

static GtkLabel *
label_at (GtkGrid *grid, int column, int row)
{
  GtkWidget *label = gtk_grid_get_child_at (grid, column, row);

  if (label == NULL) {
    label = gtk_label_new (NULL);
    gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
    gtk_widget_set_hexpand (label, column == 0);
    gtk_widget_add_css_class (label, column == 0 ? "dim-label" : "numeric");
    gtk_grid_attach (grid, label, column, row, 1, 1);
  }
  return GTK_LABEL (label);
}

static void
show_figures (ConfabConnectionDetails *self)
{
  g_autoptr (GArray) figures = NULL;
  ConfabLinkStats stats;
  guint n_figures = 0;

  if (confab_tile_get_stats (self->tile, &stats)) {
    figures = confab_connection_figures (&stats);
    n_figures = figures->len;
  }
  for (guint i = 0; i < n_figures; i++) {
    const ConfabFigure *figure = &g_array_index (figures, ConfabFigure, i);

    gtk_label_set_text (label_at (self->figures, 0, (int) i), figure->title);
    gtk_label_set_text (label_at (self->figures, 1, (int) i), figure->value);
  }
  while (gtk_grid_get_child_at (self->figures, 0, (int) n_figures) != NULL)
    gtk_grid_remove_row (self->figures, (int) n_figures);
}

static void
show_tile (ConfabConnectionDetails *self)
{
  ConfabQuality quality = confab_tile_get_quality (self->tile);
  const char *path = confab_tile_get_path (self->tile);

  gtk_image_set_from_icon_name (self->icon, confab_quality_icon (quality));
  gtk_label_set_text (self->quality, confab_quality_words (quality));
  gtk_label_set_text (self->path, path);
  gtk_widget_set_visible (GTK_WIDGET (self->path), *path != '\0');
  show_figures (self);
}

static void
confab_connection_details_dispose (GObject *object)
{
  ConfabConnectionDetails *self = CONFAB_CONNECTION_DETAILS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->tile);
  G_OBJECT_CLASS (confab_connection_details_parent_class)->dispose (object);
}

static void
confab_connection_details_class_init (ConfabConnectionDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_connection_details_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/confab/Confab/connection-details.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionDetails, icon);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionDetails, quality);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionDetails, path);
  gtk_widget_class_bind_template_child (widget_class, ConfabConnectionDetails, figures);
}

static void
confab_connection_details_init (ConfabConnectionDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
confab_connection_details_new (ConfabTile *tile)
{
  ConfabConnectionDetails *self = g_object_new (CONFAB_TYPE_CONNECTION_DETAILS, NULL);

  self->tile = g_object_ref (tile);
  g_signal_connect_object (tile, "figures", G_CALLBACK (show_tile), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tile, "notify::path", G_CALLBACK (show_tile), self, G_CONNECT_SWAPPED);
  show_tile (self);
  return GTK_WIDGET (self);
}
