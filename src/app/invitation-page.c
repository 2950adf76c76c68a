/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/invitation-page.h"
#include "app/name-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ConfabInvitationPage {
  GtkWidget parent_instance;
  AdwActionRow *room;
  AdwActionRow *host;
  AdwActionRow *protection;
  GtkEditable *name;
  GtkWidget *join;
  ConfabDesk *desk;
  char *link;
};

G_DEFINE_FINAL_TYPE (ConfabInvitationPage, confab_invitation_page, GTK_TYPE_WIDGET)

static void
on_join (ConfabInvitationPage *self)
{
  if (self->link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.join", "s", self->link);
}

static void
confab_invitation_page_dispose (GObject *object)
{
  ConfabInvitationPage *self = CONFAB_INVITATION_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->link, g_free);
  G_OBJECT_CLASS (confab_invitation_page_parent_class)->dispose (object);
}

static void
confab_invitation_page_class_init (ConfabInvitationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_invitation_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/confab/Confab/invitation-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabInvitationPage, room);
  gtk_widget_class_bind_template_child (widget_class, ConfabInvitationPage, host);
  gtk_widget_class_bind_template_child (widget_class, ConfabInvitationPage, protection);
  gtk_widget_class_bind_template_child (widget_class, ConfabInvitationPage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabInvitationPage, join);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
}

static void
confab_invitation_page_init (ConfabInvitationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_invitation_page_set_desk (ConfabInvitationPage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_INVITATION_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  confab_name_row_follow (self->name, desk);
}

gboolean
confab_invitation_page_set_link (ConfabInvitationPage *self, const char *link, GError **error)
{
  g_autoptr (ConfabLinkSummary) summary = confab_link_summary_read (link, error);

  if (summary == NULL)
    return FALSE;
  g_free (self->link);
  self->link = g_strdup (link);
  adw_action_row_set_subtitle (self->room, summary->room);
  adw_action_row_set_subtitle (self->host, summary->host);
  adw_action_row_set_subtitle (
      self->protection,
      summary->encrypted
          ? _ ("End-to-end encrypted: the link says whose meeting it is, and Confab checks that.")
          : _ ("The link does not say whose meeting this is, so nobody can check it. Ask for the "
               "whole link if you expected a protected meeting."));
  gtk_widget_grab_focus (self->join);
  return TRUE;
}
