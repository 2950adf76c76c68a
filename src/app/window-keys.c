/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-keys.h"

#include "app/keys.h"

struct _ConfabWindowKeys {
  GtkWindow *window;  /* (unowned): owns this */
  ConfabVisit *visit; /* (nullable): weak */
};

/* Space reaches the window only where nothing that has the focus took it: a button that was walked to is pressed by
 * it, and in a text field it is a space. */
static gboolean
on_pressed (ConfabWindowKeys *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (key != GDK_KEY_space || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      self->visit == NULL || (focus != NULL && GTK_IS_TEXT (focus)))
    return GDK_EVENT_PROPAGATE;
  confab_visit_hold_to_talk (self->visit, TRUE);
  return GDK_EVENT_STOP;
}

static void
on_released (ConfabWindowKeys *self, guint key)
{
  if (key == GDK_KEY_space && self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, FALSE);
}

/* The release goes to the window that has the keyboard then. */
static void
on_active (ConfabWindowKeys *self)
{
  if (!gtk_window_is_active (self->window) && self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, FALSE);
}

static void
window_keys_free (gpointer data)
{
  ConfabWindowKeys *self = data;

  g_clear_weak_pointer (&self->visit);
  g_free (self);
}

ConfabWindowKeys *
confab_window_keys_add (GtkWindow *window)
{
  ConfabWindowKeys *self = g_new0 (ConfabWindowKeys, 1);
  GtkEventController *talk = gtk_event_controller_key_new ();

  self->window = window;
  g_object_set_data_full (G_OBJECT (window), "confab-window-keys", self, window_keys_free);
  gtk_event_controller_set_propagation_phase (talk, GTK_PHASE_BUBBLE);
  g_signal_connect_swapped (talk, "key-pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (talk, "key-released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (window, "notify::is-active", G_CALLBACK (on_active), self);
  gtk_widget_add_controller (GTK_WIDGET (window), talk);
  gtk_widget_add_controller (GTK_WIDGET (window), confab_keys_new_letters ());
  return self;
}

void
confab_window_keys_set_visit (ConfabWindowKeys *self, ConfabVisit *visit)
{
  g_set_weak_pointer (&self->visit, visit);
}
