/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passphrase is typed into an ordinary entry with a buffer in locked memory: GTK 4.8's own GtkPasswordEntry goes
 * on listening to the keyboard's Caps Lock after it is gone. */
#include "app/identity-page.h"

struct _ConfabIdentityPage {
  GtkWidget parent_instance;
  GtkEditable *passphrase;
  GtkWidget *encrypted;
  ConfabDesk *desk;
};

G_DEFINE_FINAL_TYPE (ConfabIdentityPage, confab_identity_page, GTK_TYPE_WIDGET)

static void
finish (ConfabIdentityPage *self)
{
  gtk_editable_set_text (self->passphrase, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "app.home", NULL);
}

static void
on_encrypted (ConfabIdentityPage *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (*passphrase == '\0')
    return;
  confab_desk_keep_identity (self->desk, passphrase);
  finish (self);
}

static void
on_plain (ConfabIdentityPage *self)
{
  confab_desk_keep_identity (self->desk, NULL);
  finish (self);
}

static void
on_later (ConfabIdentityPage *self)
{
  finish (self);
}

static void
on_passphrase_changed (ConfabIdentityPage *self)
{
  gtk_widget_set_sensitive (self->encrypted, *gtk_editable_get_text (self->passphrase) != '\0');
}

static void
confab_identity_page_dispose (GObject *object)
{
  ConfabIdentityPage *self = CONFAB_IDENTITY_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_identity_page_parent_class)->dispose (object);
}

static void
confab_identity_page_class_init (ConfabIdentityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_identity_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/identity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabIdentityPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ConfabIdentityPage, encrypted);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_encrypted);
  gtk_widget_class_bind_template_callback (widget_class, on_plain);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
}

static void
confab_identity_page_init (ConfabIdentityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_identity_page_set_desk (ConfabIdentityPage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_IDENTITY_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
}

void
confab_identity_page_begin (ConfabIdentityPage *self)
{
  gtk_editable_set_text (self->passphrase, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}
