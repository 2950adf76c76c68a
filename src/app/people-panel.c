/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/people-panel.h"

#include "app/person-row.h"

struct _ConfabPeoplePanel {
  GtkWidget parent_instance;
  GtkWidget *door;
  GtkListBox *waiting;
  GtkListBox *people;
  GtkWidget *mute_all, *lock;
  GListModel *waiting_list;
};

G_DEFINE_FINAL_TYPE (ConfabPeoplePanel, confab_people_panel, GTK_TYPE_WIDGET)

static GtkWidget *
person_row (gpointer tile, gpointer unused)
{
  return confab_person_row_new (tile);
}

static GtkWidget *
waiting_row (gpointer participant, gpointer unused)
{
  return confab_waiting_row_new (participant);
}

static void
show_door (ConfabPeoplePanel *self)
{
  gtk_widget_set_visible (self->door, self->waiting_list != NULL &&
                                          g_list_model_get_n_items (self->waiting_list) > 0);
}

static void
confab_people_panel_dispose (GObject *object)
{
  ConfabPeoplePanel *self = CONFAB_PEOPLE_PANEL (object);
  GtkWidget *child;

  if (self->people != NULL)
    confab_people_panel_set_people (self, NULL, NULL);
  self->people = self->waiting = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_people_panel_parent_class)->dispose (object);
}

static void
confab_people_panel_class_init (ConfabPeoplePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_people_panel_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/people-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabPeoplePanel, door);
  gtk_widget_class_bind_template_child (widget_class, ConfabPeoplePanel, waiting);
  gtk_widget_class_bind_template_child (widget_class, ConfabPeoplePanel, people);
  gtk_widget_class_bind_template_child (widget_class, ConfabPeoplePanel, mute_all);
  gtk_widget_class_bind_template_child (widget_class, ConfabPeoplePanel, lock);
}

static void
confab_people_panel_init (ConfabPeoplePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What one's role does not allow is not there. */
  g_object_bind_property (self->mute_all, "sensitive", self->mute_all, "visible",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->lock, "sensitive", self->lock, "visible", G_BINDING_SYNC_CREATE);
}

void
confab_people_panel_set_people (ConfabPeoplePanel *self, GListModel *tiles, GListModel *waiting)
{
  g_return_if_fail (CONFAB_IS_PEOPLE_PANEL (self));

  if (self->waiting_list != NULL)
    g_signal_handlers_disconnect_by_func (self->waiting_list, show_door, self);
  g_set_object (&self->waiting_list, waiting);
  if (waiting != NULL)
    g_signal_connect_object (waiting, "items-changed", G_CALLBACK (show_door), self,
                             G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->people, tiles, person_row, NULL, NULL);
  gtk_list_box_bind_model (self->waiting, waiting, waiting_row, NULL, NULL);
  show_door (self);
}
