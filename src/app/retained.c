/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/retained.h"

struct _ConfabRetained {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (ConfabRetained, confab_retained, ADW_TYPE_BIN)

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  return GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (gtk_widget_get_native (widget)));
}

/* In device pixels. */
static cairo_surface_t *
draw (GskRenderNode *node, const graphene_rect_t *bounds, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int) bounds->size.width * scale, (int) bounds->size.height * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  return surface;
}

static GskRenderNode *
keep (GskRenderNode *node, int scale)
{
  graphene_rect_t bounds;
  GskRenderNode *kept;
  cairo_surface_t *surface;
  cairo_t *cr;

  gsk_render_node_get_bounds (node, &bounds);
  graphene_rect_round_extents (&bounds, &bounds);
  surface = draw (node, &bounds, scale);
  kept = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (kept);
  cairo_set_source_surface (cr, surface, bounds.origin.x, bounds.origin.y);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return kept;
}

/* Asked only when something in it changed: GTK keeps the node that comes of it. */
static void
confab_retained_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  g_autoptr (GtkSnapshot) own = gtk_snapshot_new ();
  GskRenderNode *node, *kept;

  GTK_WIDGET_CLASS (confab_retained_parent_class)->snapshot (widget, own);
  node = gtk_snapshot_to_node (own);
  if (node == NULL)
    return;
  if (is_drawn_by_cairo (widget)) {
    kept = keep (node, gtk_widget_get_scale_factor (widget));
    gtk_snapshot_append_node (snapshot, kept);
    gsk_render_node_unref (kept);
  } else {
    gtk_snapshot_append_node (snapshot, node);
  }
  gsk_render_node_unref (node);
}

static void
confab_retained_class_init (ConfabRetainedClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = confab_retained_snapshot;
}

static void
confab_retained_init (ConfabRetained *self)
{
}
