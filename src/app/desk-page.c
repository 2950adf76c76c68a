/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desk-page.h"

#include <adwaita.h>

struct _ConfabDeskPage {
  GtkWidget parent_instance;
  GtkWidget *opening;
  GtkWidget *locked;
  AdwStatusPage *trouble;
  GtkEditable *passphrase;
  GtkLabel *passphrase_wrong;
  ConfabDesk *desk;
};

G_DEFINE_FINAL_TYPE (ConfabDeskPage, confab_desk_page, GTK_TYPE_WIDGET)

static void
on_passphrase (ConfabDeskPage *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (*passphrase != '\0')
    confab_desk_open (self->desk, passphrase);
}

static void
confab_desk_page_dispose (GObject *object)
{
  ConfabDeskPage *self = CONFAB_DESK_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_desk_page_parent_class)->dispose (object);
}

static void
confab_desk_page_class_init (ConfabDeskPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_desk_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/desk-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabDeskPage, opening);
  gtk_widget_class_bind_template_child (widget_class, ConfabDeskPage, locked);
  gtk_widget_class_bind_template_child (widget_class, ConfabDeskPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ConfabDeskPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ConfabDeskPage, passphrase_wrong);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase);
}

static void
confab_desk_page_init (ConfabDeskPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_desk_page_set_desk (ConfabDeskPage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_DESK_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
}

static void
show_wrong_passphrase (ConfabDeskPage *self, const char *trouble)
{
  gtk_label_set_text (self->passphrase_wrong, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_wrong), trouble != NULL);
}

void
confab_desk_page_update (ConfabDeskPage *self)
{
  ConfabDeskState state;
  const char *trouble;
  g_autofree char *escaped = NULL;

  g_return_if_fail (CONFAB_IS_DESK_PAGE (self));

  state = confab_desk_get_state (self->desk);
  trouble = confab_desk_get_trouble (self->desk);
  gtk_widget_set_visible (self->opening, state == CONFAB_DESK_OPENING);
  gtk_widget_set_visible (self->locked, state == CONFAB_DESK_LOCKED);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), state == CONFAB_DESK_CLOSED);
  if (state == CONFAB_DESK_CLOSED) {
    escaped = g_markup_escape_text (trouble != NULL ? trouble : "", -1);
    adw_status_page_set_description (self->trouble, escaped);
  }
  if (state != CONFAB_DESK_OPENING)
    gtk_editable_set_text (self->passphrase, "");
  if (state == CONFAB_DESK_LOCKED) {
    show_wrong_passphrase (self, trouble);
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
  }
}
