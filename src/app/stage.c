/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/stage.h"

#include "app/people-tiles.h"
#include "app/settings.h"
#include "app/small-window.h"

struct _ConfabStage {
  GtkWidget parent_instance;
  ConfabVideoGallery *gallery;
  GtkWidget *elsewhere; /* covers the place of the gallery while that is in the small window */
  ConfabSmallWindow *small_window;
  ConfabVisit *visit;
};

G_DEFINE_FINAL_TYPE (ConfabStage, confab_stage, GTK_TYPE_WIDGET)

/* --- who is how large --- */

static void
show_view (ConfabStage *self)
{
  confab_video_gallery_set_view (self->gallery,
                                 (ConfabView) g_settings_get_enum (confab_settings_get (), "view"));
}

static void
set_view (ConfabView view)
{
  g_settings_set_enum (confab_settings_get (), "view", (int) view);
}

static void
on_other_view (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  gboolean speaker =
      g_settings_get_enum (confab_settings_get (), "view") == (int) CONFAB_VIEW_SPEAKER;

  set_view (speaker ? CONFAB_VIEW_GALLERY : CONFAB_VIEW_SPEAKER);
}

static gboolean
is_pinned (ConfabStage *self, const ConfabPid *pid)
{
  ConfabTile *tile = confab_tiles_find (confab_visit_get_tiles (self->visit), pid);

  return tile != NULL && confab_tile_is_pinned (tile);
}

static void
on_pin (GSimpleAction *action, GVariant *pid_hex, gpointer user_data)
{
  ConfabStage *self = user_data;
  ConfabPid pid;
  gboolean pins = confab_pid_from_hex (g_variant_get_string (pid_hex, NULL), &pid);

  if (self->visit == NULL)
    return;
  pins = pins && !is_pinned (self, &pid);
  confab_visit_pin (self->visit, pins ? &pid : NULL);
  if (pins)
    set_view (CONFAB_VIEW_SPEAKER);
}

/* --- the small window --- */

static void
show_place (ConfabStage *self)
{
  gboolean here = self->small_window == NULL;
  GListModel *tiles = self->visit != NULL ? confab_visit_get_tiles (self->visit) : NULL;

  confab_video_gallery_set_tiles (self->gallery, here ? tiles : NULL);
  gtk_widget_set_visible (self->elsewhere, !here);
}

static void
on_small_window_closed (ConfabStage *self)
{
  /* A mailbox has one reader: the one there first lets go. */
  confab_small_window_set_tiles (g_steal_pointer (&self->small_window), NULL);
  show_place (self);
}

static void
close_small_window (ConfabStage *self)
{
  if (self->small_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->small_window));
}

static void
on_small_window (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabStage *self = user_data;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->small_window != NULL) {
    close_small_window (self);
    return;
  }
  if (self->visit == NULL)
    return;
  self->small_window = confab_small_window_new (window, self->visit);
  g_signal_connect_object (self->small_window, "destroy", G_CALLBACK (on_small_window_closed), self,
                           G_CONNECT_SWAPPED);
  show_place (self);
  confab_small_window_set_tiles (self->small_window, confab_visit_get_tiles (self->visit));
  gtk_window_present (GTK_WINDOW (self->small_window));
  gtk_window_minimize (window);
}

/* --- the widget --- */

static void
confab_stage_dispose (GObject *object)
{
  ConfabStage *self = CONFAB_STAGE (object);
  GtkWidget *child;

  if (self->gallery != NULL)
    confab_stage_set_visit (self, NULL);
  self->gallery = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_stage_parent_class)->dispose (object);
}

static void
confab_stage_class_init (ConfabStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_stage_dispose;

  g_type_ensure (CONFAB_TYPE_VIDEO_GALLERY);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/stage.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabStage, gallery);
  gtk_widget_class_bind_template_child (widget_class, ConfabStage, elsewhere);
}

static void
confab_stage_init (ConfabStage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (confab_settings_get (), "changed::view", G_CALLBACK (show_view), self,
                           G_CONNECT_SWAPPED);
  show_view (self);
}

void
confab_stage_set_visit (ConfabStage *self, ConfabVisit *visit)
{
  g_return_if_fail (CONFAB_IS_STAGE (self));

  g_set_object (&self->visit, visit);
  close_small_window (self);
  show_place (self);
}

void
confab_stage_add_actions (ConfabStage *self, GActionMap *map)
{
  static const GActionEntry entries[] = {
    { .name = "other-view", .activate = on_other_view },
    { .name = "pin", .activate = on_pin, .parameter_type = "s" },
    { .name = "small-window", .activate = on_small_window },
  };

  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
}
