/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/control-bar.h"

#include "app/device-button.h"

#include <glib/gi18n.h>

struct _ConfabControlBar {
  GtkWidget parent_instance;
  GtkWidget *box;
  ConfabDeviceButton *microphone;
  ConfabDeviceButton *camera;
  GtkToggleButton *chat;
  GtkLabel *unread;
  guint n_unread;
  GtkWidget *people;
  GtkLabel *waiting;
  GtkWidget *leave;
};

G_DEFINE_FINAL_TYPE (ConfabControlBar, confab_control_bar, GTK_TYPE_WIDGET)

static void
confab_control_bar_dispose (GObject *object)
{
  ConfabControlBar *self = CONFAB_CONTROL_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (confab_control_bar_parent_class)->dispose (object);
}

static void
confab_control_bar_class_init (ConfabControlBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_control_bar_dispose;

  g_type_ensure (CONFAB_TYPE_DEVICE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/control-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, box);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, microphone);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, camera);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, chat);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, unread);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, people);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, waiting);
  gtk_widget_class_bind_template_child (widget_class, ConfabControlBar, leave);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
confab_control_bar_init (ConfabControlBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_control_bar_set_devices (ConfabControlBar *self, ConfabDevices *devices)
{
  g_return_if_fail (CONFAB_IS_CONTROL_BAR (self));

  confab_device_button_set_devices (self->microphone, devices);
  confab_device_button_set_devices (self->camera, devices);
}

/* A number at the corner of a button, which a screen reader finds in the button's name. */
static void
show_count (gpointer button, GtkLabel *mark, guint n, const char *name)
{
  g_autofree char *count = n > 99 ? g_strdup ("99+") : g_strdup_printf ("%u", n);

  gtk_label_set_text (mark, count);
  gtk_widget_set_visible (GTK_WIDGET (mark), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
confab_control_bar_set_unread (ConfabControlBar *self, guint n_unread)
{
  g_autofree char *name = NULL;

  g_return_if_fail (CONFAB_IS_CONTROL_BAR (self));

  self->n_unread = n_unread;
  name = n_unread == 0
             ? g_strdup (_ ("Chat"))
             : g_strdup_printf (
                   ngettext ("Chat, %u new message", "Chat, %u new messages", n_unread), n_unread);
  show_count (self->chat, self->unread, n_unread, name);
}

void
confab_control_bar_set_waiting (ConfabControlBar *self, guint n_waiting)
{
  g_autofree char *name = NULL;

  g_return_if_fail (CONFAB_IS_CONTROL_BAR (self));

  name = n_waiting == 0 ? g_strdup (_ ("People"))
                        : g_strdup_printf (ngettext ("People, %u asks to be let in",
                                                     "People, %u ask to be let in", n_waiting),
                                           n_waiting);
  show_count (self->people, self->waiting, n_waiting, name);
}

void
confab_control_bar_set_ends_for_all (ConfabControlBar *self, gboolean ends_for_all)
{
  g_return_if_fail (CONFAB_IS_CONTROL_BAR (self));

  gtk_widget_set_tooltip_text (self->leave,
                               ends_for_all ? _ ("Leave and end the meeting for everybody (Ctrl+W)")
                                            : _ ("Leave (Ctrl+W)"));
}

guint
confab_control_bar_get_unread (ConfabControlBar *self)
{
  return self->n_unread;
}

void
confab_control_bar_focus_chat (ConfabControlBar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->chat));
}
