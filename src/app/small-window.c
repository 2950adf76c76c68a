/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/small-window.h"

#include "app/device-button.h"
#include "app/video-gallery.h"
#include "app/window-keys.h"

struct _ConfabSmallWindow {
  GtkWindow parent_instance;
  ConfabVideoGallery *gallery;
  GtkWidget *controls; /* a revealer */
  GtkEventControllerMotion *pointer;
  GtkWindow *main_window; /* (unowned): outlives this one */
};

G_DEFINE_FINAL_TYPE (ConfabSmallWindow, confab_small_window, GTK_TYPE_WINDOW)

/* Over the picture only while somebody is there to use them. */
static void
show_controls (ConfabSmallWindow *self)
{
  gboolean used = gtk_event_controller_motion_contains_pointer (self->pointer) ||
                  gtk_widget_get_focus_child (self->controls) != NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->controls), used);
}

static void
on_back (ConfabSmallWindow *self)
{
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_back_action (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));
}

/* What comes then, as the offer to undo, is in the large window. */
static void
on_step (ConfabSmallWindow *self, GParamSpec *pspec, ConfabVisit *visit)
{
  if (confab_visit_get_step (visit) != CONFAB_VISIT_INSIDE)
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
on_escape (GtkWidget *widget, GVariant *unused, gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (widget));
  return TRUE;
}

/* A window that is hidden belongs to a program that ends. */
static void
show_again (GtkWindow *main_window)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (main_window)))
    return;
  gtk_window_unminimize (main_window);
  gtk_window_present (main_window);
}

static void
confab_small_window_dispose (GObject *object)
{
  ConfabSmallWindow *self = CONFAB_SMALL_WINDOW (object);
  GtkWindow *main_window = g_steal_pointer (&self->main_window);

  if (main_window != NULL) {
    g_object_remove_weak_pointer (G_OBJECT (main_window), (gpointer *) &self->main_window);
    show_again (main_window);
  }
  G_OBJECT_CLASS (confab_small_window_parent_class)->dispose (object);
}

static void
confab_small_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_small_window_parent_class)->map (widget);
  confab_small_window_keep_above (GTK_WINDOW (widget));
}

/* GTK gives the keyboard to some button; nobody has asked for one, and space is for talking. */
static void
confab_small_window_show (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_small_window_parent_class)->show (widget);
  gtk_window_set_focus (GTK_WINDOW (widget), NULL);
}

static void
confab_small_window_class_init (ConfabSmallWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_small_window_dispose;
  widget_class->map = confab_small_window_map;
  widget_class->show = confab_small_window_show;

  g_type_ensure (CONFAB_TYPE_DEVICE_BUTTON);
  g_type_ensure (CONFAB_TYPE_VIDEO_GALLERY);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/small-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSmallWindow, gallery);
  gtk_widget_class_bind_template_child (widget_class, ConfabSmallWindow, controls);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
confab_small_window_init (ConfabSmallWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pointer = GTK_EVENT_CONTROLLER_MOTION (gtk_event_controller_motion_new ());
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->pointer));
  g_signal_connect_swapped (self->pointer, "notify::contains-pointer", G_CALLBACK (show_controls),
                            self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (show_controls), NULL);
  confab_video_gallery_set_view (self->gallery, CONFAB_VIEW_LARGE);
}

/* The keys of the large window that make sense here. */
static void
add_actions (ConfabSmallWindow *self, ConfabVisit *visit)
{
  static const GActionEntry entries[] = { { .name = "small-window", .activate = on_back_action } };
  g_autoptr (GSimpleActionGroup) call = confab_visit_dup_actions (visit);
  g_autoptr (GSimpleActionGroup) meeting = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (meeting), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", G_ACTION_GROUP (call));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "meeting", G_ACTION_GROUP (meeting));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "people",
                                  confab_visit_get_people_actions (visit));
}

ConfabSmallWindow *
confab_small_window_new (GtkWindow *main_window, ConfabVisit *visit)
{
  ConfabSmallWindow *self = g_object_new (CONFAB_TYPE_SMALL_WINDOW, "application",
                                          gtk_window_get_application (main_window), NULL);

  self->main_window = main_window;
  g_object_add_weak_pointer (G_OBJECT (main_window), (gpointer *) &self->main_window);
  add_actions (self, visit);
  confab_window_keys_set_visit (confab_window_keys_add (GTK_WINDOW (self)), visit);
  g_signal_connect_object (visit, "notify::step", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  return self;
}

void
confab_small_window_set_tiles (ConfabSmallWindow *self, GListModel *tiles)
{
  g_return_if_fail (CONFAB_IS_SMALL_WINDOW (self));

  confab_video_gallery_set_tiles (self->gallery, tiles);
}
