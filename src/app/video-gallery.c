/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/video-gallery.h"

#include "app/beat.h"
#include "app/tile-view.h"

#define MIN_WIDTH 240
#define MIN_HEIGHT 180
#define WEIGHT_OWN 1
#define WEIGHT_OTHER 2

struct _ConfabVideoGallery {
  GtkWidget parent_instance;
  GListModel *tiles;
  ConfabView view;
  gboolean unseen;  /* its window is minimized, or hidden by the desktop */
  GPtrArray *views; /* of ConfabTileView, in the order of tiles */
  ConfabBeat beat;
  GSource *arrival;      /* made ready by workers */
  GSource *patience;     /* made ready by time, while a picture waits for the beat */
  gconstpointer awaited; /* atomic: the view that gives the beat */
  int waiting;           /* atomic: others may come without waking anybody */
};

G_DEFINE_FINAL_TYPE (ConfabVideoGallery, confab_video_gallery, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_TILES, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* --- painting --- */

/* Worker thread; under the canvas's lock, so it only wakes the main loop. Twenty-five people are 750 pictures a second:
 * those that wait for the beat wake it for the first of them alone. */
static void
on_picture_ready (gpointer data)
{
  ConfabTileView *view = data;
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (view->gallery);

  if (!g_atomic_int_get (&self->waiting) || g_atomic_pointer_get (&self->awaited) == view)
    g_source_set_ready_time (self->arrival, 0);
}

static ConfabTileView *
view_at (ConfabVideoGallery *self, guint position)
{
  return g_ptr_array_index (self->views, position);
}

static gint64
ask_the_beat (ConfabVideoGallery *self, gint64 now)
{
  gint64 when = G_MAXINT64;

  for (guint i = 0; i < self->views->len; i++) {
    ConfabTileView *view = view_at (self, i);
    guint weight = confab_tile_is_own (view->tile) ? WEIGHT_OWN : WEIGHT_OTHER;

    if (view->canvas == NULL)
      continue;
    if (confab_tile_view_has_new_shape (view))
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    if (confab_canvas_has_news (view->canvas))
      when = MIN (when, confab_beat_arrived (&self->beat, view, weight, now));
  }
  return when;
}

static void
paint_all (ConfabVideoGallery *self, gint64 now)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->views->len; i++)
    if (confab_tile_view_advance (view_at (self, i)))
      changed = TRUE;
  confab_beat_painted (&self->beat, now);
  if (changed)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Dispatch of both sources. */
static gboolean
on_tick (GSource *source, GSourceFunc unused, gpointer user_data)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (user_data);
  gint64 now = g_source_get_time (source);
  gint64 when;

  /* First: what becomes ready from here on asks for another tick. */
  g_atomic_int_set (&self->waiting, FALSE);
  g_source_set_ready_time (self->arrival, -1);
  when = ask_the_beat (self, now);
  if (when <= now)
    paint_all (self, now);
  g_source_set_ready_time (self->patience, when <= now || when == G_MAXINT64 ? -1 : when);
  g_atomic_pointer_set (&self->awaited, self->beat.leader);
  g_atomic_int_set (&self->waiting, when > now && when != G_MAXINT64);
  return G_SOURCE_CONTINUE;
}

static GSource *
add_source (ConfabVideoGallery *self, const char *name)
{
  static GSourceFuncs funcs = { .dispatch = on_tick };
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_static_name (source, name);
  g_source_set_callback (source, NULL, self, NULL);
  g_source_attach (source, NULL);
  return source;
}

/* --- tiles --- */

static void
on_tile_video (ConfabTile *tile, GParamSpec *pspec, gpointer user_data)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (user_data);

  for (guint i = 0; i < self->views->len; i++) {
    ConfabTileView *view = view_at (self, i);

    if (view->tile == tile && view->canvas != NULL && !confab_tile_get_video (tile)) {
      confab_canvas_blank (view->canvas);
      confab_beat_forget (&self->beat, view);
      g_clear_pointer (&view->node, gsk_render_node_unref);
    }
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_tile_large (ConfabTile *tile, GParamSpec *pspec, gpointer user_data)
{
  gtk_widget_queue_allocate (GTK_WIDGET (user_data));
}

static void
remove_views (ConfabVideoGallery *self, guint position, guint n_views)
{
  for (guint i = 0; i < n_views; i++) {
    ConfabTileView *view = view_at (self, position + i);

    g_signal_handlers_disconnect_by_data (view->tile, self);
    confab_beat_forget (&self->beat, view);
  }
  if (n_views > 0)
    g_ptr_array_remove_range (self->views, position, n_views);
}

static void
on_tiles_changed (GListModel *tiles, guint position, guint removed, guint added, gpointer user_data)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (user_data);

  remove_views (self, position, removed);
  for (guint i = 0; i < added; i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (tiles, position + i);

    g_ptr_array_insert (self->views, (int) (position + i),
                        confab_tile_view_new (tile, GTK_WIDGET (self), on_picture_ready));
    g_signal_connect (tile, "notify::video", G_CALLBACK (on_tile_video), self);
    g_signal_connect (tile, "notify::large", G_CALLBACK (on_tile_large), self);
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
confab_video_gallery_set_tiles (ConfabVideoGallery *self, GListModel *tiles)
{
  g_return_if_fail (CONFAB_IS_VIDEO_GALLERY (self));
  g_return_if_fail (tiles == NULL || g_list_model_get_item_type (tiles) == CONFAB_TYPE_TILE);

  if (self->tiles == tiles)
    return;
  if (self->tiles != NULL) {
    g_signal_handlers_disconnect_by_func (self->tiles, on_tiles_changed, self);
    remove_views (self, 0, self->views->len);
  }
  g_set_object (&self->tiles, tiles);
  if (tiles != NULL) {
    g_signal_connect (tiles, "items-changed", G_CALLBACK (on_tiles_changed), self);
    on_tiles_changed (tiles, 0, 0, g_list_model_get_n_items (tiles), self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TILES]);
}

/* --- the widget --- */

static void
confab_video_gallery_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

/* The style sheet's background of the gallery, for the corners of its tiles. */
static guint32
backdrop_of (GtkWidget *widget)
{
  GdkRGBA colour = { 0 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "stage_bg_color", &colour);
  return (guint32) (colour.red * 255.0f + 0.5f) << 16 |
         (guint32) (colour.green * 255.0f + 0.5f) << 8 | (guint32) (colour.blue * 255.0f + 0.5f);
}

/* Names begin at the other side: what lies aside would hide them there. */
static void
exchange_sides (ConfabTileArea *areas, guint n_areas, int width)
{
  for (guint i = 0; i < n_areas; i++)
    areas[i].x = width - areas[i].x - areas[i].width;
}

static void
confab_video_gallery_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (widget);
  guint n_views = self->views->len;
  g_autofree ConfabTileShape *shapes = g_new0 (ConfabTileShape, n_views + 1);
  g_autofree ConfabTileArea *areas = g_new0 (ConfabTileArea, n_views + 1);
  guint32 backdrop = backdrop_of (widget);
  int scale = gtk_widget_get_scale_factor (widget);

  for (guint i = 0; i < n_views; i++)
    shapes[i] = *confab_tile_view_update_shape (view_at (self, i));
  confab_gallery_layout (self->view, width, height, shapes, n_views, areas);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    exchange_sides (areas, n_views, width);
  for (guint i = 0; i < n_views; i++) {
    ConfabTileView *view = view_at (self, i);

    view->aside = shapes[i].own && confab_gallery_lays_aside (self->view, shapes, n_views);
    confab_tile_view_place (view, &areas[i], scale, backdrop);
    if (self->unseen)
      confab_tile_view_rest (view);
  }
}

static void
snapshot_view (ConfabVideoGallery *self, ConfabTileView *view, GtkSnapshot *snapshot)
{
  if (view->area.width == 0)
    return;
  confab_tile_view_snapshot (view, snapshot);
  gtk_widget_snapshot_child (GTK_WIDGET (self), view->label, snapshot);
}

static void
confab_video_gallery_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (widget);

  for (guint i = 0; i < self->views->len; i++)
    if (!view_at (self, i)->aside)
      snapshot_view (self, view_at (self, i), snapshot);
  for (guint i = 0; i < self->views->len; i++)
    if (view_at (self, i)->aside)
      snapshot_view (self, view_at (self, i), snapshot);
}

/* GDK_TOPLEVEL_STATE_SUSPENDED came with GTK 4.12. */
#if GTK_CHECK_VERSION(4, 12, 0)
#define UNSEEN_STATES (GDK_TOPLEVEL_STATE_MINIMIZED | GDK_TOPLEVEL_STATE_SUSPENDED)
#else
#define UNSEEN_STATES (GDK_TOPLEVEL_STATE_MINIMIZED)
#endif

static void
on_window_state (ConfabVideoGallery *self, GParamSpec *pspec, GdkToplevel *window)
{
  gboolean unseen = (gdk_toplevel_get_state (window) & UNSEEN_STATES) != 0;

  if (self->unseen == unseen)
    return;
  self->unseen = unseen;
  for (guint i = 0; unseen && i < self->views->len; i++)
    confab_tile_view_rest (view_at (self, i));
  if (!unseen)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static GdkSurface *
surface_of (GtkWidget *widget)
{
  return gtk_native_get_surface (gtk_widget_get_native (widget));
}

static void
confab_video_gallery_unmap (GtkWidget *widget)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (widget);

  g_signal_handlers_disconnect_by_func (surface_of (widget), on_window_state, self);
  for (guint i = 0; i < self->views->len; i++)
    confab_tile_view_rest (view_at (self, i));
  GTK_WIDGET_CLASS (confab_video_gallery_parent_class)->unmap (widget);
}

static void
confab_video_gallery_map (GtkWidget *widget)
{
  GdkSurface *surface = surface_of (widget);

  GTK_WIDGET_CLASS (confab_video_gallery_parent_class)->map (widget);
  if (GDK_IS_TOPLEVEL (surface)) {
    g_signal_connect_swapped (surface, "notify::state", G_CALLBACK (on_window_state), widget);
    on_window_state (CONFAB_VIDEO_GALLERY (widget), NULL, GDK_TOPLEVEL (surface));
  }
  gtk_widget_queue_allocate (widget);
}

static void
on_click (ConfabVideoGallery *self, int n_press, double x, double y, GtkGestureClick *click)
{
  for (guint i = 0; n_press == 2 && i < self->views->len; i++) {
    ConfabTileView *view = view_at (self, i);
    const ConfabPid *pid = confab_tile_get_pid (view->tile);
    g_autofree char *hex = NULL;

    if (pid == NULL || x < view->area.x || x >= view->area.x + view->area.width ||
        y < view->area.y || y >= view->area.y + view->area.height)
      continue;
    hex = confab_pid_to_hex (pid);
    gtk_widget_activate_action (GTK_WIDGET (self), "meeting.pin", "s", hex);
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
    return;
  }
}

static void
confab_video_gallery_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_TILES)
    confab_video_gallery_set_tiles (CONFAB_VIDEO_GALLERY (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_video_gallery_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TILES)
    g_value_set_object (value, CONFAB_VIDEO_GALLERY (object)->tiles);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
confab_video_gallery_dispose (GObject *object)
{
  ConfabVideoGallery *self = CONFAB_VIDEO_GALLERY (object);

  confab_video_gallery_set_tiles (self, NULL);
  drop_source (&self->arrival);
  drop_source (&self->patience);
  G_OBJECT_CLASS (confab_video_gallery_parent_class)->dispose (object);
}

static void
confab_video_gallery_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_VIDEO_GALLERY (object)->views);
  G_OBJECT_CLASS (confab_video_gallery_parent_class)->finalize (object);
}

static void
confab_video_gallery_class_init (ConfabVideoGalleryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = confab_video_gallery_set_property;
  object_class->get_property = confab_video_gallery_get_property;
  object_class->dispose = confab_video_gallery_dispose;
  object_class->finalize = confab_video_gallery_finalize;
  widget_class->measure = confab_video_gallery_measure;
  widget_class->size_allocate = confab_video_gallery_size_allocate;
  widget_class->snapshot = confab_video_gallery_snapshot;
  widget_class->map = confab_video_gallery_map;
  widget_class->unmap = confab_video_gallery_unmap;

  properties[PROP_TILES] =
      g_param_spec_object ("tiles", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "videogallery");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_video_gallery_init (ConfabVideoGallery *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->views = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_tile_view_free);
  self->arrival = add_source (self, "confab gallery arrival");
  self->patience = add_source (self, "confab gallery patience");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (gtk_widget_queue_allocate), NULL);
}

void
confab_video_gallery_set_view (ConfabVideoGallery *self, ConfabView view)
{
  g_return_if_fail (CONFAB_IS_VIDEO_GALLERY (self));

  if (self->view == view)
    return;
  self->view = view;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
