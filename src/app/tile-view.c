/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tile-view.h"

#include "app/tile-label.h"

#define CORNER_RADIUS 12 /* libadwaita's cards */
#define CORNER_RADIUS_ASIDE 8
#define COMPACT_HEIGHT 160

ConfabTileView *
confab_tile_view_new (ConfabTile *tile, GtkWidget *gallery, ConfabCanvasReady ready)
{
  ConfabTileView *self = g_new0 (ConfabTileView, 1);
  ConfabMailbox *mailbox = confab_tile_get_mailbox (tile);

  self->tile = g_object_ref (tile);
  self->gallery = gallery;
  self->label = confab_tile_label_new (tile);
  gtk_widget_set_parent (self->label, gallery);
  if (mailbox != NULL)
    self->canvas = confab_canvas_new (mailbox, ready, self);
  return self;
}

void
confab_tile_view_free (ConfabTileView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->canvas, confab_canvas_free);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->tile);
  g_free (self);
}

static GskRenderNode *
cairo_node (ConfabFrame *frame, const graphene_rect_t *bounds)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, bounds->origin.x, bounds->origin.y);
  cairo_scale (cr, bounds->size.width / (double) frame->width,
               bounds->size.height / (double) frame->height);
  cairo_set_source_surface (cr, confab_frame_get_surface (frame), 0, 0);
  /* Without PAD the outermost pixels of a stretched picture would fade into nothing. */
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, 0, 0, frame->width, frame->height);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
texture_node (ConfabFrame *frame, const graphene_rect_t *bounds)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (frame->pixels, (gsize) frame->stride * (gsize) frame->height,
                                  (GDestroyNotify) confab_frame_unref, confab_frame_ref (frame));
  /* The fourth byte is opaque already: GTK 4.8 has no format that would ignore it. */
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (
      frame->width, frame->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, (gsize) frame->stride);

  return gsk_texture_node_new (texture, bounds);
}

static gboolean
is_drawn_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;

  return renderer == NULL || GSK_IS_CAIRO_RENDERER (renderer);
}

static void
build_node (ConfabTileView *self)
{
  ConfabFrame *frame = self->canvas != NULL ? confab_canvas_get_frame (self->canvas) : NULL;
  graphene_rect_t bounds;

  g_clear_pointer (&self->node, gsk_render_node_unref);
  if (frame == NULL || self->area.width == 0)
    return;
  graphene_rect_init (&bounds, (float) self->area.x, (float) self->area.y, (float) self->area.width,
                      (float) self->area.height);
  self->node =
      is_drawn_by_cairo (self->label) ? cairo_node (frame, &bounds) : texture_node (frame, &bounds);
}

gboolean
confab_tile_view_advance (ConfabTileView *self)
{
  if (self->canvas == NULL || !confab_canvas_advance (self->canvas))
    return FALSE;
  build_node (self);
  return TRUE;
}

static ConfabTileShape
newest_shape (ConfabTileView *self)
{
  ConfabTileShape shape = { .own = confab_tile_is_own (self->tile),
                            .large = confab_tile_is_large (self->tile) };

  if (self->canvas != NULL && confab_tile_get_video (self->tile))
    confab_canvas_get_picture_size (self->canvas, &shape.width, &shape.height);
  return shape;
}

gboolean
confab_tile_view_has_new_shape (ConfabTileView *self)
{
  ConfabTileShape newest = newest_shape (self);

  return newest.width != self->shape.width || newest.height != self->shape.height;
}

const ConfabTileShape *
confab_tile_view_update_shape (ConfabTileView *self)
{
  self->shape = newest_shape (self);
  return &self->shape;
}

void
confab_tile_view_place (ConfabTileView *self, const ConfabTileArea *area, int scale,
                        guint32 backdrop)
{
  GtkAllocation label = { area->x, area->y, area->width, area->height };
  int unused;

  if (memcmp (area, &self->area, sizeof *area) != 0) {
    self->area = *area;
    build_node (self);
  }
  gtk_widget_set_child_visible (self->label, area->width > 0);
  if (area->width == 0) {
    confab_tile_view_rest (self);
    return;
  }
  confab_tile_label_set_compact (CONFAB_TILE_LABEL (self->label), area->height < COMPACT_HEIGHT);
  confab_tile_label_set_aside (CONFAB_TILE_LABEL (self->label), self->aside);
  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &label.width, &unused, NULL,
                      NULL);
  label.width = MAX (label.width, area->width);
  gtk_widget_size_allocate (self->label, &label, -1);

  if (self->canvas != NULL)
    confab_canvas_set_target (self->canvas,
                              &(ConfabPaintTarget){
                                  .width = area->width * scale,
                                  .height = area->height * scale,
                                  .mirrored = confab_tile_is_own (self->tile),
                                  .corner_radius = self->aside ? 0 : CORNER_RADIUS * scale,
                                  .backdrop = backdrop,
                              });
}

void
confab_tile_view_rest (ConfabTileView *self)
{
  if (self->canvas != NULL)
    confab_canvas_set_target (self->canvas, &(ConfabPaintTarget){ 0 });
}

/* Behind the corners of a tile that lies aside is another picture, so it is clipped: it is small enough. */
static void
append_clipped (ConfabTileView *self, GtkSnapshot *snapshot)
{
  GskRoundedRect clip;
  graphene_rect_t bounds;

  gsk_render_node_get_bounds (self->node, &bounds);
  gsk_rounded_rect_init_from_rect (&clip, &bounds, CORNER_RADIUS_ASIDE);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_append_node (snapshot, self->node);
  gtk_snapshot_pop (snapshot);
}

void
confab_tile_view_snapshot (ConfabTileView *self, GtkSnapshot *snapshot)
{
  if (self->node == NULL || self->area.width == 0 || !confab_tile_get_video (self->tile))
    return;
  if (self->aside)
    append_clipped (self, snapshot);
  else
    gtk_snapshot_append_node (snapshot, self->node);
}
