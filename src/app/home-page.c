/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/home-page.h"
#include "app/name-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ConfabHomePage {
  GtkWidget parent_instance;
  GtkWidget *identity_bar;
  GtkEditable *name;
  GtkEditable *link;
  GtkWidget *join;
  AdwPreferencesGroup *service_group;
  GtkEditable *service;
  ConfabDesk *desk;
};

G_DEFINE_FINAL_TYPE (ConfabHomePage, confab_home_page, GTK_TYPE_WIDGET)

static void
show_text (GtkEditable *editable, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text) != 0)
    gtk_editable_set_text (editable, text != NULL ? text : "");
}

static void
show_desk (ConfabHomePage *self)
{
  const char *service = confab_desk_get_service (self->desk);

  show_text (self->service, service);
  gtk_widget_set_visible (self->identity_bar, !confab_desk_is_identity_kept (self->desk));
  adw_preferences_group_set_description (
      self->service_group,
      service != NULL
          ? NULL
          : _ ("Without a meeting service, your meetings are for people in your own network. To "
               "meet people elsewhere, type the address that your organisation gave you, such as "
               "https://meet.example.org. To join a meeting, its link is enough."));
}

static void
on_service_apply (ConfabHomePage *self)
{
  confab_desk_set_service (self->desk, gtk_editable_get_text (self->service));
}

static void
on_link_changed (ConfabHomePage *self)
{
  gtk_widget_set_sensitive (self->join, *gtk_editable_get_text (self->link) != '\0');
}

static void
on_join (ConfabHomePage *self)
{
  g_autofree char *link = g_strstrip (g_strdup (gtk_editable_get_text (self->link)));

  if (*link != '\0')
    gtk_widget_activate_action (GTK_WIDGET (self), "app.join", "s", link);
}

static void
confab_home_page_dispose (GObject *object)
{
  ConfabHomePage *self = CONFAB_HOME_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_home_page_parent_class)->dispose (object);
}

static void
confab_home_page_class_init (ConfabHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_home_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, identity_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, link);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, join);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, service_group);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, service);
  gtk_widget_class_bind_template_callback (widget_class, on_service_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_link_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
}

static void
confab_home_page_init (ConfabHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_home_page_set_desk (ConfabHomePage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_HOME_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  confab_name_row_follow (self->name, desk);
  g_signal_connect_object (desk, "notify", G_CALLBACK (show_desk), self, G_CONNECT_SWAPPED);
  show_desk (self);
}

void
confab_home_page_clear_link (ConfabHomePage *self)
{
  gtk_editable_set_text (self->link, "");
}
